//! When an answer was asked for, and what kind it is.

/// When a request was sent, in the order of all requests of one store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestStart(pub(super) u64);

/// Marks of one millisecond. Source: Kulkarni et al., "Logical Physical Clocks", 2014.
const PER_MILLISECOND: u64 = 1 << 10;

/// Returns the first mark of a time in milliseconds since the Unix epoch.
pub(super) fn first_mark(now: u64) -> u64 {
    now.saturating_mul(PER_MILLISECOND)
}

impl RequestStart {
    /// Returns the mark here of what another store asked for at its mark `asked`.
    ///
    /// Within a millisecond nobody knows who was first: then what was asked for
    /// here counts.
    pub(super) fn elsewhere(asked: u64) -> Self {
        Self((asked / PER_MILLISECOND * PER_MILLISECOND).saturating_sub(1))
    }
}

/// Which kind of answer a record comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Representation {
    /// A row of a list, or any answer that may leave fields out.
    List,
    /// The record's own resource, with its entity tag.
    Detail,
}

/// The rank of a layer of fields: the later request counts. Answers to writes
/// that were confirmed out of their order share a start and differ by `order`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stamp {
    pub(super) start: RequestStart,
    pub(super) order: u64,
}

/// What an answer said of a record, for other tabs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::query) struct Said {
    pub(in crate::query) text: String,
    pub(in crate::query) etag: Option<String>,
    /// The mark at which it was asked for.
    pub(in crate::query) asked: u64,
}

/// What only a record's own answer tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Detail {
    pub(super) etag: Option<String>,
}

impl Stamp {
    /// Returns when it was asked for at the earliest. A write ranks by its answer,
    /// since lists from before it do not show it; what the answer says may be as
    /// old as the write.
    pub(super) fn asked(self) -> RequestStart {
        if self.order == 0 { self.start } else { RequestStart(self.order) }
    }
}

impl From<RequestStart> for Stamp {
    fn from(start: RequestStart) -> Self {
        Self { start, order: 0 }
    }
}
