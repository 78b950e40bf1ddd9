//! The handle of the query cache.

use super::cache::{Inner, Reason};
use super::entity::EntityStore;
use super::entry::Shape;
use super::event::QueryEventKind;
use super::fetch::Request;
use super::options::{Fetcher, QueryClientOptions, QueryOptions};
use super::source::Source;
use super::state::{QueryState, Status};
use super::{QueryError, QueryKey, QueryObserver, QueryStatistics};
use futures::FutureExt;
use futures::channel::oneshot;
use futures::future::{LocalBoxFuture, ready};
use std::fmt;
use std::rc::Rc;

/// What follows from a write that succeeded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MutationOptions {
    /// What is stale afterwards; see [`QueryClient::invalidate`].
    pub invalidates: Vec<QueryKey>,
    /// What is gone afterwards; see [`QueryClient::remove`].
    pub removes: Vec<QueryKey>,
}

/// A cache of what was fetched, by key.
///
/// A cheap handle; clones are the same cache.
#[derive(Clone)]
pub struct QueryClient {
    inner: Rc<Inner>,
}

impl QueryClient {
    /// Returns an empty cache.
    #[must_use]
    pub fn new(options: QueryClientOptions) -> Self {
        Self { inner: Inner::new(options) }
    }

    /// Returns the options that queries of this client start from.
    #[must_use]
    pub fn defaults(&self) -> QueryOptions {
        self.inner.defaults.clone()
    }

    /// Returns the records that answers have brought.
    #[must_use]
    pub fn entities(&self) -> &EntityStore {
        &self.inner.entities
    }

