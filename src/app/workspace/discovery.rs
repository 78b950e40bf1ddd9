//! Discovery, in a chunk of its own: an application whose model is known never
//! loads it.

use super::connection::Connection;
use std::rc::Rc;
use vitrine_core::api::Api;
use vitrine_core::api::discover::{DiscoverError, DiscoverOptions, Input, discover};
use vitrine_core::platform::{HttpClient, KeyValue, LocalStorage};

/// Where the connections are kept.
pub(super) const STORAGE_KEY: &str = "vitrine.connections";

/// What discovery is asked.
pub(super) struct Question {
    pub(super) http: Rc<dyn HttpClient>,
    pub(super) input: Input,
    pub(super) options: DiscoverOptions,
}

/// Reads or probes an API.
#[cfg_attr(feature = "split", leptos::lazy)]
pub(super) async fn discover_api(question: Question) -> Result<Api, DiscoverError> {
    discover(&question.http, &question.input, &question.options).await
}

/// Keeps connections on the device. A device that is full keeps them without
/// their models, which can be read again.
#[cfg_attr(feature = "split", leptos::lazy)]
pub(super) async fn keep_connections(connections: Vec<Connection>) {
    let kept = serde_json::to_string(&connections).unwrap_or_default();
    if LocalStorage.set(STORAGE_KEY, &kept) {
        return;
    }
    let bare: Vec<Connection> =
        connections.into_iter().map(|c| Connection { model: None, ..c }).collect();
    let _ = LocalStorage.set(STORAGE_KEY, &serde_json::to_string(&bare).unwrap_or_default());
}
