//! Queries by what they are and how they are.

use super::client::QueryClient;
use super::entry::Entry;
use super::state::{FetchStatus, Status};
use super::{QueryError, QueryKey};
use futures::FutureExt;
use futures::channel::oneshot;
use futures::future::{LocalBoxFuture, join_all};
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

/// One query of a cache, for tools and filters.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryInfo {
    /// Its name.
    pub key: QueryKey,
    /// Whether there is data.
    pub status: Status,
    /// Whether a fetch is under way.
    pub fetch_status: FetchStatus,
    /// Whether one of its observers finds it stale; without any, whether it
    /// has no data or was invalidated.
    pub is_stale: bool,
    /// Whether an enabled observer looks at it.
    pub is_active: bool,
    /// How many observers look at it.
    pub observers: usize,
    /// When the data arrived, in milliseconds since the Unix epoch.
    pub updated_at: Option<u64>,
    /// How often data arrived.
    pub revision: u32,
    /// Failures of the fetch under way, or of the last one.
    pub failure_count: u32,
    /// Why the last fetch failed.
    pub error: Option<Rc<QueryError>>,
}

/// Whether somebody looks at a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Activity {
    /// Whether or not.
    #[default]
    Any,
    /// An enabled observer does.
    Active,
    /// No enabled observer does.
    Inactive,
    /// Nobody means those queries at all.
    Nobody,
}

/// Says of a query whether it is meant.
pub type QueryPredicate = Rc<dyn Fn(&QueryInfo) -> bool>;

/// Chooses queries; the default chooses all.
#[derive(Clone, Default)]
pub struct QueryFilter {
    /// What their keys start with.
    pub prefix: QueryKey,
    /// Whether the prefix is the whole key.
    pub is_exact: bool,
    /// Whether somebody looks at them.
    pub activity: Activity,
    /// Whether they are stale.
    pub is_stale: Option<bool>,
    /// Whether they are being fetched.
    pub fetch_status: Option<FetchStatus>,
    /// Whatever else.
    pub predicate: Option<QueryPredicate>,
}

impl fmt::Debug for QueryFilter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("QueryFilter")
            .field("prefix", &self.prefix)
            .field("is_exact", &self.is_exact)
            .field("activity", &self.activity)
            .field("is_stale", &self.is_stale)
            .field("fetch_status", &self.fetch_status)
            .finish_non_exhaustive()
    }
}

impl QueryFilter {
    /// Returns the filter that chooses the keys that start with `prefix`.
    #[must_use]
    pub fn prefix(prefix: QueryKey) -> Self {
        Self { prefix, ..Self::default() }
    }

    /// Returns the filter that chooses one key.
    #[must_use]
    pub fn exact(key: QueryKey) -> Self {
        Self { prefix: key, is_exact: true, ..Self::default() }
    }

    /// Returns whether the filter chooses a query.
    #[must_use]
    pub fn matches(&self, query: &QueryInfo) -> bool {
        let is_named = if self.is_exact {
            query.key == self.prefix
        } else {
            query.key.starts_with(&self.prefix)
        };
        is_named
            && self.activity.includes(query.is_active)
            && self.is_stale.is_none_or(|is_stale| is_stale == query.is_stale)
            && self.fetch_status.is_none_or(|status| status == query.fetch_status)
            && self.predicate.as_ref().is_none_or(|predicate| predicate(query))
    }
}

impl Activity {
    fn includes(self, is_active: bool) -> bool {
        match self {
            Self::Any => true,
            Self::Active => is_active,
            Self::Inactive => !is_active,
            Self::Nobody => false,
        }
    }
}

impl QueryClient {
    /// Returns the queries that `filter` chooses, in the order of their keys.
    ///
    /// ```
    /// # use std::rc::Rc;
    /// # use vitrine_core::platform::{LocalSpawn, ManualClock};
    /// # use vitrine_core::query::*;
    /// # let client = QueryClient::new(QueryClientOptions {
    /// #     clock: Rc::new(ManualClock::default()),
    /// #     spawn: Rc::new(LocalSpawn::default()),
    /// #     defaults: QueryOptions::default(),
    /// # });
    /// client.set_data(&QueryKey::new(["count", "a"]), 1);
    /// client.set_data(&QueryKey::new(["count", "b"]), 2);
    /// let unobserved = QueryFilter { activity: Activity::Inactive, ..QueryFilter::default() };
    /// assert_eq!(client.find_all(&unobserved).len(), 2);
    /// ```
    #[must_use]
    pub fn find_all(&self, filter: &QueryFilter) -> Vec<QueryInfo> {
        self.chosen(filter).iter().map(|entry| entry.info(self.inner().clock.now())).collect()
    }

    /// Returns the first query that `filter` chooses.
    #[must_use]
    pub fn find(&self, filter: &QueryFilter) -> Option<QueryInfo> {
        self.find_all(filter).into_iter().next()
    }

    /// Returns how many of the queries that `filter` chooses are being fetched.
    #[must_use]
    pub fn is_fetching(&self, filter: &QueryFilter) -> usize {
        let queries = self.find_all(filter);
        queries.iter().filter(|query| query.fetch_status == FetchStatus::Fetching).count()
    }

