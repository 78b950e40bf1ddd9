//! What the cache did for each resource.

use super::cache::Inner;
use super::entry::Entry;
use super::event::QueryEventKind as Kind;
use super::{QueryClient, QueryKey};
use crate::atom::Subscription;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::{Rc, Weak};

/// What a cache has done for the queries of one resource, which is the first
/// segment of their keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ResourceStatistics {
    /// Look-ups answered by fresh data.
    pub hits: u64,
    /// Look-ups answered by stale data.
    pub stale_hits: u64,
    /// Look-ups for which there was no data and no fetch under way.
    pub misses: u64,
    /// Look-ups answered by an error that is kept for its time.
    pub negative_hits: u64,
    /// Fetches that joined one under way.
    pub coalesced: u64,
    /// Fetches that started.
    pub fetches: u64,
    /// Further tries after a failure.
    pub retries: u64,
    /// Fetches that failed for good.
    pub failures: u64,
    /// Times that data came back from a level below or from another tab.
    pub restored: u64,
    /// Entries that were collected or had to make room.
    pub evictions: u64,
    /// Times that one of its fetches made an origin be spared for a while.
    pub breaker_openings: u64,
    /// Entries held now.
    pub entries: usize,
    /// Bytes held now, as far as [`QueryClient::weigh`] knows.
    pub bytes: usize,
}

impl ResourceStatistics {
    /// Returns the share of look-ups that were answered without waiting, from
    /// 0 to 1; 0 before the first.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "nobody looks up 2^53 times")]
    pub fn hit_ratio(&self) -> f64 {
        let answered = self.hits + self.stale_hits + self.negative_hits;
        let all = answered + self.misses;
        if all == 0 { 0.0 } else { answered as f64 / all as f64 }
    }

    fn count(&mut self, kind: Kind) {
        let counter = match kind {
            Kind::Hit => &mut self.hits,
            Kind::StaleHit => &mut self.stale_hits,
            Kind::Miss => &mut self.misses,
            Kind::NegativeHit => &mut self.negative_hits,
            Kind::Coalesced => &mut self.coalesced,
            Kind::Fetched => &mut self.fetches,
            Kind::Retried => &mut self.retries,
            Kind::Failed => &mut self.failures,
            Kind::Restored => &mut self.restored,
            Kind::Collected | Kind::Evicted => &mut self.evictions,
            Kind::BreakerOpened => &mut self.breaker_openings,
            _ => return,
        };
        *counter += 1;
    }
}

/// Counts for each resource for as long as it lives; see
/// [`QueryClient::count_resources`].
pub struct ResourceCounters {
    client: Weak<Inner>,
    counts: Rc<RefCell<BTreeMap<Rc<str>, ResourceStatistics>>>,
    _hook: Subscription,
}

impl QueryClient {
    /// Returns counters that start at zero and count from now on.
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
    /// let counters = client.count_resources();
    /// let fetcher: Fetcher<u32> = Rc::new(|| Box::pin(async { Ok(7) }));
    /// client.prefetch(&QueryKey::new(["orders", "1"]), client.defaults(), fetcher);
    /// assert_eq!(counters.of("orders").misses, 1);
    /// ```
    #[must_use]
    pub fn count_resources(&self) -> ResourceCounters {
        let inner = self.inner();
        let counts: Rc<RefCell<BTreeMap<Rc<str>, ResourceStatistics>>> = Rc::default();
        let into = Rc::clone(&counts);
        let hook = inner.watch(Rc::new(move |entry, kind| {
            if let Some(entry) = entry {
                into.borrow_mut().entry(resource(entry)).or_default().count(kind);
            }
        }));
        ResourceCounters { client: inner.this.clone(), counts, _hook: hook }
    }
}

impl ResourceCounters {
    /// Returns the counters of all resources, by name.
    #[must_use]
    pub fn all(&self) -> BTreeMap<Rc<str>, ResourceStatistics> {
        let mut all = self.counts.borrow().clone();
        if let Some(client) = self.client.upgrade() {
            for entry in client.matching(&QueryKey::root()) {
                let statistics = all.entry(resource(&entry)).or_default();
                statistics.entries += 1;
                statistics.bytes += entry.bytes();
            }
        }
        all
    }

    /// Returns the counters of one resource.
    #[must_use]
    pub fn of(&self, resource: &str) -> ResourceStatistics {
        self.all().get(resource).copied().unwrap_or_default()
    }
}

impl fmt::Debug for ResourceCounters {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.all()).finish()
    }
}

fn resource(entry: &Entry) -> Rc<str> {
    match entry.key.segments().first() {
        Some(Value::String(name)) => Rc::from(name.as_str()),
        Some(other) => Rc::from(other.to_string()),
        None => Rc::from(""),
    }
}
