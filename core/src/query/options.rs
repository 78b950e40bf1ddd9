//! What a query is told besides its key and its fetcher.

use super::QueryError;
use crate::platform::{Clock, Spawn};
use futures::future::LocalBoxFuture;
use std::rc::Rc;
use std::time::Duration;

/// Fetches the data of a query; dropping the future aborts its request.
pub type Fetcher<T> = Rc<dyn Fn() -> LocalBoxFuture<'static, Result<T, QueryError>>>;

/// What a [`QueryClient`](super::QueryClient) is made from.
#[derive(Debug, Clone)]
pub struct QueryClientOptions {
    /// Tells when data is stale and when it is collected.
    pub clock: Rc<dyn Clock>,
    /// Runs the fetches.
    pub spawn: Rc<dyn Spawn>,
    /// What queries start from; see [`QueryClient::defaults`](super::QueryClient::defaults).
    pub defaults: QueryOptions,
}

/// How one observer wants its query to be treated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryOptions {
    /// How long data counts as fresh; zero by default, [`Duration::MAX`] for
    /// as long as nobody invalidates it.
    pub stale_time: Duration,
    /// How long data is kept after its last observer went; five minutes by
    /// default, [`Duration::MAX`] for ever. The longest wish for a key counts.
    pub gc_time: Duration,
    /// How often and when a failed fetch is tried again.
    pub retry: RetryPolicy,
    /// Shows the data of the key before, until the first data of a new key
    /// arrives.
    pub keep_previous_data: bool,
    /// Whether the query fetches on its own account; `true` by default.
    pub is_enabled: bool,
    /// Whether a first look fetches data that is there; if it is stale by
    /// default. Data that is missing is fetched in any case.
    pub refetch_on_mount: Refetch,
    /// Whether looking at the page again fetches; if stale by default.
    pub refetch_on_focus: Refetch,
    /// Whether a returning network fetches; if stale by default. A query with
    /// [`NetworkMode::Always`] has missed no network and takes only
    /// [`Refetch::Always`] for an answer.
    pub refetch_on_reconnect: Refetch,
    /// Whether a first look fetches again what has failed and has no data;
    /// `true` by default.
    pub retry_on_mount: bool,
    /// What a fetch does without a network.
    pub network_mode: NetworkMode,
}

/// When a query that has data fetches again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Refetch {
    /// However fresh the data is.
    Always,
    /// When it is stale.
    #[default]
    IfStale,
    /// Not for this reason.
    Never,
}

/// What a fetch does without a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum NetworkMode {
    /// Waits before each try.
    #[default]
    Online,
    /// Goes on: what it asks is no network.
    Always,
    /// Tries once, as somebody on the way may have the answer, and waits before
    /// each further try.
    OfflineFirst,
}

impl Default for QueryOptions {
    fn default() -> Self {
        Self {
            stale_time: Duration::ZERO,
            gc_time: Duration::from_mins(5),
            retry: RetryPolicy::default(),
            keep_previous_data: false,
            is_enabled: true,
            refetch_on_mount: Refetch::default(),
            refetch_on_focus: Refetch::default(),
            refetch_on_reconnect: Refetch::default(),
            retry_on_mount: true,
            network_mode: NetworkMode::default(),
        }
    }
}

/// How often and when a failed fetch is tried again.
///
/// The n-th further try waits `first_delay` * 2^(n-1), at most `max_delay`,
/// and at least what the error asks for. Errors that are not retryable are
/// not retried. A client with
/// [`set_random`](super::QueryClient::set_random) waits any time up to that, so
/// that those who failed together do not return together.
///
/// Source: Brooker, "Exponential backoff and jitter" (full jitter), 2015.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The number of further tries; three by default.
    pub count: u32,
    /// The wait before the first further try; one second by default.
    pub first_delay: Duration,
    /// The longest wait that doubling leads to; thirty seconds by default.
    pub max_delay: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { count: 3, first_delay: Duration::from_secs(1), max_delay: Duration::from_secs(30) }
    }
}

impl RetryPolicy {
    /// Returns the policy that never tries again.
    #[must_use]
    pub fn never() -> Self {
        Self { count: 0, ..Self::default() }
    }

    /// Returns how long to wait after `failures` failures, counted from 1, of
    /// which `error` is the last; `None` when that was the last try.
    #[must_use]
    pub fn delay(&self, failures: u32, error: &QueryError) -> Option<Duration> {
        if failures > self.count || !error.is_retryable() {
            return None;
        }
        let factor = 2_u32.saturating_pow(failures.saturating_sub(1));
        let backoff = self.first_delay.saturating_mul(factor).min(self.max_delay);
        Some(backoff.max(error.retry_after().unwrap_or_default()))
    }
}
