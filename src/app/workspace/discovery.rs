//! Discovery, in a chunk of its own: an application whose model is known never
//! loads it.

use std::rc::Rc;
use vitrine_core::api::Api;
use vitrine_core::api::discover::{DiscoverError, DiscoverOptions, Input, discover};
use vitrine_core::platform::HttpClient;

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
