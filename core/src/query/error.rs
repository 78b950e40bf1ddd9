//! Why a query has no fresh data.

use std::error::Error;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

/// The class of a [`QueryError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QueryErrorKind {
    /// The fetcher failed; its error is the source.
    Failed,
    /// The fetch was cancelled before it came to an end.
    Cancelled,
    /// The origin is spared for a while, or is not to be asked at all.
    Refused,
    /// The fetch took longer than it may.
    TimedOut,
}

/// A fetch that failed, whatever the type of its error.
///
/// Cheap to clone; two are equal when they are the same occurrence.
#[derive(Clone)]
pub struct QueryError {
    kind: QueryErrorKind,
    source: Rc<dyn Error>,
    is_retryable: bool,
    retry_after: Option<Duration>,
    status: Option<u16>,
}

impl QueryError {
    /// Returns a retryable error caused by `source`.
    #[must_use]
    pub fn new(source: impl Error + 'static) -> Self {
        Self {
            kind: QueryErrorKind::Failed,
            source: Rc::new(source),
            is_retryable: true,
            retry_after: None,
            status: None,
        }
    }

    /// Returns a retryable error of a class other than a failed fetcher.
    pub(super) fn of(kind: QueryErrorKind, source: impl Error + 'static) -> Self {
        Self { kind, ..Self::new(source) }
    }

    pub(super) fn cancelled() -> Self {
        let kind = QueryErrorKind::Cancelled;
        Self { kind, is_retryable: false, ..Self::new(Cancelled) }
    }

    /// Sets whether the same fetch may succeed later.
    #[must_use]
    pub fn with_retryable(mut self, is_retryable: bool) -> Self {
        self.is_retryable = is_retryable;
        self
    }

    /// Sets how long the server asks to wait before the next try.
    #[must_use]
    pub fn with_retry_after(mut self, retry_after: Duration) -> Self {
        self.retry_after = Some(retry_after);
        self
    }

    /// Sets the HTTP status that the server answered with.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// Returns the HTTP status that the server answered with; `None` where
    /// there was no answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Returns the class of the error.
    #[must_use]
    pub fn kind(&self) -> QueryErrorKind {
        self.kind
    }

    /// Returns whether the same fetch may succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.is_retryable
    }

    /// Returns how long the server asks to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Returns the fetcher's error, if it is an `E`.
    #[must_use]
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        self.source.downcast_ref()
    }
}

impl PartialEq for QueryError {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.source, &other.source)
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(formatter)
    }
}

impl fmt::Debug for QueryError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("QueryError")
            .field("kind", &self.kind)
            .field("source", &self.source)
            .field("is_retryable", &self.is_retryable)
            .field("retry_after", &self.retry_after)
            .field("status", &self.status)
            .finish()
    }
}

impl Error for QueryError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self.source.as_ref())
    }
}

#[derive(Debug)]
struct Cancelled;

impl fmt::Display for Cancelled {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("fetch cancelled")
    }
}

impl Error for Cancelled {}
