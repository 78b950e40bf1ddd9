//! Understanding an API that does not describe itself.
//!
//! # Invariants
//! At most two requests run at a time, at most eight for one collection; every
//! guess is compared with what came without it, because an unknown parameter
//! may be ignored, refused, or taken as a filter that empties the list.

mod build;
mod collections;
mod inclusion;
mod json_server;
mod paging;
mod sample;
mod values;

pub(super) use collections::{Certainty, Hint, collections, dataset};
