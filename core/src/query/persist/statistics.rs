//! What a device has kept and given back.

/// What a [`Persistence`](super::Persistence) has done since it was attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PersistStatistics {
    /// Queries that the device knew.
    pub hits: u64,
    /// Queries that it did not know, or knew too late.
    pub misses: u64,
    /// Records that were read.
    pub records_read: u64,
    /// Records and queries that were written.
    pub writes: u64,
    /// Bytes that were written.
    pub bytes_written: u64,
    /// Records and queries that made room for others, or were too old.
    pub evictions: u64,
    /// Operations of the database that failed.
    pub failures: u64,
}
