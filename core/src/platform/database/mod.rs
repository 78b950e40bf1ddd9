//! Large data that outlives the page.
//!
//! # Model
//! A [`Database`] has a fixed set of object stores; each keeps bytes by key, in
//! the order of the keys. Several [`DatabaseChange`]s go in as one transaction: all of
//! them or none. [`BrowserDatabase`] is `IndexedDB`; [`MemoryDatabase`] is a
//! disk in memory that fails when told to.
//!
//! # Invariants
//! - What cannot be done is an error with a [`DatabaseErrorKind`], never a panic
//!   and never silence.
//! - A write whose future was dropped happened as a whole or not at all.

#[cfg(target_arch = "wasm32")]
mod browser;
mod error;
mod memory;
#[cfg(target_arch = "wasm32")]
mod request;

#[cfg(target_arch = "wasm32")]
pub use browser::BrowserDatabase;
pub use error::{DatabaseError, DatabaseErrorKind};
pub use memory::{Disk, MemoryDatabase};

use futures::future::LocalBoxFuture;
use std::fmt;

/// The outcome of an operation of a [`Database`], later.
pub type DatabaseFuture<T> = LocalBoxFuture<'static, Result<T, DatabaseError>>;

/// One change within a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseChange {
    /// Keeps `value` under `key`.
    Put {
        /// The object store.
        store: &'static str,
        /// The key within it.
        key: String,
        /// What is kept.
        value: Vec<u8>,
    },
    /// Forgets `key`.
    Delete {
        /// The object store.
        store: &'static str,
        /// The key within it.
        key: String,
    },
    /// Forgets every key that begins with `prefix`; all of them if it is empty.
    DeletePrefix {
        /// The object store.
        store: &'static str,
        /// What the keys begin with.
        prefix: String,
    },
}

impl DatabaseChange {
    /// Returns the object store that is changed.
    #[must_use]
    pub fn store(&self) -> &'static str {
        match self {
            Self::Put { store, .. }
            | Self::Delete { store, .. }
            | Self::DeletePrefix { store, .. } => store,
        }
    }
}

/// When a write counts as done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Durability {
    /// When the operating system has it: what can be fetched again.
    #[default]
    Relaxed,
    /// When the disk has it: what exists nowhere else.
    Strict,
}

/// Keeps bytes by object store and key.
pub trait Database: fmt::Debug {
    /// Returns what is kept under each of `keys`, in their order.
    fn get(&self, store: &'static str, keys: Vec<String>) -> DatabaseFuture<Vec<Option<Vec<u8>>>>;

    /// Returns what is kept under keys that begin with `prefix`, in the order
    /// of the keys.
    fn entries(&self, store: &'static str, prefix: &str) -> DatabaseFuture<Vec<(String, Vec<u8>)>>;

    /// Makes all of `changes`, in their order, or none.
    fn write(&self, changes: Vec<DatabaseChange>, durability: Durability) -> DatabaseFuture<()>;

    /// Removes the whole database; the next operation starts an empty one.
    fn wipe(&self) -> DatabaseFuture<()>;
}
