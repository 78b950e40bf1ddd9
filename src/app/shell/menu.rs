//! The menu: the resources of the API, and what concerns the whole of it.

use crate::app::format::{humanize, resource_label};
use crate::app::locale::{sentence, t};
use crate::app::navigation::Navigation;
use crate::app::route::{Collection, Place};
use crate::app::session::Session;
use crate::app::settings::{Theme, theme};
use crate::reactive::use_atom;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::view::IntoPiece;
use leptos::prelude::*;
use vitrine_core::api::{Api, Resource};
use vitrine_core::platform::locale;

/// How many resources make a box to narrow them worth its place.
const MANY: usize = 12;

/// The menu of one API.
#[component]
pub(super) fn Menu(
    /// The API.
    session: Session,
) -> impl IntoView {
    let words = RwSignal::new(String::new());
    move || {
        session.track_lists();
        menu_view(session, words)
    }
}

fn menu_view(session: Session, words: RwSignal<String>) -> impl IntoView + use<> {
    let navigation = Navigation::expect();
    let slug = session.slug();
    let entries: Vec<(String, String)> = session.with_api(|api| {
        let shown = |resource: &&Resource| resource.list.is_some() && !resource.is_hidden;
        let resources = api.resources.iter().filter(shown);
        resources.map(|resource| (resource.name.clone(), entry_label(api, resource))).collect()
    });
    let has_operations = session.with_api(|api| !api.operations.is_empty());
    let has_search = entries.len() > MANY;
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
            {has_search
                .then(|| {
                    view! {
                        <crate::ui::input::Input
                            value=words
                            on_input=move |text: String| words.set(text)
                            kind="search"
                            attr:aria-label=t("shell.narrow")
                            attr:placeholder=t("shell.narrow")
                        />
                    }
                })}
            <ul class="grid gap-px">
                {entries
                    .into_iter()
                    .map(|(name, label)| entry_view(navigation, &slug, name, label, words))
                    .collect_view()}
            </ul>
            <div class="mt-auto grid gap-px border-t border-line pt-3">
                {has_operations
                    .then(|| {
                        link_view(operations, Box::new(is_operations), Glyph::Play, t("shell.operations"))
                    })}
                {link_view(understood, Box::new(is_understood), Glyph::Info, t("shell.understood"))}
                {news_view(session)}
                {link_view(
                    navigation.href(&Place::Home),
                    Box::new(|| false),
                    Glyph::Database,
                    t("shell.home"),
                )}
                <SignInButton session />
                <ThemeButton />
            </div>
        </nav>
    }
}

/// A link to a list, hidden while it does not fit the words of the search.
fn entry_view(
    navigation: Navigation,
    slug: &str,
    name: String,
    label: String,
    words: RwSignal<String>,
) -> impl IntoView + use<> {
    let (api, resource) = (slug.to_owned(), name.clone());
    let place = Place::List(Collection { api, resource, parents: Vec::new() });
    let plain = locale::lowercase(&label);
    let is_hidden = move || !words.with(|words| plain.contains(&locale::lowercase(words.trim())));
    let is_current = move || {
        let place = navigation.place.read();
        place.collection().is_some_and(|known| known.resource == name)
    };
    view! {
        <li class:hidden=is_hidden>
            <a
                class="menu-link"
                href=navigation.href(&place)
                aria-current=move || is_current().then_some("page")
            >
                {label}
            </a>
        </li>
    }
}

/// A link below the lists. The closure is boxed, so that all of them share one type of view.
fn link_view(
    href: String,
    is_current: Box<dyn Fn() -> bool + Send>,
    glyph: Glyph,
    text: String,
) -> impl IntoView {
    view! {
        <a class="menu-link" href=href aria-current=move || is_current().then_some("page")>
            <Icon glyph />
            {text}
        </a>
    }
}

/// Says how far the API is read, or that its description has changed.
fn news_view(session: Session) -> impl IntoView {
    move || {
        let progress = session.progress();
        let color = if progress.is_some() { "text-text-muted" } else { "text-warning" };
        let text = match progress {
            Some(progress) => sentence(&progress),
            None if session.has_news() => t("understood.news"),
            None => return None,
        };
        Some(view! {
            <p class=format!("flex items-center gap-2 px-2 text-xs {color}") role="status">
                <Icon glyph=Glyph::Warning />
                {text}
            </p>
        })
    }
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
    is_offered.then(|| {
        view! {
            <button type="button" class="menu-link" on:click=toggle>
                {move || {
                    if sign_in.is_signed_in.get() {
                        view! { <Icon glyph=Glyph::LogOut /> {t("shell.sign_out")} }.into_piece()
                    } else {
                        view! { <Icon glyph=Glyph::Key /> {t("shell.sign_in")} }.into_piece()
                    }
                }}
            </button>
        }
    })
}

#[component]
fn ThemeButton() -> impl IntoView {
    let theme = use_atom(&theme());
    let (shown, glyph) = (theme.clone(), theme.clone());
    let label = move || match shown.get() {
        Theme::System => t("shell.theme.system"),
        Theme::Light => t("shell.theme.light"),
        Theme::Dark => t("shell.theme.dark"),
    };
    view! {
        <button
            type="button"
            class="menu-link"
            on:click=move |_| theme.set(theme.get_untracked().next())
        >
            {move || {
                let glyph = if glyph.get() == Theme::Dark { Glyph::Moon } else { Glyph::Sun };
                view! { <Icon glyph /> }
            }}
            {label}
        </button>
    }
}
