//! What an observer sees of its query.

use super::QueryError;
use std::any::Any;
use std::fmt;
use std::rc::Rc;

pub(super) type Erased = Rc<dyn Any>;

/// Whether there is data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Status {
    /// There is none yet.
    #[default]
    Pending,
    /// The last fetch failed; older data may still be there.
    Error,
    /// There is.
    Success,
}

/// Whether a fetch is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FetchStatus {
    /// One is.
    Fetching,
    /// One waits for the network.
    Paused,
    /// None is.
    #[default]
    Idle,
}

/// A query as its observer sees it; cheap to clone.
pub struct QueryState<T> {
    /// The data, fresh or not.
    pub data: Option<Rc<T>>,
    /// Why the last fetch failed; `None` after a successful one.
    pub error: Option<Rc<QueryError>>,
    /// Whether there is data.
    pub status: Status,
    /// Whether a fetch is under way.
    pub fetch_status: FetchStatus,
    /// Whether the data is older than the observer wants, or invalidated.
    pub is_stale: bool,
    /// Whether the data is that of the key before.
    pub is_placeholder: bool,
    /// When the data arrived, in milliseconds since the Unix epoch.
    pub updated_at: Option<u64>,
    /// Failures of the fetch under way, or of the last one.
    pub failure_count: u32,
}

impl<T> QueryState<T> {
    /// Returns whether the first data is being fetched.
    #[must_use]
    pub fn is_loading(&self) -> bool {
        self.status == Status::Pending && self.fetch_status == FetchStatus::Fetching
    }

    /// Returns whether any fetch is under way.
    #[must_use]
    pub fn is_fetching(&self) -> bool {
        self.fetch_status == FetchStatus::Fetching
    }
}

impl<T> Clone for QueryState<T> {
    fn clone(&self) -> Self {
        Self { data: self.data.clone(), error: self.error.clone(), ..*self }
    }
}

impl<T> Default for QueryState<T> {
    fn default() -> Self {
        Self {
            data: None,
            error: None,
            status: Status::default(),
            fetch_status: FetchStatus::default(),
            is_stale: true,
            is_placeholder: false,
            updated_at: None,
            failure_count: 0,
        }
    }
}

/// States are equal when they hold the same data, not merely equal data.
impl<T> PartialEq for QueryState<T> {
    fn eq(&self, other: &Self) -> bool {
        is_same_rc(self.data.as_ref(), other.data.as_ref())
            && self.error == other.error
            && self.status == other.status
            && self.fetch_status == other.fetch_status
            && self.is_stale == other.is_stale
            && self.is_placeholder == other.is_placeholder
            && self.updated_at == other.updated_at
            && self.failure_count == other.failure_count
    }
}

impl<T: fmt::Debug> fmt::Debug for QueryState<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("QueryState")
            .field("data", &self.data)
            .field("error", &self.error)
            .field("status", &self.status)
            .field("fetch_status", &self.fetch_status)
            .field("is_stale", &self.is_stale)
            .field("is_placeholder", &self.is_placeholder)
            .field("updated_at", &self.updated_at)
            .field("failure_count", &self.failure_count)
            .finish()
    }
}

/// A [`QueryState`] before its type is known.
#[derive(Clone)]
pub(super) struct Snapshot {
    pub(super) data: Option<Erased>,
    pub(super) error: Option<Rc<QueryError>>,
    pub(super) status: Status,
    pub(super) fetch_status: FetchStatus,
    pub(super) is_stale: bool,
    pub(super) is_placeholder: bool,
    pub(super) updated_at: Option<u64>,
    pub(super) failure_count: u32,
}

impl Snapshot {
    pub(super) fn typed<T: 'static>(self) -> QueryState<T> {
        QueryState {
            data: self.data.and_then(|data| data.downcast().ok()),
            error: self.error,
            status: self.status,
            fetch_status: self.fetch_status,
            is_stale: self.is_stale,
            is_placeholder: self.is_placeholder,
            updated_at: self.updated_at,
            failure_count: self.failure_count,
        }
    }

    /// Returns whether data and error are the same.
    pub(super) fn has_same_result(&self, other: &Self) -> bool {
        is_same_rc(self.data.as_ref(), other.data.as_ref())
            && self.error == other.error
            && self.status == other.status
            && self.is_placeholder == other.is_placeholder
    }

    /// Returns whether an observer has nothing new to look at. The time of
    /// the data alone is not news: it changes together with the fetch status.
    pub(super) fn looks_like(&self, other: &Self) -> bool {
        self.has_same_result(other)
            && self.fetch_status == other.fetch_status
            && self.is_stale == other.is_stale
            && self.failure_count == other.failure_count
    }
}

fn is_same_rc<T: ?Sized>(left: Option<&Rc<T>>, right: Option<&Rc<T>>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => std::ptr::addr_eq(Rc::as_ptr(left), Rc::as_ptr(right)),
        (None, None) => true,
        _ => false,
    }
}
