//! Views of single values, shared by lists and records.

mod operator;
mod reference;
mod value_view;

pub use operator::{operator_name, operator_sign};
pub use reference::ReferenceLink;
pub use value_view::{Density, ValueView};
