//! The menu: the resources of the API, and what concerns the whole of it.

use crate::app::format::humanize;
use crate::app::locale::t;
use crate::app::navigation::Navigation;
use crate::app::route::Place;
use crate::app::session::Session;
use crate::app::settings::{Theme, theme};
use crate::reactive::use_atom;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::view::IntoPiece;
use leptos::prelude::*;
use vitrine_core::platform::locale;

/// How many resources make a box to narrow them worth its place.
const MANY: usize = 12;

/// The menu of one API.
#[component]
pub(super) fn Menu(
    /// The API.
    session: Session,
) -> impl IntoView {
    let navigation = Navigation::expect();
    let slug = session.slug();
    let names: Vec<String> = session.with_api(|api| {
        let resources = api.resources.iter().filter(|resource| resource.list.is_some());
        resources.map(|resource| resource.name.clone()).collect()
    });
    let has_search = names.len() > MANY;
    let words = RwSignal::new(String::new());
    let understood = navigation.href(&Place::Understood { api: slug.clone() });
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
                {names
                    .into_iter()
                    .map(|name| {
                        let place = Place::List { api: slug.clone(), resource: name.clone() };
                        let label = humanize(&name);
                        let is_hidden = {
                            let label = locale::lowercase(&label);
                            move || !words.with(|words| label.contains(&locale::lowercase(words.trim())))
                        };
                        let is_current = move || {
                            navigation.place.with(|place| place.resource() == Some(name.as_str()))
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
                    })
                    .collect_view()}
            </ul>
            <div class="mt-auto grid gap-px border-t border-line pt-3">
                <a
                    class="menu-link"
                    href=understood
                    aria-current=move || is_understood().then_some("page")
                >
                    <Icon glyph=Glyph::Info />
                    {t("shell.understood")}
                    {move || {
                        session
                            .has_news()
                            .then(|| {
                                view! {
                                    <span class="ms-auto text-warning" title=t("understood.news")>
                                        <Icon glyph=Glyph::Warning />
                                        <span class="sr-only">{t("understood.news")}</span>
                                    </span>
                                }
                            })
                    }}
                </a>
                <a class="menu-link" href=navigation.href(&Place::Home)>
                    <Icon glyph=Glyph::Database />
                    {t("shell.home")}
                </a>
                <SignInButton session />
                <ThemeButton />
            </div>
        </nav>
    }
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
