//! What a store of records holds.

/// What an [`EntityStore`](super::EntityStore) holds now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EntityStatistics {
    /// Records that are known.
    pub records: usize,
    /// Places in the store: known records, removed ones, and those that
    /// somebody waits for.
    pub places: usize,
    /// Places that a page, an observer, a handle or a pending write names.
    pub referenced: usize,
    /// Bytes of rows that are kept as they came.
    pub pinned_bytes: usize,
    /// Records that have been parsed as a whole and are kept so.
    pub parsed: usize,
    /// Fields that somebody looks at.
    pub field_nodes: usize,
    /// Writes that wait for their answer.
    pub pending: usize,
}
