//! What the tabs of a simulation share.

use super::ledger::Ledger;
use super::server::Server;
use crate::platform::{Disk, ManualClock, MemoryChannels, SeededRandom};
use std::cell::Cell;

/// One device, its network and the server behind it.
#[derive(Debug)]
pub(super) struct World {
    pub(super) clock: ManualClock,
    /// Draws the schedule.
    pub(super) schedule: SeededRandom,
    /// Draws what happens on the way.
    pub(super) chance: SeededRandom,
    pub(super) ledger: Ledger,
    pub(super) server: Server,
    pub(super) disk: Disk,
    pub(super) channels: MemoryChannels,
    /// How many of ten requests fail; in good weather no message is lost, either.
    pub(super) weather: Cell<u64>,
}

impl World {
    pub(super) fn new(seed: u64, is_traced: bool) -> Self {
        let clock = ManualClock::new(1_000_000);
        Self {
            ledger: Ledger::new(&clock, is_traced),
            clock,
            schedule: SeededRandom::new(seed),
            chance: SeededRandom::new(seed ^ 0x5eed_5eed_5eed_5eed),
            server: Server::default(),
            disk: Disk::default(),
            channels: MemoryChannels::default(),
            weather: Cell::new(2),
        }
    }

    /// Returns a number below `limit` for the schedule.
    pub(super) fn choose(&self, limit: usize) -> usize {
        usize::try_from(self.schedule.below(limit as u64)).unwrap_or_default()
    }

    /// Returns whether one of `of` cases happens on the way.
    pub(super) fn happens(&self, of: u64) -> bool {
        self.chance.below(of) == 0
    }
}