    /// Returns an observer of `key`.
    ///
    /// Data that is there is shown at once; if it is stale or missing it is
    /// fetched, unless that is under way already.
    ///
    /// # Panics
    /// Panics when the key's data has another type than `T`.
    #[must_use]
    pub fn observe<T: PartialEq + 'static>(
        &self,
        key: &QueryKey,
        options: QueryOptions,
        fetcher: Fetcher<T>,
    ) -> QueryObserver<T> {
        self.observe_source(key, options, &fetcher.into())
    }

    /// Returns an observer of `key`, like [`observe`](Self::observe), that
    /// fetches from any kind of source.
    ///
    /// # Panics
    /// Panics when the key's data has another type than `T`.
    #[must_use]
    pub fn observe_source<T: PartialEq + 'static>(
        &self,
        key: &QueryKey,
        options: QueryOptions,
        source: &Source<T>,
    ) -> QueryObserver<T> {
        QueryObserver::new(Rc::clone(&self.inner), key, options, source)
    }

    /// Returns the data of `key`, fetched unless it is there and fresh.
    ///
    /// The fetch goes on when the future is dropped.
    ///
    /// # Errors
    /// The future fails with the fetcher's last error, or when the fetch is
    /// cancelled.
    ///
    /// # Panics
    /// Panics when the key's data has another type than `T`.
    #[expect(clippy::needless_pass_by_value, reason = "options are taken as `observe` takes them")]
    pub fn fetch<T: PartialEq + 'static>(
        &self,
        key: &QueryKey,
        options: QueryOptions,
        fetcher: Fetcher<T>,
    ) -> LocalBoxFuture<'static, Result<Rc<T>, Rc<QueryError>>> {
        self.fetch_source(key, &options, &fetcher.into())
    }

    /// Returns the data of `key` like [`fetch`](Self::fetch), from any kind of
    /// source.
    ///
    /// # Errors
    /// The future fails with the fetcher's last error, or when the fetch is
    /// cancelled.
    ///
    /// # Panics
    /// Panics when the key's data has another type than `T`.
    #[must_use]
    pub fn fetch_source<T: PartialEq + 'static>(
        &self,
        key: &QueryKey,
        options: &QueryOptions,
        source: &Source<T>,
    ) -> LocalBoxFuture<'static, Result<Rc<T>, Rc<QueryError>>> {
        let entry = self.inner.entry(key, Shape::of::<T>());
        let (sender, receiver) = oneshot::channel();
        let request = Request::new(Rc::clone(&source.fetcher), options);
        entry.keep_for(options.gc_time);
        // The waiter must be there before a fetch could end.
        entry.waiters.borrow_mut().push(sender);
        if !self.inner.look_up(&entry, options, request, true) {
            let state = entry.state.borrow();
            let answer = match (&state.error, &state.data) {
                (Some(error), _) if state.status == Status::Error => Some(Err(Rc::clone(error))),
                (_, Some(data)) => Some(Ok(downcast(Rc::clone(data)))),
                _ => None,
            };
            drop(state);
            if let Some(answer) = answer {
                entry.waiters.borrow_mut().pop();
                return ready(answer).boxed_local();
            }
        }
        let cancelled = || Err(Rc::new(QueryError::cancelled()));
        receiver
            .map(move |outcome| outcome.unwrap_or_else(|_| cancelled()).map(downcast))
            .boxed_local()
    }

    /// Fetches the data of `key` for later, unless it is there and fresh.
    ///
    /// # Panics
    /// Panics when the key's data has another type than `T`.
    #[expect(clippy::needless_pass_by_value, reason = "options are taken as `observe` takes them")]
    pub fn prefetch<T: PartialEq + 'static>(
        &self,
        key: &QueryKey,
        options: QueryOptions,
        fetcher: Fetcher<T>,
    ) {
        self.prefetch_source(key, &options, &fetcher.into());
    }

    /// Fetches the data of `key` for later, like [`prefetch`](Self::prefetch),
    /// from any kind of source.
    ///
    /// # Panics
    /// Panics when the key's data has another type than `T`.
    pub fn prefetch_source<T: PartialEq + 'static>(
        &self,
        key: &QueryKey,
        options: &QueryOptions,
        source: &Source<T>,
    ) {
        let entry = self.inner.entry(key, Shape::of::<T>());
        let request = Request::new(Rc::clone(&source.fetcher), options);
        entry.keep_for(options.gc_time);
        self.inner.look_up(&entry, options, request, true);
    }

    /// Returns the data of `key`, fresh or not; `None` where there is none or
    /// it is no `T`.
    #[must_use]
    pub fn get_data<T: 'static>(&self, key: &QueryKey) -> Option<Rc<T>> {
        let data = self.inner.find(key)?.state.borrow().data.clone()?;
        data.downcast().ok()
    }

    /// Returns what an observer with default options would see of `key`.
    #[must_use]
    pub fn state<T: 'static>(&self, key: &QueryKey) -> Option<QueryState<T>> {
        let entry = self.inner.find(key)?;
        Some(entry.snapshot(&self.inner.defaults, self.inner.clock.now()).typed())
    }

    /// Puts data in as if it had just been fetched.
    ///
    /// A fetch under way is dropped: it was sent before the caller knew this.
    ///
    /// # Panics
    /// Panics when the key's data has another type than `T`.
    pub fn set_data<T: PartialEq + 'static>(&self, key: &QueryKey, data: T) {
        self.inner.put(&self.inner.entry(key, Shape::of::<T>()), Rc::new(data));
    }

    /// Puts in what `update` makes of the data of `key`; nothing for `None`.
    ///
    /// # Panics
    /// Panics like [`QueryClient::set_data`].
    pub fn update_data<T: PartialEq + 'static>(
        &self,
        key: &QueryKey,
        update: impl FnOnce(Option<&T>) -> Option<T>,
    ) {
        if let Some(data) = update(self.get_data::<T>(key).as_deref()) {
            self.set_data(key, data);
        }
    }

    /// Marks what `prefix` names as stale and fetches what is observed by an
    /// enabled observer. A fetch under way is started anew: its answer may be
    /// older than what made the caller invalidate.
    pub fn invalidate(&self, prefix: &QueryKey) {
        self.inner.invalidate(prefix);
    }

    /// Drops what `prefix` names; what is observed starts over.
    pub fn remove(&self, prefix: &QueryKey) {
        self.inner.remove(prefix);
    }

    /// Drops everything, entities too; what is observed starts over.
    pub fn clear(&self) {
        self.inner.entities.clear();
        self.inner.remove(&QueryKey::root());
    }

    /// Drops the fetches under way of what `prefix` names; each query goes
    /// back to its state before.
    pub fn cancel(&self, prefix: &QueryKey) {
        self.inner.batch(|| {
            for entry in self.inner.matching(prefix) {
                self.inner.cancel(&entry);
            }
        });
    }

    /// Fetches what is observed and stale: the page is looked at again. Tries
    /// that waited for that are made.
    pub fn on_focus(&self) {
        self.inner.is_focused.set(true);
        self.inner.wake(QueryEventKind::Focused);
        self.inner.refetch(Reason::Focus);
    }

    /// Holds back further tries of failed fetches, and polling that is not for
    /// the background: nobody looks at the page.
    pub fn on_blur(&self) {
        self.inner.is_focused.set(false);
        self.inner.emit(None, QueryEventKind::Blurred);
    }

    /// Goes on with paused fetches and fetches what is observed and stale:
    /// the network is back.
    pub fn on_online(&self) {
        if self.inner.is_online.replace(true) {
            return;
        }
        self.inner.wake(QueryEventKind::Online);
        self.inner.refetch(Reason::Reconnect);
    }

    /// Pauses fetches before their next try: the network is gone.
    pub fn on_offline(&self) {
        self.inner.is_online.set(false);
        self.inner.emit(None, QueryEventKind::Offline);
    }

    /// Runs a write; once it succeeded, removes and invalidates what
    /// `options` name.
    ///
    /// # Errors
    /// Fails with the write's own error; the cache is as it was.
    pub async fn mutate<T, E>(
        &self,
        options: MutationOptions,
        write: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let result = write.await?;
        self.inner.succeed(&options);
        Ok(result)
    }

    /// Returns what the cache has done and holds.
    #[must_use]
    pub fn statistics(&self) -> QueryStatistics {
        self.inner.statistics()
    }

    /// Runs `changes` and tells observers once of what they come to.
    pub fn batch<T>(&self, changes: impl FnOnce() -> T) -> T {
        self.inner.batch(changes)
    }

    pub(super) fn inner(&self) -> &Rc<Inner> {
        &self.inner
    }

    pub(super) fn from_inner(inner: Rc<Inner>) -> Self {
        Self { inner }
    }
}

pub(super) fn downcast<T: 'static>(data: super::state::Erased) -> Rc<T> {
    data.downcast().unwrap_or_else(|_| unreachable!("an entry holds the type of its shape"))
}

impl fmt::Debug for QueryClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("QueryClient").field(&self.statistics()).finish()
    }
}
