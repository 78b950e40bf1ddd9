//! The table of what there is: each collection with its columns, its rights and its rules.

mod collection;
mod column;
mod table;

pub(crate) use collection::{Access, Parent, Resource};
pub(crate) use column::{Column, Kind, Operator};
pub(crate) use table::RESOURCES;
