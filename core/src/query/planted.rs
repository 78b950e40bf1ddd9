//! Bugs that are planted on purpose, to see that the simulator finds them.
//!
//! In a program none is ever there: [`is_planted`] is `false` for the compiler,
//! which leaves the place out.

/// A bug of the query layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[allow(unreachable_pub, reason = "a program has no simulator that shows it to anybody")]
pub enum Planted {
    /// A cancelled fetch goes on with its request.
    CancelKeepsRequest,
    /// Data that is put in leaves the fetch under way as it is.
    SetDataKeepsFetch,
    /// Invalidating leaves the fetch under way as it is.
    InvalidateKeepsFetch,
    /// Data that could not be refreshed counts as fresh again.
    FailureCountsAsFresh,
    /// Paused fetches do not hear that the network or somebody is back.
    NobodyIsWoken,
    /// Requests are sent without a network.
    OfflineSends,
    /// An entry is collected although somebody came to look at it.
    CollectsObserved,
    /// Unused data is kept whatever its size.
    BoundIsIgnored,
    /// Data that is gone is still counted.
    WeightStays,
    /// Of two answers the one that arrives later counts.
    ArrivalOrderCounts,
    /// A rejection takes all pending writes of the record with it.
    RejectTakesAll,
    /// A rejected write is shown for ever.
    RejectForgetsTheRecord,
    /// The answer to a write counts less than any other.
    ConfirmRanksLow,
    /// A removed record comes back with an answer from before.
    RemovedComesBack,
    /// Fields stay in the graph that nobody looks at any more.
    NodesStay,
    /// A dropped try keeps its place before the origin.
    PlaceIsKept,
    /// The device does not hear of an invalidation.
    StoreIsNotInvalidated,
    /// What was marked as stale on the device comes back as fresh.
    StaleBelowIsFresh,
    /// Pending writes are kept on the device as if the server had them.
    PendingIsKept,
    /// Mutations of one scope run at the same time.
    ScopesAreIgnored,
    /// Of several changes in a batch only the first one is told.
    BatchForgets,
    /// Every tab takes itself for the leader.
    EveryTabLeads,
    /// What was told by another tab is told back.
    EchoToTabs,
    /// What is told by another tab counts as asked for when it is heard.
    ToldCountsAsNew,
}

#[cfg(any(test, feature = "simulate"))]
mod bed {
    use super::Planted;
    use std::cell::Cell;

    thread_local! {
        static PLANTED: Cell<Option<Planted>> = const { Cell::new(None) };
    }

    /// Takes the bug out again when it is dropped.
    #[derive(Debug)]
    #[must_use = "the bug is taken out when this is dropped"]
    pub struct PlantedGuard(Option<Planted>);

    impl Planted {
        /// All bugs.
        pub const ALL: [Self; 24] = [
            Self::CancelKeepsRequest,
            Self::SetDataKeepsFetch,
            Self::InvalidateKeepsFetch,
            Self::FailureCountsAsFresh,
            Self::NobodyIsWoken,
            Self::OfflineSends,
            Self::CollectsObserved,
            Self::BoundIsIgnored,
            Self::WeightStays,
            Self::ArrivalOrderCounts,
            Self::RejectTakesAll,
            Self::RejectForgetsTheRecord,
            Self::ConfirmRanksLow,
            Self::RemovedComesBack,
            Self::NodesStay,
            Self::PlaceIsKept,
            Self::StoreIsNotInvalidated,
            Self::StaleBelowIsFresh,
            Self::PendingIsKept,
            Self::ScopesAreIgnored,
            Self::BatchForgets,
            Self::EveryTabLeads,
            Self::EchoToTabs,
            Self::ToldCountsAsNew,
        ];

        /// Plants the bug on this thread until the guard is dropped.
        pub fn plant(self) -> PlantedGuard {
            PlantedGuard(PLANTED.replace(Some(self)))
        }
    }

    impl Drop for PlantedGuard {
        fn drop(&mut self) {
            PLANTED.set(self.0);
        }
    }

    pub(in crate::query) fn is_planted(bug: Planted) -> bool {
        PLANTED.get() == Some(bug)
    }
}

#[cfg(any(test, feature = "simulate"))]
pub use bed::PlantedGuard;
#[cfg(any(test, feature = "simulate"))]
pub(super) use bed::is_planted;

#[cfg(not(any(test, feature = "simulate")))]
#[inline(always)]
#[allow(clippy::inline_always, reason = "what it guards must not be in the first transfer")]
pub(super) const fn is_planted(_bug: Planted) -> bool {
    false
}
