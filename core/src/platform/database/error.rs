//! What can go wrong with a database.

use std::fmt;

/// Why an operation of a database failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DatabaseErrorKind {
    /// There is none: forbidden by settings, or unknown to the browser.
    Missing,
    /// There is no room for what was to be written.
    Full,
    /// Another tab holds a version of it open that stands in the way.
    Blocked,
    /// It was closed meanwhile: removed, or the browser cleaned up.
    Closed,
    /// Anything else; the disk, most likely.
    Broken,
}

/// The failure of one operation of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseError {
    kind: DatabaseErrorKind,
    operation: &'static str,
}

impl DatabaseError {
    pub(super) fn new(kind: DatabaseErrorKind, operation: &'static str) -> Self {
        Self { kind, operation }
    }

    /// Returns why it failed.
    #[must_use]
    pub fn kind(&self) -> DatabaseErrorKind {
        self.kind
    }

    /// Returns whether the same operation may succeed a little later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self.kind, DatabaseErrorKind::Blocked | DatabaseErrorKind::Closed)
    }
}

impl fmt::Display for DatabaseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            DatabaseErrorKind::Missing => "there is no database",
            DatabaseErrorKind::Full => "no room is left",
            DatabaseErrorKind::Blocked => "another tab stands in the way",
            DatabaseErrorKind::Closed => "the database was closed",
            DatabaseErrorKind::Broken => "the disk failed",
        };
        write!(formatter, "{}: {kind}", self.operation)
    }
}

impl std::error::Error for DatabaseError {}
