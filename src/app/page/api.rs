//! Everything below one API: opens it, then shows the screen of the address.

use super::{ListPage, NotFound};
use crate::app::chunk::{failure_chunk, form_chunk, record_chunk, sign_in_chunk, understood_chunk};
use crate::app::locale::{sentence, t};
use crate::app::navigation::Navigation;
use crate::app::route::Place;
use crate::app::session::Session;
use crate::app::shell::Frame;
use crate::app::workspace::{Stage, Workspace};
use crate::ui::button::{Button, ButtonLink};
use crate::ui::empty_state;
use crate::ui::icon::Glyph;
use crate::ui::spinner::Spinner;
use crate::ui::view::IntoPiece;
use leptos::context::Provider;
use leptos::prelude::*;
use vitrine_core::query::QueryKey;
use vitrine_core::record::Identifier;

/// The screens of the API called `slug`.
#[component]
pub fn ApiPage(
    /// The slug of the connection.
    slug: String,
) -> impl IntoView {
    let workspace = Workspace::expect();
    let navigation = Navigation::expect();
    let Some(stage) = workspace.open(&slug) else {
        return view! { <main><NotFound key="not_found.api" /></main> }.into_piece();
    };
    let again = slug.clone();
    (move || match stage.get() {
        Stage::Open(session) => view! { <Open session /> }.into_piece(),
        Stage::Reading(message) => {
            let text = message.as_ref().map_or_else(|| t("connect.reading"), sentence);
            view! {
                <main class="grid min-h-dvh place-items-center p-4" aria-busy="true">
                    <p class="flex items-center gap-2 text-text-muted" role="status">
                        <Spinner />
                        {text}
                    </p>
                </main>
            }
            .into_piece()
        }
        Stage::Failed(error) => {
            let slug = again.clone();
            view! {
                <main class="mx-auto grid w-full max-w-2xl gap-4 px-4 py-16">
                    <h1 class="text-xl font-semibold">{t("connect.failed")}</h1>
                    {failure_chunk(error)}
                    <div class="flex gap-2">
                        <Button on:click=move |_| {
                            workspace.reread(&slug);
                        }>{t("error.retry")}</Button>
                        <ButtonLink href=navigation.href(&Place::Home)>{t("shell.home")}</ButtonLink>
                    </div>
                </main>
            }
            .into_piece()
        }
    })
    .into_piece()
}

#[component]
fn Open(session: Session) -> impl IntoView {
    keep_fresh(session);
    let workspace = Workspace::expect();
    Effect::new(move |_| workspace.reread_later(session));
    view! {
        <Provider value=session>
            <Frame session>
                <Screen session />
            </Frame>
            {sign_in_chunk(session)}
        </Provider>
    }
}

/// What is stale is fetched again when the person comes back to the window;
/// everything shown is, when the network comes back.
fn keep_fresh(session: Session) {
    let focus = window_event_listener_untyped("visibilitychange", move |_| {
        if !document().hidden() {
            session.query().on_focus();
        }
    });
    let online = window_event_listener_untyped("online", move |_| {
        session.query().invalidate(&QueryKey::root());
    });
    on_cleanup(move || {
        focus.remove();
        online.remove();
    });
}

/// The screen of the address; built anew when another resource or record is
/// shown, but not when the query changes.
#[component]
fn Screen(session: Session) -> impl IntoView {
    let navigation = Navigation::expect();
    move || {
        let place = navigation.place.get();
        let found = |name: &str| session.resource(name);
        match place {
            Place::Api { .. } => view! { <Start session /> }.into_piece(),
            Place::Understood { .. } => understood_chunk(session),
            Place::List { resource, .. } => match found(&resource) {
                Some(resource) => view! { <ListPage session resource /> }.into_piece(),
                None => view! { <NotFound key="not_found.resource" /> }.into_piece(),
            },
            Place::Record { resource, id, .. } => match found(&resource) {
                Some(resource) => record_chunk(session, resource, Identifier::new(id)),
                None => view! { <NotFound key="not_found.resource" /> }.into_piece(),
            },
            Place::New { resource, .. } => match found(&resource) {
                Some(resource) => form_chunk(session, resource, None),
                None => view! { <NotFound key="not_found.resource" /> }.into_piece(),
            },
            Place::Edit { resource, id, .. } => match found(&resource) {
                Some(resource) => form_chunk(session, resource, Some(Identifier::new(id))),
                None => view! { <NotFound key="not_found.resource" /> }.into_piece(),
            },
            Place::Home | Place::Unknown => {
                view! { <NotFound key="not_found.page" /> }.into_piece()
            }
        }
    }
}

/// Leads to the first list; an API without lists says so.
#[component]
fn Start(session: Session) -> impl IntoView {
    let navigation = Navigation::expect();
    let first = session.with_api(|api| {
        let mut resources = api.resources.iter().filter(|resource| resource.list.is_some());
        resources.next().map(|resource| resource.name.clone())
    });
    let understood = navigation.href(&Place::Understood { api: session.slug() });
    if let Some(resource) = first {
        navigation.replace(&Place::List { api: session.slug(), resource });
        return ().into_piece();
    }
    view! {
        <empty_state::Root glyph=Glyph::Database>
            <empty_state::Title>{t("api.no_lists")}</empty_state::Title>
            <empty_state::Text>{t("api.no_lists.advice")}</empty_state::Text>
            <empty_state::Actions>
                <ButtonLink href=understood>{t("shell.understood")}</ButtonLink>
            </empty_state::Actions>
        </empty_state::Root>
    }
    .into_piece()
}
