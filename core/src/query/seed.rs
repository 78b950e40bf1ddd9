//! Data from before the first fetch.

use super::entry::{Entry, EntryState, Shape};
use super::event::QueryEventKind;
use super::state::Erased;
use super::{QueryClient, QueryKey};
use std::rc::Rc;

/// What an entry starts from.
struct Seed {
    data: Erased,
    updated_at: u64,
}

impl QueryClient {
    /// Gives `key` data to start from, unless it has data; returns whether it
    /// took it. Seed before observing, so that fresh data is not fetched.
    ///
    /// `updated_at` tells how old the data is, in milliseconds since the Unix
    /// epoch; `None` for new. [`reset`](Self::reset) goes back to it.
    ///
    /// # Panics
    /// Panics when the key's data has another type than `T`.
    ///
    /// ```
    /// # use std::{rc::Rc, time::Duration};
    /// # use vitrine_core::platform::{LocalSpawn, ManualClock};
    /// # use vitrine_core::query::*;
    /// # let client = QueryClient::new(QueryClientOptions {
    /// #     clock: Rc::new(ManualClock::new(100_000)),
    /// #     spawn: Rc::new(LocalSpawn::default()),
    /// #     defaults: QueryOptions::default(),
    /// # });
    /// # let fetcher: Fetcher<u32> = Rc::new(|| Box::pin(async { Ok(7) }));
    /// client.seed(&"count".into(), 1_u32, Some(95_000));
    /// let options = QueryOptions { stale_time: Duration::from_secs(10), ..client.defaults() };
    /// let observer = client.observe(&"count".into(), options, fetcher);
    /// assert_eq!((observer.state().data.as_deref(), observer.state().is_fetching()), (Some(&1), false));
    /// ```
    pub fn seed<T: PartialEq + 'static>(
        &self,
        key: &QueryKey,
        data: T,
        updated_at: Option<u64>,
    ) -> bool {
        let inner = self.inner();
        let entry = inner.entry(key, Shape::of::<T>());
        if entry.has_data() {
            return false;
        }
        let updated_at = updated_at.unwrap_or_else(|| inner.clock.now());
        let seed = entry.extensions.set(Seed { data: Rc::new(data), updated_at });
        entry.keep_for(inner.defaults.gc_time);
        inner.batch(|| {
            seed.plant(&entry);
            inner.emit(Some(&entry), QueryEventKind::Restored);
            inner.changed(&entry);
        });
        inner.collect_later(&entry);
        true
    }

    /// Puts what `prefix` names back to how it started, with its
    /// [seed](Self::seed) if it has one, and fetches what is observed.
    pub fn reset(&self, prefix: &QueryKey) {
        let entries = self.inner().matching(prefix);
        self.inner().batch(|| entries.iter().for_each(|entry| self.reset_entry(entry)));
    }

    pub(super) fn reset_entry(&self, entry: &Rc<Entry>) {
        let inner = self.inner();
        inner.cancel(entry);
        entry.refused_until.set(0);
        let before: EntryState = entry.state.take();
        drop(before);
        inner.emit(Some(entry), QueryEventKind::Emptied);
        if let Some(seed) = entry.extensions.get::<Seed>() {
            seed.plant(entry);
            inner.emit(Some(entry), QueryEventKind::Restored);
        }
        inner.changed(entry);
        if let Some(observer) = entry.active_observer() {
            inner.start(entry, observer.request(), false);
        }
    }
}

impl Seed {
    fn plant(&self, entry: &Entry) {
        entry.place(Rc::clone(&self.data), self.updated_at);
    }
}
