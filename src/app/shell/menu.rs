//! The menu: the resources of the API, and what concerns the whole of it.

use crate::app::format::{humanize, resource_label};
use crate::app::locale::{sentence, t, t_count};
use crate::app::navigation::Navigation;
use crate::app::route::{Collection, Place};
use crate::app::session::Session;
use crate::app::settings::{Theme, theme};
use crate::reactive::use_atom;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::input::Input;
use crate::ui::view::{IntoPiece, Piece, listener, live, memo};
use leptos::prelude::*;
use vitrine_core::api::{Api, Resource};
use vitrine_core::platform::locale;

/// How many resources make a box to narrow them worth its place.
const MANY: usize = 12;
/// The most links to lists; more than that nobody looks through.
const MOST: usize = 200;

/// The menu of one API.
#[component]
pub(super) fn Menu(
    /// The API.
    session: Session,
) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let navigation = Navigation::expect();
    let slug = session.slug();
    // While an API is being read there are more and more of them.
    let entries = memo(move || {
        session.track_lists();
        session.with_api(entries)
    });
    let has_operations = memo(move || {
        session.track_lists();
        session.with_api(|api| !api.operations.is_empty())
    });
    let has_search = memo(move || entries.with(Vec::len) > MANY);
    let understood = navigation.href(&Place::Understood { api: slug.clone() });
    let operations = navigation.href(&Place::Operations { api: slug.clone() });
    let is_operations = move || {
        let place = navigation.place.get();
        matches!(place, Place::Operations { .. } | Place::Operation { .. })
    };
    let is_understood = move || matches!(navigation.place.get(), Place::Understood { .. });
    view! {
        <nav class="flex min-h-full flex-col gap-4 p-3" aria-label=t("shell.resources")>
            <p class="hidden truncate px-2 py-1 font-semibold md:block">{session.title()}</p>
            {live(move || has_search.get().then(|| search_view(words)))}
            {entries_view(navigation, slug, entries, words)}
            <div class="-mx-3 mt-auto -mb-3 grid gap-px border-t border-line bg-surface-sunken p-3 md:sticky md:bottom-0">
                {live(move || {
                    let text = t("shell.operations");
                    let link = || {
                        link_view(operations.clone(), live(is_operations), Glyph::Play, text)
                    };
                    has_operations.get().then(link)
                })}
                {link_view(understood, live(is_understood), Glyph::Info, t("shell.understood"))}
                {news_view(session)}
                {link_view(
                    navigation.href(&Place::Home),
                    live(|| false),
                    Glyph::Database,
                    t("shell.home"),
                )}
                <SignInButton session />
                <ThemeButton />
            </div>
        </nav>
    }
}

/// The box that narrows the lists.
fn search_view(words: RwSignal<String>) -> Piece {
    view! {
        <Input
            value=words
            on_input=move |text: String| words.set(text)
            kind="search"
            attr:aria-label=t("shell.narrow")
            attr:placeholder=t("shell.narrow")
        />
    }
    .into_piece()
}

/// Returns the lists that can be gone to.
fn entries(api: &Api) -> Vec<Entry> {
    let shown = |resource: &&Resource| {
        let is_alone = resource.is_single() && resource.parents.is_empty();
        (resource.list.is_some() || is_alone) && !resource.is_hidden
    };
    api.resources.iter().filter(shown).map(|resource| Entry::new(api, resource)).collect()
}

/// A list in the menu.
#[derive(PartialEq)]
struct Entry {
    name: String,
    label: String,
    /// The label as it is searched.
    plain: String,
    is_nested: bool,
}

impl Entry {
    fn new(api: &Api, resource: &Resource) -> Self {
        let label = entry_label(api, resource);
        let plain = locale::lowercase(&label);
        Self { name: resource.name.clone(), label, plain, is_nested: !resource.parents.is_empty() }
    }
}

/// Returns the entries that fit the words of the search, `current` among them, and how many more
/// there are.
///
/// Without words, what stands below other lists is left out as far as there are many entries: it is
/// reached from the records above it.
fn shown<'a>(entries: &'a [Entry], words: &str, current: Option<&str>) -> (Vec<&'a Entry>, usize) {
    let words = words.trim();
    let fitting = || entries.iter().filter(|entry| entry.plain.contains(words));
    let outer = fitting().filter(|entry| !entry.is_nested).count();
    let mut room = MOST;
    let mut spare = if words.is_empty() { MANY.saturating_sub(outer) } else { MOST };
    let is_shown = |entry: &&Entry| {
        let budget = if entry.is_nested { &mut spare } else { &mut room };
        let has_room = *budget > 0;
        *budget = budget.saturating_sub(1);
        has_room || current == Some(&entry.name)
    };
    let shown: Vec<&Entry> = fitting().filter(is_shown).collect();
    let more = fitting().count() - shown.len();
    (shown, more)
}

/// The links to the lists.
fn entries_view(
    navigation: Navigation,
    slug: String,
    entries: Memo<Vec<Entry>>,
    words: RwSignal<String>,
) -> Piece {
    // Only the list that might be left out is worth building the links again.
    let current = memo(move || {
        let place = navigation.place.read();
        let resource = &place.collection()?.resource;
        let is_it = |entry: &Entry| entry.is_nested && entry.name == *resource;
        entries.with(|entries| entries.iter().any(is_it)).then(|| resource.clone())
    });
    live(move || {
        let words = words.with(|words| locale::lowercase(words));
        let (current, entries) = (current.read(), entries.read());
        let (shown, more) = shown(&entries, &words, current.as_deref());
        let links: Vec<_> = shown.into_iter().map(|e| entry_view(navigation, &slug, e)).collect();
        let more = (more > 0).then(|| t_count("shell.more", more as u64));
        view! {
            <ul class="grid gap-px">{links}</ul>
            <p class="px-2 text-xs text-text-muted empty:hidden" role="status">{more}</p>
        }
        .into_piece()
    })
    .into_piece()
}

