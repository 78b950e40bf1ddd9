//! Records: what a row or a detail answer holds, and how fields are addressed.
//!
//! # Model
//! A [`Record`] has an [`Identifier`] and fields; a [`Path`] addresses a field
//! inside nested objects and arrays. [`Rows`] finds the rows of a list in its
//! body without parsing it; [`json`] is what it walks with.

mod identifier;
pub mod json;
mod path;
mod rows;
#[cfg(test)]
mod tests;
mod value;

pub use identifier::Identifier;
pub use path::{Path, Segment};
pub use rows::{Rows, RowsAt};
pub use value::Record;
