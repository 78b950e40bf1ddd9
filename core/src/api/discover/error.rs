//! Why an API could not be read at all.

use super::causes::causes;
use crate::api::AuthScheme;
use crate::platform::Message;
use std::fmt;

/// The class of a [`DiscoverError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DiscoverErrorKind {
    /// The text is no address.
    InvalidUrl,
    /// The page is served by https, the API by http: browsers refuse that.
    MixedContent,
    /// No answer came.
    Unreachable,
    /// The server answers, but not to pages of this origin.
    Cors,
    /// The server answers pages of this origin, but not with the headers that
    /// credentials or changes need.
    Preflight,
    /// The device has no connection.
    Offline,
    /// No answer came from this computer or its network, to which browsers
    /// let public pages through by permission only.
    LocalNetwork,
    /// No answer came in time.
    Timeout,
    /// Credentials are missing or wrong (401).
    Unauthorized,
    /// The credentials do not suffice (403).
    Forbidden,
    /// There is nothing at this address (404, 410).
    NotFound,
    /// The server failed (5xx).
    Server,
    /// The request was refused with another status.
    Refused,
    /// The answer is neither JSON nor YAML.
    Unreadable,
    /// The answer is a web page, and no API was found behind it.
    WebPage,
    /// The document is readable and describes nothing.
    Empty,
}

/// Why nothing of an API could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscoverError {
    kind: DiscoverErrorKind,
    url: String,
    status: Option<u16>,
    detail: Option<String>,
    challenged: Vec<AuthScheme>,
}

impl DiscoverError {
    /// Returns an error about `url`; the name of a file will do.
    #[must_use]
    pub fn new(kind: DiscoverErrorKind, url: impl Into<String>) -> Self {
        Self { kind, url: url.into(), status: None, detail: None, challenged: Vec::new() }
    }

    /// Adds the ways to sign in that the answer named.
    #[must_use]
    pub fn with_challenged(mut self, challenged: Vec<AuthScheme>) -> Self {
        self.challenged = challenged;
        self
    }

    /// Adds the status of the answer.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Adds the words of the platform, the parser or the server.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Returns the class of the error.
    #[must_use]
    pub fn kind(&self) -> DiscoverErrorKind {
        self.kind
    }

    /// Returns the address that was asked.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the status of the answer, if one came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Returns the words of the platform, the parser or the server.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        self.detail.as_deref()
    }

    /// Returns the ways to sign in that the answer named; none where it named
    /// none, or a page of another origin cannot see them.
    #[must_use]
    pub fn challenged(&self) -> &[AuthScheme] {
        &self.challenged
    }

    /// Returns whether signing in may help.
    #[must_use]
    pub fn needs_credentials(&self) -> bool {
        matches!(self.kind, DiscoverErrorKind::Unauthorized | DiscoverErrorKind::Forbidden)
    }

    /// Returns what may lie behind it, for people, the likeliest first: what a
    /// browser keeps from a page can only be guessed.
    #[must_use]
    pub fn causes(&self) -> Vec<Message> {
        causes(self.kind, &self.url)
    }

    /// Returns what happened, for people; the key is `connect.error.<kind>`,
    /// the arguments are `url`, `status` and `detail`.
    #[must_use]
    pub fn message(&self) -> Message {
        let key = match self.kind {
            DiscoverErrorKind::InvalidUrl => "connect.error.invalid_url",
            DiscoverErrorKind::MixedContent => "connect.error.mixed_content",
            DiscoverErrorKind::Unreachable => "connect.error.unreachable",
            DiscoverErrorKind::Cors => "connect.error.cors",
            DiscoverErrorKind::Preflight => "connect.error.preflight",
            DiscoverErrorKind::Offline => "connect.error.offline",
            DiscoverErrorKind::LocalNetwork => "connect.error.local_network",
            DiscoverErrorKind::Timeout => "connect.error.timeout",
            DiscoverErrorKind::Unauthorized => "connect.error.unauthorized",
            DiscoverErrorKind::Forbidden => "connect.error.forbidden",
            DiscoverErrorKind::NotFound => "connect.error.not_found",
            DiscoverErrorKind::Server => "connect.error.server",
            DiscoverErrorKind::Refused => "connect.error.refused",
            DiscoverErrorKind::Unreadable => "connect.error.unreadable",
            DiscoverErrorKind::WebPage => "connect.error.web_page",
            DiscoverErrorKind::Empty => "connect.error.empty",
        };
        let mut message = Message::new(key).with("url", &self.url);
        if let Some(status) = self.status {
            message = message.with("status", status);
        }
        if let Some(detail) = &self.detail {
            message = message.with("detail", detail);
        }
        message
    }
}

impl fmt::Display for DiscoverError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "discover {}: {:?}", self.url, self.kind)?;
        if let Some(status) = self.status {
            write!(formatter, " (status {status})")?;
        }
        if let Some(detail) = &self.detail {
            write!(formatter, ": {detail}")?;
        }
        Ok(())
    }
}

impl std::error::Error for DiscoverError {}
