//! Understanding an API that does not describe itself.
//!
//! # Invariants
//! At most two requests run at a time, at most eight for one collection; every
//! guess is compared with what came without it, because an unknown parameter
//! may be ignored, refused, or taken as a filter that empties the list.

mod actions;
mod adopt;
mod build;
mod collections;
mod formats;
mod habits;
mod inclusion;
mod json_server;
mod paging;
mod sample;
mod templates;
mod texts;
mod values;

pub(super) use adopt::{adopt, is_frame};
pub(super) use collections::{Certainty, Hint, collections, dataset};
pub(super) use formats::ODATA;
pub(super) use habits::of_family;
pub(super) use paging::linked;
pub(super) use sample::of_response;
pub(super) use values::schema_of_rows;
