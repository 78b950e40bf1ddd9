//! Screens without their looks: address, cache and provider joined.

mod columns;
mod keys;
mod list;
mod operation;
mod parents;
mod record;
mod summary;

pub use columns::columns;
pub use keys::{list_key, lists_of, moves_rows, record_key, resource_key};
pub use list::{ListController, LocalRows};
pub use operation::{Level, known_values, level, operations_of, parameter_target};
pub use parents::{children, parent_keys, parent_resource};
pub use record::use_record;
pub use summary::summarise;
