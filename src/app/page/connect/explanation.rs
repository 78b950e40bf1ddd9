//! Why an open API does not answer any more.

use super::failure::Failure;
use crate::app::navigation::Navigation;
use crate::app::session::Session;
use crate::app::workspace::Workspace;
use leptos::prelude::*;
use vitrine_core::api::ListParams;
use vitrine_core::api::dialect::encode_list;
use vitrine_core::api::discover::{Attempt, DiscoverError};

/// Looks for the reason of an answer that did not come, and explains it; shows
/// nothing when it finds none.
#[component]
pub fn Explanation(
    /// The API.
    session: Session,
    /// What got no answer.
    attempt: Attempt,
) -> impl IntoView {
    let (workspace, navigation) = (Workspace::expect(), Navigation::expect());
    let found = RwSignal::new_local(None::<DiscoverError>);
    let url = navigation.place.with_untracked(|place| address(session, place.collection()));
    leptos::task::spawn_local(async move {
        let reason = workspace.explain(&url, attempt).await;
        // The page may have been left in the meantime.
        let _ = found.try_set(reason);
    });
    move || found.get().map(|error| view! { <Failure error session /> })
}

/// Returns the address of the list that the screen belongs to, else that of
/// the API.
fn address(session: Session, collection: Option<&crate::app::route::Collection>) -> String {
    let resource = collection.and_then(|collection| session.placed(collection));
    session.with_api(|api| {
        let list = resource.and_then(|resource| {
            encode_list(&resource, &api.base_url, &ListParams::default()).ok()
        });
        list.map_or_else(|| api.base_url.clone(), |request| request.url)
    })
}
