//! Counters of what the cache saved and what it cost.

use super::cache::{Inner, Occupation};
use super::event::QueryEventKind as Kind;

/// What a query client has done since it was made, and what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueryStatistics {
    /// Look-ups answered by fresh data.
    pub hits: u64,
    /// Look-ups answered by stale data while a fetch started or ran.
    pub stale_hits: u64,
    /// Look-ups for which there was no data and no fetch under way.
    pub misses: u64,
    /// Look-ups answered by an error that is kept for its time.
    pub negative_hits: u64,
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
    /// Times that data came back from a level below or from another tab.
    pub restored: u64,
    /// Entries that were collected after their time or for want of room.
    pub evictions: u64,
    /// Writes that succeeded.
    pub mutations: u64,
    /// Entries held now.
    pub entries: usize,
    /// Observers that look at them now.
    pub observers: usize,
    /// Callbacks that are told of their changes now.
    pub listeners: usize,
    /// Fetches under way now.
    pub running: usize,
    /// Timers that wait now.
    pub timers: usize,
}

impl Inner {
    pub(super) fn statistics(&self) -> QueryStatistics {
        let count = |kind: Kind| self.counts[kind as usize].get();
        let Occupation { observers, listeners, running } = self.occupation();
        QueryStatistics {
            hits: count(Kind::Hit),
            stale_hits: count(Kind::StaleHit),
            misses: count(Kind::Miss),
            negative_hits: count(Kind::NegativeHit),
            coalesced: count(Kind::Coalesced),
            fetches: count(Kind::Fetched),
            retries: count(Kind::Retried),
            failures: count(Kind::Failed),
            cancellations: count(Kind::Cancelled),
            restored: count(Kind::Restored),
            evictions: count(Kind::Collected) + count(Kind::Evicted),
            mutations: count(Kind::Written),
            entries: self.len(),
            observers,
            listeners,
            running,
            timers: self.timers.len(),
        }
    }
}
