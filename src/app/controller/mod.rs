//! Screens without their looks: address, cache and provider joined.

mod columns;
mod keys;
mod list;
mod record;

pub use columns::columns;
pub use keys::{list_key, record_key, resource_key};
pub use list::ListController;
pub use record::use_record;
