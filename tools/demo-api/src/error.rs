//! The error of starting the server.

use std::{fmt, io};

/// What kept the server from starting.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    context: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The kinds of [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The command line cannot be understood.
    Usage,
    /// The database cannot be opened, migrated or seeded.
    Database,
    /// The port cannot be listened on.
    Bind,
}

impl Error {
    /// Returns what kind of error this is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns whether the same start may work later: only a taken port frees itself.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.kind == ErrorKind::Bind
    }

    pub(crate) fn usage(context: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Usage, context: context.into(), source: None }
    }

    pub(crate) fn database(context: impl Into<String>, source: rusqlite::Error) -> Self {
        Self { kind: ErrorKind::Database, context: context.into(), source: Some(Box::new(source)) }
    }

    pub(crate) fn file(context: impl Into<String>, source: io::Error) -> Self {
        Self { kind: ErrorKind::Database, context: context.into(), source: Some(Box::new(source)) }
    }

    pub(crate) fn bind(port: u16, source: io::Error) -> Self {
        Self {
            kind: ErrorKind::Bind,
            context: format!("listen on 127.0.0.1:{port}"),
            source: Some(Box::new(source)),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.context)?;
        match &self.source {
            Some(source) => write!(formatter, ": {source}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}
