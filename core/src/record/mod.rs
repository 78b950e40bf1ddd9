//! Records: what a row or a detail answer holds, and how fields are addressed.
//!
//! # Model
//! A [`Record`] has an [`Identifier`] and fields; a [`Path`] addresses a field
//! inside nested objects and arrays.

mod identifier;
mod path;
mod value;

pub use identifier::Identifier;
pub use path::{Path, Segment};
pub use value::Record;