/// A link to a list.
fn entry_view(navigation: Navigation, slug: &str, entry: &Entry) -> impl IntoView + use<> {
    let (api, resource) = (slug.to_owned(), entry.name.clone());
    let place = Place::List(Collection { api, resource, parents: Vec::new() });
    let name = entry.name.clone();
    let is_current = move || {
        let place = navigation.place.read();
        place.collection().is_some_and(|known| known.resource == name)
    };
    view! {
        <li>
            <a
                class="menu-link"
                href=navigation.href(&place)
                aria-current=live(move || is_current().then_some("page"))
            >
                {entry.label.clone()}
            </a>
        </li>
    }
}

/// A link below the lists.
fn link_view(
    href: String,
    mut is_current: Box<dyn FnMut() -> bool + Send>,
    glyph: Glyph,
    text: String,
) -> Piece {
    view! {
        <a class="menu-link" href=href aria-current=live(move || is_current().then_some("page"))>
            <Icon glyph />
            {text}
        </a>
    }
    .into_piece()
}

/// Says how far the API is read, or that its description has changed.
fn news_view(session: Session) -> impl IntoView {
    live(move || {
        let progress = session.progress();
        let color = if progress.is_some() { "text-text-muted" } else { "text-warning" };
        let text = match progress {
            Some(progress) => sentence(&progress),
            None if session.has_news() => t("understood.news"),
            None => return None,
        };
        let note = view! {
            <p class=format!("flex items-center gap-2 px-2 text-xs {color}") role="status">
                <Icon glyph=Glyph::Warning />
                {text}
            </p>
        };
        Some(note.into_piece())
    })
}

/// Returns the label of a resource; one that stands below others has the
/// closest of them in front.
fn entry_label(api: &Api, resource: &Resource) -> String {
    let label = resource_label(resource);
    let Some(parent) = resource.parents.last() else { return label };
    let above = parent.resource.as_ref().and_then(|name| api.resource(name));
    let above = above.map_or_else(|| humanize(&parent.parameter), resource_label);
    format!("{above} \u{203a} {label}")
}

#[component]
fn SignInButton(session: Session) -> impl IntoView {
    let sign_in = session.sign_in();
    let is_offered = session.with_api(|api| !api.auth.is_empty() || api.login.is_some());
    let toggle = move |_| {
        if sign_in.is_signed_in.get_untracked() {
            session.sign_out();
        } else {
            sign_in.is_open.set(true);
        }
    };
    // An API that says nothing of it may have asked for credentials all the same.
    let is_shown = memo(move || is_offered || sign_in.is_signed_in.get());
    let content = move || {
        view! {
            <button type="button" class="menu-link" on:click=listener(toggle)>
                {live(move || {
                    if sign_in.is_signed_in.get() {
                        view! { <Icon glyph=Glyph::LogOut /> {t("shell.sign_out")} }.into_piece()
                    } else {
                        view! { <Icon glyph=Glyph::Key /> {t("shell.sign_in")} }.into_piece()
                    }
                })}
            </button>
        }
        .into_piece()
    };
    live(move || is_shown.get().then(content))
}

#[component]
fn ThemeButton() -> impl IntoView {
    let theme = use_atom(&theme());
    let label = move || match theme.get() {
        Theme::System => t("shell.theme.system"),
        Theme::Light => t("shell.theme.light"),
        Theme::Dark => t("shell.theme.dark"),
    };
    view! {
        <button
            type="button"
            class="menu-link"
            on:click=listener(move |_| theme.set(theme.get_untracked().next()))
        >
            {live(move || {
                let glyph = if theme.get() == Theme::Dark { Glyph::Moon } else { Glyph::Sun };
                view! { <Icon glyph /> }.into_piece()
            })}
            {live(label)}
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(outer: usize, nested: usize) -> Vec<Entry> {
        let entry = |name: String, is_nested| Entry {
            label: name.clone(),
            plain: name.clone(),
            name,
            is_nested,
        };
        let outer = (0..outer).map(|index| entry(format!("outer {index}"), false));
        outer.chain((0..nested).map(|index| entry(format!("nested {index}"), true))).collect()
    }

    #[test]
    fn a_short_menu_shows_everything() {
        let entries = entries(3, 5);
        assert_eq!(shown(&entries, "", None).0.len(), 8);
        assert_eq!(shown(&entries, "", None).1, 0);
    }

    #[test]
    fn what_stands_below_others_gives_way_in_a_long_menu() {
        let entries = entries(20, 900);
        let (plain, more) = shown(&entries, "", None);
        assert!(plain.len() == 20 && more == 900, "{} shown, {more} more", plain.len());
        let (current, _) = shown(&entries, "", Some("nested 7"));
        assert_eq!(current.len(), 21);
    }

    #[test]
    fn words_find_what_is_left_out() {
        let entries = entries(20, 900);
        let (found, more) = shown(&entries, "nested 89", None);
        assert!(found.len() == 11 && more == 0, "{} found, {more} more", found.len());
        let (found, more) = shown(&entries, "nested", None);
        assert!(found.len() == MOST && more == 900 - MOST, "{} found, {more} more", found.len());
    }

    #[test]
    fn lists_below_others_alone_make_a_menu_too() {
        let entries = entries(0, 900);
        assert_eq!(shown(&entries, "", None).0.len(), MANY);
    }
}
