//! Everything below one API: opens it, then shows the screen of the address.

use super::ListPage;
use crate::app::chunk::{
    failure_chunk, form_chunk, missing_chunk, operation_chunk, operations_chunk, parents_chunk,
    record_chunk, sign_in_chunk, understood_chunk,
};
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
use crate::ui::view::{IntoPiece, effect, listener, live};
use leptos::context::Provider;
use leptos::prelude::*;
use std::time::Duration;
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
        return view! { <main>{missing_chunk("not_found.api")}</main> }.into_piece();
    };
    let again = slug.clone();
    live(move || match stage.get() {
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
            let (slug, url) = (again.clone(), error.url().to_owned());
            let again = again.clone();
            let on_credential = Callback::new(move |credential| {
                workspace.use_credential(&url, credential);
                workspace.reread(&again);
            });
            view! {
                <main class="mx-auto grid w-full max-w-2xl gap-4 px-4 py-16">
                    <h1 class="text-xl font-semibold">{t("connect.failed")}</h1>
                    {failure_chunk(error, on_credential)}
                    <div class="flex gap-2">
                        <Button on:click=listener(move |_| {
                            workspace.reread(&slug);
                        })>{t("error.retry")}</Button>
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
    effect(move || workspace.reread_later(session));
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
    live(move || {
        let place = navigation.place.get();
        let resource = place.collection().map(|collection| session.placed(collection));
        let is_reading = session.notes().progress().is_some();
        match (place, resource.flatten()) {
            (Place::Api { .. }, _) => view! { <Start session /> }.into_piece(),
            (Place::Understood { .. }, _) => understood_chunk(session),
            (Place::Operations { .. }, _) => operations_chunk(session),
            (Place::Operation { name, known, .. }, _) => operation_chunk(session, name, known),
            (Place::List(_) | Place::New(_), Some(resource)) if !resource.is_placed() => {
                parents_chunk(session, resource)
            }
            (Place::List(_), Some(resource)) if resource.is_single() => {
                record_chunk(session, resource, Identifier::only())
            }
            (Place::List(_), Some(resource)) => {
                view! { <ListPage session resource /> }.into_piece()
            }
            // How records are written is known last of an API that is still being read.
            (Place::New(_), Some(resource)) if is_reading && resource.create.is_none() => {
                session.track_lists();
                ().into_piece()
            }
            (Place::Edit(..), Some(resource)) if is_reading && resource.update.is_none() => {
                session.track_lists();
                ().into_piece()
            }
            (Place::New(_), Some(resource)) => form_chunk(session, resource, None),
            (Place::Record(_, id), Some(resource)) => {
                if is_reading {
                    session.track_lists();
                }
                record_chunk(session, resource, Identifier::new(id))
            }
            (Place::Edit(_, id), Some(resource)) => {
                form_chunk(session, resource, Some(Identifier::new(id)))
            }
            (Place::Home | Place::Unknown, _) => missing_chunk("not_found.page"),
            // It may be among what is still being read.
            _ if is_reading => {
                session.track_lists();
                ().into_piece()
            }
            _ => missing_chunk("not_found.resource"),
        }
    })
}

/// Leads to the first list, or to the operations of an API without lists.
#[component]
fn Start(session: Session) -> impl IntoView {
    let navigation = Navigation::expect();
    let (first, has_operations) = session.with_api(|api| {
        let lists = || api.resources.iter().filter(|r| r.list.is_some() && !r.is_hidden);
        // A list that can be shown at once comes before one below parents.
        let first = lists().find(|r| r.parents.is_empty()).or_else(|| lists().next());
        (first.map(|resource| session.collection(resource)), !api.operations.is_empty())
    });
    let understood = navigation.href(&Place::Understood { api: session.slug() });
    if let Some(collection) = first {
        // A task of its own: the frame was just built, and the list is as much.
        set_timeout(move || navigation.replace(&Place::List(collection)), Duration::ZERO);
        return ().into_piece();
    }
    if has_operations {
        navigation.replace(&Place::Operations { api: session.slug() });
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
