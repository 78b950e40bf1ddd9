//! Which tab leads.

use super::message::Rank;
use crate::query::planted::{Planted, is_planted};
use std::collections::BTreeMap;
use std::time::Duration;

/// Browsers let the timers of a page that is not looked at run once a minute.
const HIDDEN_PATIENCE: u64 = 130_000;

/// Beats that may be missed before a tab counts as gone.
const PATIENCE: u64 = 3;

/// The tabs that this one has heard of. Pure: time comes with each call.
#[derive(Debug)]
pub(super) struct Election {
    own: Rank,
    /// The milliseconds between two beats.
    beat: u64,
    /// The others by their stamps, with when they were last heard.
    others: BTreeMap<u64, (Rank, u64)>,
}

impl Election {
    pub(super) fn new(own: Rank, beat: Duration) -> Self {
        let beat = u64::try_from(beat.as_millis()).unwrap_or(u64::MAX);
        Self { own, beat, others: BTreeMap::new() }
    }

    pub(super) fn own(&self) -> Rank {
        self.own
    }

    pub(super) fn set_hidden(&mut self, is_hidden: bool) {
        self.own.is_hidden = is_hidden;
    }

    pub(super) fn hear(&mut self, rank: Rank, now: u64) {
        self.others.insert(rank.stamp, (rank, now));
    }

    pub(super) fn forget(&mut self, stamp: u64) {
        self.others.remove(&stamp);
    }

    /// Forgets who has not been heard for long.
    pub(super) fn expire(&mut self, now: u64) {
        let patience = self.beat.saturating_mul(PATIENCE);
        self.others.retain(|_, (rank, heard)| {
            let patience = if rank.is_hidden { patience.max(HIDDEN_PATIENCE) } else { patience };
            now.saturating_sub(*heard) < patience
        });
    }

    /// Returns whether this tab leads: it has waited for the others to answer,
    /// and none of them comes before it.
    pub(super) fn is_leader(&self, now: u64) -> bool {
        now.saturating_sub(self.own.since) >= self.beat
            && (is_planted(Planted::EveryTabLeads)
                || self.others.values().all(|(rank, _)| *rank > self.own))
    }

    pub(super) fn others(&self) -> usize {
        self.others.len()
    }
}
