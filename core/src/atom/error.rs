//! Why a derived atom has no value.

use std::fmt;
use std::rc::Rc;

/// The class of an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The atom is derived from itself.
    Cycle,
    /// A read function has failed.
    Failed,
    /// The store puts the computation off and will start it again.
    ///
    /// Only a read function ever sees this; it hands it on with `?`.
    Interrupted,
}

/// A derived atom that could not be computed.
///
/// It is kept like a value: whoever reads the atom gets it, and an atom that
/// hands it on with `?` fails in the same way.
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    /// The atoms of a cycle, or the one text of a failure.
    texts: Rc<[String]>,
}

impl Error {
    /// Returns a failure of a read function.
    ///
    /// ```
    /// use vitrine_core::atom::{Atom, Derived, Error, Store};
    /// let text = Atom::new("text", "x".to_owned());
    /// let number = Derived::new("number", {
    ///     let text = text.clone();
    ///     move |reader| reader.get(&text)?.parse::<u32>().map_err(|_| Error::failed("no number"))
    /// });
    /// let double = Derived::map("double", &number, |number| number * 2);
    /// let store = Store::default();
    /// assert_eq!(store.try_get(&double).unwrap_err().to_string(), "no number");
    /// store.set(&text, "21".to_owned());
    /// assert_eq!(store.get(&double), 42);
    /// ```
    #[must_use]
    pub fn failed(text: impl Into<String>) -> Self {
        Self { kind: ErrorKind::Failed, texts: Rc::new([text.into()]) }
    }

    pub(super) fn cycle(atoms: Vec<String>) -> Self {
        Self { kind: ErrorKind::Cycle, texts: atoms.into() }
    }

    pub(super) fn interrupted() -> Self {
        Self { kind: ErrorKind::Interrupted, texts: Rc::default() }
    }

    /// Returns the class of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the labels along the cycle; the first is also the last.
    #[must_use]
    pub fn atoms(&self) -> &[String] {
        if self.kind == ErrorKind::Cycle { &self.texts } else { &[] }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            ErrorKind::Cycle => write!(formatter, "cycle of atoms: {}", self.texts.join(" -> ")),
            ErrorKind::Failed => formatter.write_str(&self.texts[0]),
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
