//! Data whatever its age, and queries that are only watched.

use super::client::downcast;
use super::entry::Shape;
use super::event::QueryEventKind;
use super::{Fetcher, QueryClient, QueryError, QueryKey, QueryObserver, QueryOptions, Source};
use futures::FutureExt;
use futures::future::{LocalBoxFuture, ready};
use std::error::Error;
use std::fmt;
use std::rc::Rc;

/// Somebody asked for data that nobody knows how to fetch.
#[derive(Debug)]
struct NoFetcher;

impl QueryClient {
    /// Returns the data of `key`, however old; it is fetched only where there
    /// is none.
    ///
    /// # Errors
    /// The future fails like [`fetch`](Self::fetch).
    ///
    /// # Panics
    /// Panics when the key's data has another type than `T`.
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
    /// client.set_data(&"count".into(), 1);
    /// client.invalidate(&"count".into());
    /// let fetcher: Fetcher<i32> = Rc::new(|| Box::pin(async { Ok(2) }));
    /// let count = client.ensure(&"count".into(), client.defaults(), fetcher);
    /// assert_eq!(futures::executor::block_on(count).as_deref(), Ok(&1));
    /// ```
    pub fn ensure<T: PartialEq + 'static>(
        &self,
        key: &QueryKey,
        options: QueryOptions,
        fetcher: Fetcher<T>,
    ) -> LocalBoxFuture<'static, Result<Rc<T>, Rc<QueryError>>> {
        let entry = self.inner().entry(key, Shape::of::<T>());
        let data = entry.state.borrow().data.clone();
        match data {
            Some(data) => {
                self.inner().emit(Some(&entry), QueryEventKind::Hit);
                ready(Ok(downcast(data))).boxed_local()
            }
            None => self.fetch(key, options, fetcher),
        }
    }

    /// Returns the data of `key` like [`ensure`](Self::ensure), and fetches it
    /// for the next time if it is stale.
    ///
    /// # Errors
    /// The future fails like [`fetch`](Self::fetch).
    ///
    /// # Panics
    /// Panics when the key's data has another type than `T`.
    pub fn ensure_and_revalidate<T: PartialEq + 'static>(
        &self,
        key: &QueryKey,
        options: QueryOptions,
        fetcher: Fetcher<T>,
    ) -> LocalBoxFuture<'static, Result<Rc<T>, Rc<QueryError>>> {
        match self.get_data(key) {
            Some(data) => {
                self.prefetch(key, options, fetcher);
                ready(Ok(data)).boxed_local()
            }
            None => self.fetch(key, options, fetcher),
        }
    }

    /// Returns an observer that shows what others fetch under `key` and
    /// fetches nothing itself.
    ///
    /// # Panics
    /// Panics when the key's data has another type than `T`.
    #[must_use]
    pub fn watch<T: PartialEq + 'static>(&self, key: &QueryKey) -> QueryObserver<T> {
        let options = QueryOptions { is_enabled: false, ..self.defaults() };
        self.observe_source(key, options, &Source::none())
    }
}

impl<T: 'static> Source<T> {
    /// Returns the source that fails whenever it is asked.
    #[must_use]
    pub fn none() -> Self {
        Self::from_erased(Rc::new(|_| {
            ready(Err(QueryError::new(NoFetcher).with_retryable(false))).boxed_local()
        }))
    }
}

impl fmt::Display for NoFetcher {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("nobody knows how to fetch this")
    }
}

impl Error for NoFetcher {}
