//! When an answer was asked for, and what kind it is.

/// When a request was sent, in the order of all requests of one store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestStart(pub(super) u64);

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

/// What only a record's own answer tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Detail {
    pub(super) etag: Option<String>,
}

impl From<RequestStart> for Stamp {
    fn from(start: RequestStart) -> Self {
        Self { start, order: 0 }
    }
}
