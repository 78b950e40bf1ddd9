//! Requests and responses.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(all(not(target_arch = "wasm32"), feature = "native-http"))]
mod native;

use futures::future::LocalBoxFuture;
use std::fmt;
use std::time::Duration;

#[cfg(target_arch = "wasm32")]
pub use browser::{BrowserHttp, WatchedHttp};
#[cfg(all(not(target_arch = "wasm32"), feature = "native-http"))]
pub use native::NativeHttp;

/// Sends requests. Dropping the future aborts its request.
///
/// An answer with an error status is a response, not an error.
pub trait HttpClient: fmt::Debug {
    /// Sends `request` and reads the answer.
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, HttpError>>;
}

/// The verb of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Reads.
    Get,
    /// Reads the headers alone.
    Head,
    /// Asks what is allowed.
    Options,
    /// Creates or runs.
    Post,
    /// Replaces.
    Put,
    /// Changes parts.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// Returns the verb in capitals.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Returns whether the verb promises to change nothing.
    #[must_use]
    pub fn is_safe(self) -> bool {
        matches!(self, Self::Get | Self::Head | Self::Options)
    }
}

/// The body of a request.
pub type Body = Vec<u8>;

/// A request to one address.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The verb.
    pub method: Method,
    /// The absolute address, or one relative to the page.
    pub url: String,
    /// Header names and values.
    pub headers: Vec<(String, String)>,
    /// What is sent, if anything.
    pub body: Option<Body>,
    /// The most bytes of the answer that are read; the rest is cut off and
    /// [`Response::is_truncated`] is set. `None` reads everything.
    pub limit: Option<usize>,
    /// How long the whole exchange may take; `None` waits forever.
    pub timeout: Option<Duration>,
    /// Whether the answer is left opaque (`no-cors`): tells only that the
    /// server answers at all. Has no effect outside a browser.
    pub is_opaque: bool,
    /// Whether it carries a credential: nothing of it may be kept.
    pub is_private: bool,
}

impl fmt::Debug for Request {
    /// Leaves out header values, which may be credentials, and the query.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = self.url.split('?').next().unwrap_or_default();
        write!(formatter, "Request({} {address})", self.method.as_str())
    }
}

impl Request {
    /// Returns a request without headers or body that waits 30 seconds.
    #[must_use]
    pub fn new(method: Method, url: impl Into<String>) -> Self {
        Self {
            method,
            url: url.into(),
            headers: Vec::new(),
            body: None,
            limit: None,
            timeout: Some(Duration::from_secs(30)),
            is_opaque: false,
            is_private: false,
        }
    }

    /// Returns a `GET` request.
    #[must_use]
    pub fn get(url: impl Into<String>) -> Self {
        Self::new(Method::Get, url)
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

/// An answer, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status code; 0 for an opaque answer.
    pub status: u16,
    /// The address after redirects.
    pub url: String,
    /// The headers that may be read, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, decoded from its content encoding.
    pub body: Vec<u8>,
    /// Whether the body was cut at the limit of the request.
    pub is_truncated: bool,
}

impl Response {
    /// Returns whether the status is 200 to 299.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Returns the header called `name`, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Why no answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HttpErrorKind {
    /// The server was not reached, or the browser withheld the answer: DNS,
    /// refused connection, TLS and CORS cannot be told apart in a browser.
    Network,
    /// The time of the request was over.
    Timeout,
    /// The address is not one.
    InvalidUrl,
}

/// A request that got no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpError {
    kind: HttpErrorKind,
    detail: String,
}

impl HttpError {
    /// Returns an error of this kind; `detail` is the platform's own text.
    #[must_use]
    pub fn new(kind: HttpErrorKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }

    /// Returns what went wrong.
    #[must_use]
    pub fn kind(&self) -> HttpErrorKind {
        self.kind
    }
}

impl fmt::Display for HttpError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "no answer ({:?}): {}", self.kind, self.detail)
    }
}

impl std::error::Error for HttpError {}
