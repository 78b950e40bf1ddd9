//! What a read function reads through.

use super::config::Readable;
use super::graph::NodeId;
use super::store::Inner;
use super::{Error, Store};
use std::fmt;

/// Reads atoms on behalf of a derived atom and notes what was read.
pub struct Reader<'a> {
    pub(super) inner: &'a Inner,
    pub(super) node: NodeId,
}

impl Reader<'_> {
    /// Returns the value of `atom` and makes it a dependency.
    ///
    /// # Errors
    /// Fails when `atom` is derived from the atom being computed. It also
    /// fails when too many first computations lie inside each other: the
    /// store then computes `atom` first and runs the read function again.
    /// Either way the read function hands the error on with `?`; the store
    /// discards what it returns instead.
    pub fn get<R: Readable>(&self, atom: &R) -> Result<R::Value, Error> {
        let front = atom.front();
        self.inner.read_for(self.node, &front.header)?;
        front.load(self.inner)
    }

    /// Returns the value of `atom` without making it a dependency.
    ///
    /// # Errors
    /// Fails like [`Reader::get`].
    pub fn peek<R: Readable>(&self, atom: &R) -> Result<R::Value, Error> {
        let front = atom.front();
        self.inner.bring_up(&front.header)?;
        front.load(self.inner)
    }

    /// Returns the store that computes, for what happens after the
    /// computation: inside it nothing may be set.
    pub(super) fn store(&self) -> Store {
        Store { inner: self.inner.this.upgrade().expect("a store that computes is alive") }
    }
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Reader")
    }
}
