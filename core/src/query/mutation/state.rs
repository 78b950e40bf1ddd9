//! How a mutation is.

use super::super::state::Erased;
use super::super::{QueryError, QueryKey};
use std::any::Any;
use std::fmt;
use std::rc::Rc;

/// How far a mutation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum MutationStatus {
    /// None was started.
    #[default]
    Idle,
    /// It runs or waits.
    Pending,
    /// It failed, or was cancelled.
    Error,
    /// It succeeded.
    Success,
}

/// A mutation as its observer sees it.
#[derive(Debug)]
pub struct MutationState<V, T> {
    /// How far it is.
    pub status: MutationStatus,
    /// What it was started with.
    pub variables: Option<Rc<V>>,
    /// What it brought.
    pub data: Option<Rc<T>>,
    /// Why it failed.
    pub error: Option<Rc<QueryError>>,
    /// How often it failed so far.
    pub failure_count: u32,
    /// Whether it waits for the network or for others of its scope.
    pub is_paused: bool,
    /// When it was started, in milliseconds since the Unix epoch.
    pub submitted_at: Option<u64>,
}

impl<V, T> MutationState<V, T> {
    /// Returns whether it runs or waits.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.status == MutationStatus::Pending
    }
}

impl<V, T> Default for MutationState<V, T> {
    fn default() -> Self {
        Self {
            status: MutationStatus::Idle,
            variables: None,
            data: None,
            error: None,
            failure_count: 0,
            is_paused: false,
            submitted_at: None,
        }
    }
}

/// A mutation before its types are known.
#[derive(Clone, Default)]
pub(super) struct State {
    pub(super) status: MutationStatus,
    pub(super) variables: Option<Erased>,
    pub(super) data: Option<Erased>,
    pub(super) error: Option<Rc<QueryError>>,
    pub(super) failure_count: u32,
    pub(super) is_paused: bool,
    pub(super) submitted_at: Option<u64>,
}

impl State {
    pub(super) fn typed<V: 'static, T: 'static>(self) -> MutationState<V, T> {
        MutationState {
            status: self.status,
            variables: self.variables.and_then(|variables| variables.downcast().ok()),
            data: self.data.and_then(|data| data.downcast().ok()),
            error: self.error,
            failure_count: self.failure_count,
            is_paused: self.is_paused,
            submitted_at: self.submitted_at,
        }
    }
}

/// One mutation of a cache, for those who look for some.
#[derive(Clone)]
pub struct MutationInfo {
    /// Which one it is, in the order in which they were started.
    pub id: u64,
    /// Its name.
    pub key: QueryKey,
    /// With which others it runs one after the other.
    pub scope: Option<Rc<str>>,
    /// How far it is.
    pub status: MutationStatus,
    /// Whether it waits for the network or for others of its scope.
    pub is_paused: bool,
    /// How often it failed so far.
    pub failure_count: u32,
    /// Why it failed.
    pub error: Option<Rc<QueryError>>,
    /// When it was started, in milliseconds since the Unix epoch.
    pub submitted_at: Option<u64>,
    /// What it was started with.
    pub variables: Option<Rc<dyn Any>>,
    /// What it brought.
    pub data: Option<Rc<dyn Any>>,
}

impl fmt::Debug for MutationInfo {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("MutationInfo")
            .field("id", &self.id)
            .field("key", &self.key)
            .field("scope", &self.scope)
            .field("status", &self.status)
            .field("is_paused", &self.is_paused)
            .field("failure_count", &self.failure_count)
            .field("error", &self.error)
            .field("submitted_at", &self.submitted_at)
            .finish_non_exhaustive()
    }
}
