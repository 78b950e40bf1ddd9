//! How well real descriptions are understood, in numbers.
//!
//! # Model
//! A worker process reads one document after another with the product, and judges what came of it
//! by the [`oracle`], which walks the document by itself. The `pool` keeps workers busy and
//! replaces the one that crashed or hung; the `report` adds up.
//!
//! # Invariants
//! - The oracle shares no code with the product.
//! - Where a person found the oracle wrong, an override quotes the document; the report says how
//!   many there are.

mod command;
mod documents;
mod expectation;
mod judge;
pub mod oracle;
mod pool;
mod report;
mod worker;

pub(crate) use command::build;
pub use command::run;
pub(crate) use documents::path_of;
