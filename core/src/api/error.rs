//! What went wrong between a person and an API.

use crate::platform::{HttpError, HttpErrorKind, Message};
use crate::record::Path;
use std::fmt;

/// The result of a provider's verb.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The class of an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No answer came, or the browser withheld it.
    Network,
    /// No answer came in time.
    Timeout,
    /// Credentials are missing or wrong (401).
    Unauthorized,
    /// The credentials do not suffice (403).
    Forbidden,
    /// There is no such record or path (404, 410).
    NotFound,
    /// The record changed since it was read (409, 412).
    Conflict,
    /// The server refused the data (400, 422 and the like).
    Invalid,
    /// Too many requests (429).
    RateLimited,
    /// The server failed (5xx).
    Server,
    /// The answer is not what was expected.
    Unreadable,
    /// The API cannot do this.
    Unsupported,
}

/// A message of the server for one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field.
    pub path: Path,
    /// The server's own words.
    pub text: String,
}

/// A verb that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    operation: String,
    status: Option<u16>,
    text: Option<String>,
    fields: Vec<FieldError>,
    retry_after: Option<u32>,
}

impl Error {
    /// Returns an error of `operation`, such as `get_one posts/7`.
    #[must_use]
    pub fn new(kind: ErrorKind, operation: impl Into<String>) -> Self {
        Self {
            kind,
            operation: operation.into(),
            status: None,
            text: None,
            fields: Vec::new(),
            retry_after: None,
        }
    }

    /// Returns the error for a request that got no answer.
    #[must_use]
    pub fn from_http(error: &HttpError, operation: impl Into<String>) -> Self {
        let kind = match error.kind() {
            HttpErrorKind::Timeout => ErrorKind::Timeout,
            _ => ErrorKind::Network,
        };
        Self::new(kind, operation).with_text(error.to_string())
    }

    /// Adds the status of the answer.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Adds the server's own words for the whole request.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        self.text = Some(text.into());
        self
    }

    /// Adds the server's messages for single fields.
    #[must_use]
    pub fn with_fields(mut self, fields: Vec<FieldError>) -> Self {
        self.fields = fields;
        self
    }

    /// Adds how long to wait before the next try, in seconds.
    #[must_use]
    pub fn with_retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Returns the class of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the status of the answer, if one came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Returns the server's own words for the whole request.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref()
    }

    /// Returns the server's messages for single fields.
    #[must_use]
    pub fn fields(&self) -> &[FieldError] {
        &self.fields
    }

    /// Returns how long the server asks to wait, in seconds.
    #[must_use]
    pub fn retry_after(&self) -> Option<u32> {
        self.retry_after
    }

    /// Returns whether the same request may succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(
            self.kind,
            ErrorKind::Network | ErrorKind::Timeout | ErrorKind::RateLimited | ErrorKind::Server
        )
    }

    /// Returns what happened, for people; the key is `error.<kind>`.
    #[must_use]
    pub fn message(&self) -> Message {
        let key = match self.kind {
            ErrorKind::Network => "error.network",
            ErrorKind::Timeout => "error.timeout",
            ErrorKind::Unauthorized => "error.unauthorized",
            ErrorKind::Forbidden => "error.forbidden",
            ErrorKind::NotFound => "error.not_found",
            ErrorKind::Conflict => "error.conflict",
            ErrorKind::Invalid => "error.invalid",
            ErrorKind::RateLimited => "error.rate_limited",
            ErrorKind::Server => "error.server",
            ErrorKind::Unreadable => "error.unreadable",
            ErrorKind::Unsupported => "error.unsupported",
        };
        let message = Message::new(key);
        match self.status {
            Some(status) => message.with("status", status),
            None => message,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {:?}", self.operation, self.kind)?;
        if let Some(status) = self.status {
            write!(formatter, " (status {status})")?;
        }
        if let Some(text) = &self.text {
            write!(formatter, ": {text}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
