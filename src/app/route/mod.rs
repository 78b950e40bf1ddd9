//! Addresses of the application: what a path and a query mean.
//!
//! The router's own query parser decodes values twice, so addresses are read
//! here from the raw path and query, and written here too.

mod list_query;
mod place;

pub use list_query::{read_list, write_list};
pub use place::{Collection, Place};
