//! The documentation of the dialects, written from the table that the application reads.
//!
//! Every example is a request as the application encodes it, so the page cannot promise what the
//! code does not do.

mod choices;
mod errors;
mod example;
mod page;

pub use page::page;
