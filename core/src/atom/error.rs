//! Why a derived atom has no value.

use std::fmt;
use std::rc::Rc;

/// The class of an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The atom is derived from itself.
    Cycle,
    /// The store puts the computation off and will start it again.
    ///
    /// Only a read function ever sees this; it hands it on with `?`.
    Interrupted,
}

/// A derived atom that could not be computed.
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    atoms: Rc<[String]>,
}

impl Error {
    pub(super) fn cycle(atoms: Vec<String>) -> Self {
        Self { kind: ErrorKind::Cycle, atoms: atoms.into() }
    }

    pub(super) fn interrupted() -> Self {
        Self { kind: ErrorKind::Interrupted, atoms: Rc::default() }
    }

    /// Returns the class of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the labels along the cycle; the first is also the last.
    #[must_use]
    pub fn atoms(&self) -> &[String] {
        &self.atoms
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            ErrorKind::Cycle => write!(formatter, "cycle of atoms: {}", self.atoms.join(" -> ")),
            ErrorKind::Interrupted => formatter.write_str("computation put off"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Error({self})")
    }
}

impl std::error::Error for Error {}
