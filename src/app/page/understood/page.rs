//! The page "What was understood".

use super::correction::count;
use super::detail::Detail;
use super::files::Files;
use super::issues::Issues;
use super::memory::Memory;
use super::news::{News, Reread};
use super::resources::Resources;
use crate::app::locale::{t, t_count};
use crate::app::navigation::Navigation;
use crate::app::page::{CopyButton, own_origin, set_title};
use crate::app::route::Place;
use crate::app::session::Session;
use crate::app::workspace::Workspace;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::view::{IntoPiece, memo};
use leptos::prelude::*;
use vitrine_core::platform::percent;

/// The parameter of the address that names the resource.
const RESOURCE: &str = "resource";

/// The model of an API: its resources, and of one of them each choice with its
/// alternatives and its reasons; then what could not be understood.
#[component]
pub fn UnderstoodPage(
    /// The API.
    session: Session,
) -> impl IntoView {
    let (workspace, navigation) = (Workspace::expect(), Navigation::expect());
    set_title(&[&t("shell.understood"), &session.title()]);
    let base = move || {
        session.track_model();
        session.with_api(|api| {
            let lists = t_count("understood.resources", api.resources.len() as u64);
            format!("{} \u{b7} {lists}", api.base_url)
        })
    };
    let corrections = memo(move || {
        session.track_model();
        count(&workspace.overlay(session))
    });
    let named = memo(move || navigation.query.with(|query| named(query)));
    let shown = memo(move || {
        session.track_model();
        let is_there = |name: &String| session.resource(name).is_some();
        let first =
            || session.with_api(|api| api.resources.first().map(|resource| resource.name.clone()));
        named.get().filter(is_there).or_else(first)
    });
    let has_named = move || named.with(Option::is_some);
    let link = workspace
        .link(&session.slug())
        .map(|query| format!("{}{}{query}", own_origin(), navigation.href(&Place::Home)));
    let back = navigation.href(&Place::Understood { api: session.slug() });
    view! {
        <div class="flex min-h-full flex-col">
            <header class="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 pt-4 pb-3">
                <div class="grid min-w-0 gap-0.5">
                    <h1 class="text-lg font-semibold">{t("shell.understood")}</h1>
                    <p class="break-all text-text-muted">{base}</p>
                </div>
                <div class="ms-auto flex flex-wrap items-center gap-1">
                    {link.map(|link| view! { <CopyButton text=link label=t("understood.link") /> })}
                    <Files session corrections />
                    {workspace.can_reread(session).then(|| view! { <Reread session /> })}
                </div>
            </header>
            <News session />
            <div class="grid flex-1 border-t border-line md:grid-cols-[12rem_minmax(0,1fr)]">
                <div
                    class="border-line md:block md:border-e"
                    class:hidden=has_named
                >
                    <Resources session shown />
                </div>
                <div class="min-w-0 md:block" class:hidden=move || !has_named()>
                    <a
                        class="flex items-center gap-1 px-4 pt-3 text-text-muted hover:text-text md:hidden"
                        href=back
                    >
                        <Icon glyph=Glyph::ChevronStart />
                        {t("understood.all")}
                    </a>
                    {move || shown.get().map(|name| view! { <Detail session name /> }.into_piece())}
                </div>
            </div>
            <Issues session />
            <Memory session />
        </div>
    }
}

/// Returns the resource that a query of the address names.
fn named(query: &str) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| *name == RESOURCE).map(|(_, value)| percent::decode(value))
}

/// Returns the address at which the page shows a resource.
pub(super) fn address_of(session: Session, resource: &str) -> String {
    let page = Navigation::expect().href(&Place::Understood { api: session.slug() });
    format!("{page}?{RESOURCE}={}", percent::encode(resource))
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn the_address_names_a_resource() {
        assert_eq!(named("resource=a%2Fb"), Some("a/b".to_owned()));
        assert_eq!(named("x=1&resource=pets"), Some("pets".to_owned()));
        assert_eq!(named(""), None);
    }
}
