//! Views of single values, shared by lists and records.

mod cell;
mod full;
mod operator;
mod reference;

pub use cell::{cell_text, cell_view};
pub use full::full_view;
pub use operator::{operator_name, operator_sign};
pub use reference::ReferenceLink;
