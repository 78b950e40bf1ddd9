//! Records by resource and identifier, whoever fetched them.
//!
//! Modelled on [data-client](https://dataclient.io): one place for each record.
//! What it adds: rows stay the bytes they came as, and optimism is a log.
//!
//! # Model
//! An [`EntityStore`] holds an [`Entity`] for each record. An answer puts a
//! layer of fields on it, marked with its [`RequestStart`]; a field's value is
//! that of the latest layer that has it. A write that the server has not
//! answered is an entry of the log ([`PendingMutation`]); what is shown is the
//! layers with the log folded over them. A [`ListPage`] holds entities, not
//! copies. Whoever looks at a field subscribes to that field.
//!
//! # Invariants
//! - A field that an answer leaves out is unknown to it, not deleted.
//! - Of two answers to one field the one requested later counts, whichever
//!   arrives later. Fields are compared at the top level, as wholes.
//! - The entity tag is the latest detail's; no list row changes it.
//! - The log is never written into the layers before it is confirmed, and a
//!   rejection takes out one entry: the rest is folded anew.
//! - An answer requested before a write was confirmed never shows what the
//!   write has replaced.
//! - Observers of a field are called when it changed, and only then; when no
//!   part of the store is in use.
//! - An entity that no page, observer, handle or pending write names is gone
//!   after the next [`EntityStore::collect`].
//!
//! # Measured
//! A body of 10,000 rows of 12 fields (3.1 MB), natively on one core of a small
//! virtual machine, medians of 31, in milliseconds
//! (`cargo run --release -p vitrine-core --example rows`):
//!
//! | way | time |
//! |---|---|
//! | parse to values and compare them with those before, one row changed | 102 |
//! | [`EntityStore::put_body`], nothing known | 47 |
//! | the same body again, without the page before | 23 |
//! | with the page before, one row changed | 0.47 |
//! | with the page before, nothing changed | 0.45 |

mod fields;
mod handle;
mod keep;
mod list;
mod log;
mod mark;
mod pending;
mod state;
mod statistics;
mod store;
#[cfg(test)]
mod tests;

pub use handle::Entity;
pub use list::{ListPage, UnreadableBody};
pub(super) use mark::Said;
pub use mark::{Representation, RequestStart};
pub use pending::{MutationId, PendingChange, PendingMutation};
pub use statistics::EntityStatistics;
pub use store::EntityStore;
