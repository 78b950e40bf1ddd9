//! Random schedules of the whole layer, and what must hold in each of them.
//!
//! # Model
//! A [`Simulation`] is one seed. It makes a server, a disk, a channel and two
//! tabs, each with a client, its persistence and its policies, and takes a
//! number of random steps: looking and looking away, changes at the server,
//! invalidations, writes, and everything that can go wrong on the way, which is
//! counted by [`Fault`]. Then the weather clears, all come to rest, and are
//! compared with the server; then everybody looks away, and nothing may be left.
//!
//! # Invariants
//! What it looks for, after every step:
//! - at most one request of a query, and one write of a scope, is under way in
//!   a tab, and none is written without a network;
//! - a query never shows an older version after a newer one;
//! - what is shown as fresh is not older than the last invalidation;
//! - a field shows the latest pending write, or else nothing older than what
//!   the latest request that was answered must have seen;
//! - nobody has missed a change of what is looked at;
//! - what nobody looks at takes no more bytes than it may;
//! - the device keeps nothing that the server has never had.
//!
//! And at the end: what is shown is what the server has, no write is pending,
//! one tab leads, no requests go on, and after looking away no entry, observer,
//! listener, timer, record, field or client is left.
//!
//! # Example
//! ```
//! use vitrine_core::query::simulate::Simulation;
//!
//! let report = Simulation::new(7).run();
//! assert_eq!(report.violation, None);
//! assert_eq!(report.faults, Simulation::new(7).run().faults, "a seed is a schedule");
//! ```

mod check;
mod ledger;
mod line;
mod network;
mod run;
mod seen;
mod server;
mod step;
mod tab;
#[cfg(test)]
mod tests;
mod watch;
mod world;
mod write;

pub use super::planted::{Planted, PlantedGuard};
pub use ledger::{Fault, FaultCounts};
pub use run::{Report, Simulation};
