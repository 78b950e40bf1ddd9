//! Discovery, in a chunk of its own: an application whose model is known never
//! loads it.

use super::connection::Connection;
use super::corrected::corrected;
use super::{Workspace, origin, understanding};
use crate::app::session::Session;
use serde_json::Value;
use std::rc::Rc;
use vitrine_core::api::discover::{DiscoverError, DiscoverOptions, Input};
use vitrine_core::api::{Api, Resource};
use vitrine_core::platform::{HttpClient, KeyValue, LocalStorage};

/// Where the connections are kept.
pub(super) const STORAGE_KEY: &str = "vitrine.connections";

/// What discovery is asked.
pub(super) struct Question {
    pub(super) http: Rc<dyn HttpClient>,
    pub(super) input: Input,
    pub(super) options: DiscoverOptions,
}

/// What discovery answers.
pub(super) struct Found {
    pub(super) api: Api,
    /// How the description was; see [`Connection::origin`].
    pub(super) origin: Value,
}

/// Reads or probes an API.
#[cfg_attr(feature = "split", leptos::lazy)]
pub(super) async fn discover_api(question: Question) -> Result<Found, DiscoverError> {
    origin::find(&question).await
}

/// Tests what was understood of a list; returns whether it answered.
#[cfg_attr(feature = "split", leptos::lazy)]
pub(super) async fn discover_truth(
    workspace: Workspace,
    session: Session,
    resource: Rc<Resource>,
) -> bool {
    understanding::check(workspace, session, &resource).await
}

/// Looks whether the description is still the same; returns whether it is not.
#[cfg_attr(feature = "split", leptos::lazy)]
pub(super) async fn discover_news(
    workspace: Workspace,
    session: Session,
    is_asked: bool,
) -> Result<bool, DiscoverError> {
    understanding::reread(workspace, session, is_asked).await
}

/// Puts corrections over what was understood.
#[cfg_attr(feature = "split", leptos::lazy)]
#[allow(clippy::unused_async, reason = "a chunk is awaited, its functions are not")]
pub(super) async fn correct_model(model: Rc<Api>, overlay: Rc<Value>) -> Rc<Api> {
    corrected(&model, Some(&overlay))
}

/// Keeps connections on the device. A device that is full keeps them without
/// their models, which can be read again.
#[cfg_attr(feature = "split", leptos::lazy)]
#[allow(clippy::unused_async, reason = "a chunk is awaited, its functions are not")]
pub(super) async fn keep_connections(connections: Vec<Connection>) {
    let bare = |c: Connection| Connection { model: None, verified: Vec::new(), ..c };
    let connections = connections.into_iter().map(|c| if c.is_deployed { bare(c) } else { c });
    let connections: Vec<Connection> = connections.collect();
    let kept = serde_json::to_string(&connections).unwrap_or_default();
    if LocalStorage.set(STORAGE_KEY, &kept) {
        return;
    }
    let connections: Vec<Connection> = connections.into_iter().map(bare).collect();
    let _ = LocalStorage.set(STORAGE_KEY, &serde_json::to_string(&connections).unwrap_or_default());
}