    /// Returns the data of the queries that `filter` chooses; `None` where
    /// there is none or it is no `T`.
    #[must_use]
    pub fn get_all<T: 'static>(&self, filter: &QueryFilter) -> Vec<(QueryKey, Option<Rc<T>>)> {
        let entries = self.chosen(filter);
        entries.iter().map(|entry| (entry.key.clone(), self.get_data(&entry.key))).collect()
    }

    /// Puts in what `update` makes of the data of each query that `filter`
    /// chooses and that holds a `T`; nothing for `None`.
    pub fn update_all<T: PartialEq + 'static>(
        &self,
        filter: &QueryFilter,
        update: impl Fn(&T) -> Option<T>,
    ) {
        self.batch(|| {
            for (key, data) in self.get_all::<T>(filter) {
                if let Some(data) = data.and_then(|data| update(&data)) {
                    self.set_data(&key, data);
                }
            }
        });
    }

    /// Marks the queries that `filter` chooses as stale, drops their fetches
    /// under way, and fetches those of them that `refetch` means and that are
    /// not disabled.
    pub fn invalidate_where(&self, filter: &QueryFilter, refetch: Activity) {
        let entries = self.chosen(filter);
        self.batch(|| {
            for entry in &entries {
                self.inner().mark_stale(entry);
                if !entry.is_disabled()
                    && refetch.includes(entry.active_observer().is_some())
                    && let Some(request) = entry.next_request()
                {
                    self.inner().start(entry, request, true);
                }
            }
        });
    }

    /// Fetches the queries that `filter` chooses and that are not disabled,
    /// fresh or not; returns their results in the order of their keys.
    ///
    /// Fetches under way that could have brought newer data than there is are
    /// started anew if `is_anew`, or else joined. Those that wait for the
    /// network are left to it.
    #[must_use]
    pub fn refetch_where(
        &self,
        filter: &QueryFilter,
        is_anew: bool,
    ) -> LocalBoxFuture<'static, Vec<Result<(), Rc<QueryError>>>> {
        let mut results = Vec::new();
        for entry in self.chosen(filter) {
            let Some(request) = entry.next_request().filter(|_| !entry.is_disabled()) else {
                continue;
            };
            let (sender, receiver) = oneshot::channel();
            if is_anew && entry.has_data() {
                self.inner().interrupt(&entry);
            }
            entry.waiters.borrow_mut().push(sender);
            self.inner().start(&entry, request, true);
            let is_paused = entry.state.borrow().fetch_status == FetchStatus::Paused;
            if !is_paused {
                results.push(receiver.map(|outcome| match outcome {
                    Ok(outcome) => outcome.map(drop),
                    Err(_) => Err(Rc::new(QueryError::cancelled())),
                }));
            }
        }
        join_all(results).boxed_local()
    }

    /// Drops the fetches under way of the queries that `filter` chooses; each
    /// goes back to its state before.
    pub fn cancel_where(&self, filter: &QueryFilter) {
        let entries = self.chosen(filter);
        self.batch(|| entries.iter().for_each(|entry| self.inner().cancel(entry)));
    }

    /// Drops the queries that `filter` chooses; what is observed starts over.
    pub fn remove_where(&self, filter: &QueryFilter) {
        let entries = self.chosen(filter);
        self.batch(|| entries.iter().for_each(|entry| self.inner().remove_entry(entry)));
    }

    /// Puts the queries that `filter` chooses back to how they started; see
    /// [`reset`](Self::reset).
    pub fn reset_where(&self, filter: &QueryFilter) {
        let entries = self.chosen(filter);
        self.batch(|| entries.iter().for_each(|entry| self.reset_entry(entry)));
    }

    fn chosen(&self, filter: &QueryFilter) -> Vec<Rc<Entry>> {
        let now = self.inner().clock.now();
        let named = self.inner().matching(&filter.prefix);
        named.into_iter().filter(|entry| filter.matches(&entry.info(now))).collect()
    }
}

impl Entry {
    fn info(&self, now: u64) -> QueryInfo {
        let observers = self.live_observers();
        let is_stale = if observers.is_empty() {
            self.fresh_for(Duration::MAX, now).is_none()
        } else {
            observers.iter().any(|observer| observer.snapshot().is_stale)
        };
        let state = self.state.borrow();
        QueryInfo {
            key: self.key.clone(),
            status: state.status,
            fetch_status: state.fetch_status,
            is_stale,
            is_active: observers.iter().any(|observer| observer.options().is_enabled),
            observers: observers.len(),
            updated_at: state.updated_at,
            revision: self.revision.get(),
            failure_count: state.failure_count,
            error: state.error.clone(),
        }
    }

    /// Returns whether all who look at it are disabled, or nobody does and it
    /// was never fetched.
    fn is_disabled(&self) -> bool {
        if self.is_observed() {
            self.active_observer().is_none()
        } else {
            self.revision.get() == 0 && self.state.borrow().error.is_none()
        }
    }
}
