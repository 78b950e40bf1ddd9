//! Counters of what the cache saved and what it cost.

use std::cell::Cell;

/// What a query client has done since it was made, and what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueryStatistics {
    /// Look-ups answered by fresh data.
    pub hits: u64,
    /// Look-ups answered by stale data while a fetch started or ran.
    pub stale_hits: u64,
    /// Look-ups for which there was no data and no fetch under way.
    pub misses: u64,
    /// Fetches that were wanted while the same one was under way.
    pub coalesced: u64,
    /// Fetches that started; a retry belongs to its fetch.
    pub fetches: u64,
    /// Further tries after a failure.
    pub retries: u64,
    /// Fetches that failed for good.
    pub failures: u64,
    /// Fetches that were dropped before they came to an end.
    pub cancellations: u64,
    /// Entries that were collected after their time.
    pub evictions: u64,
    /// Writes that succeeded.
    pub mutations: u64,
    /// Entries held now.
    pub entries: usize,
    /// Timers that wait now.
    pub timers: usize,
}

#[derive(Default)]
pub(super) struct Counters(Cell<QueryStatistics>);

impl Counters {
    pub(super) fn count(&self, change: impl FnOnce(&mut QueryStatistics)) {
        let mut statistics = self.0.get();
        change(&mut statistics);
        self.0.set(statistics);
    }

    pub(super) fn get(&self) -> QueryStatistics {
        self.0.get()
    }
}
