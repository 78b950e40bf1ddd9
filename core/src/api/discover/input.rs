//! Where discovery begins.

use crate::api::Credentials;
use crate::platform::Message;
use std::fmt;
use std::rc::Rc;

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
    /// Tells whether the device has a connection; without it nobody knows.
    pub is_online: Option<fn() -> bool>,
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
