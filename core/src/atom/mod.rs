//! Atoms: pieces of state, and state derived from them.
//!
//! Modelled on [Jotai](https://jotai.org) (an atom is a value that describes
//! state, a store holds it) and on
//! [alien-signals](https://github.com/stackblitz/alien-signals) (a change is
//! pushed as a mark, values are pulled).
//!
//! # Model
//! An [`Atom`] is a label and a default; a [`Derived`] is a label and a read
//! function; a [`WritableDerived`] can be set as well, an [`Overridable`]
//! follows others until it is; an [`AsyncDerived`] is computed by futures. All
//! are cheap handles. The [`Store`] holds their values in a graph. Whoever
//! wants to hear of changes holds a [`Subscription`]: it *mounts* the atom and
//! everything that it is derived from, and dropping it unmounts them.
//!
//! - Many atoms by key: [`Family`].
//! - Changes with a name: [`Action`]; all or nothing: [`Store::transaction`].
//! - Beyond the page: [`persisted`] in small storage, [`Keeper`] in
//!   a database, [`Sharing`] with the other tabs.
//! - Looking back: [`Store::trace`], [`History`], [`Recorder`], [`Snapshot`].
//!
//! # Which to take
//! What one view alone shows is a signal of that view. What two places show,
//! or what outlives a view, is an atom. What follows from other state is
//! derived, never copied by a listener. What comes from a server is a query.
//!
//! # Invariants
//! - A derived atom is computed at most once between two changes, whatever
//!   the number of paths to it, and only when somebody reads or observes it.
//!   On a *first* read, a computation with too many others inside it is put
//!   off and started again; see [`Reader::get`].
//! - Nobody sees a value that mixes old and new.
//! - Neither marking nor recomputing recurses along the graph.
//! - A value equal to the last one is no change.
//! - An atom's state is freed with the last handle to the atom.
//! - Listeners run after all values have settled, never inside a computation.
//! - What is derived from itself is an error that names the atoms on the way.
//! - What plugs into a store (tracing, history, sharing) costs a store without
//!   it one flag that is looked at.
//!
//! # Example
//! ```
//! use std::{cell::Cell, rc::Rc};
//! use vitrine_core::atom::{Atom, Derived, Store};
//!
//! let store = Store::default();
//! let price = Atom::new("price", 10);
//! let count = Atom::new("count", 2);
//! let total = Derived::new("total", {
//!     let (price, count) = (price.clone(), count.clone());
//!     move |reader| Ok(reader.get(&price)? * reader.get(&count)?)
//! });
//! assert_eq!(store.get(&total), 20);
//!
//! let heard = Rc::new(Cell::new(0));
//! let subscription = store.sub(&total, { let heard = heard.clone(); move || heard.set(heard.get() + 1) });
//! store.batch(|| {
//!     store.set(&price, 5);
//!     store.update(&count, |count| *count += 1);
//! });
//! assert_eq!((store.get(&total), heard.get()), (15, 1));
//! drop(subscription);
//! ```

mod action;
mod config;
mod derived;
mod error;
mod evaluate;
mod family;
mod flush;
mod graph;
mod graveyard;
mod header;
mod history;
mod keeping;
mod loadable;
mod mount;
mod overridable;
mod persist;
mod port;
mod reader;
mod recording;
mod run;
mod sharing;
mod snapshot;
mod source;
mod store;
mod subscription;
#[cfg(test)]
mod tests;
mod trace;
mod transaction;
mod watch;

pub use action::Action;
pub use config::{Readable, Writable};
pub use derived::{Derived, WritableDerived};
pub use error::{Error, ErrorKind};
pub use family::{Family, FamilyMember, TimeToLive};
pub use history::{History, HistoryStep};
pub use keeping::{Keeper, KeeperOptions};
pub use loadable::{AsyncDerived, LoadError, LoadStatus, Loadable};
pub use overridable::Overridable;
pub use persist::{PersistedOptions, persisted, persisted_with};
pub use port::AtomRegistry;
pub use reader::Reader;
pub use recording::{RecordedStep, Recorder, Recording, RecordingError};
pub use sharing::Sharing;
pub use snapshot::Snapshot;
pub use source::Atom;
pub use store::{Store, StoreStatistics};
pub use subscription::Subscription;
pub use trace::Traced;
