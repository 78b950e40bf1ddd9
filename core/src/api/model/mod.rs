//! The nouns of an understood API: plain data that is read, saved and edited.

mod dialect;
mod evidence;
mod field;
mod read;
mod resource;
mod schemas;

pub use dialect::{
    Dialect, FilterStyle, ItemShape, ManyById, Paging, Rows, SortStyle, Total, UpdateVerb,
};
pub use evidence::{Confidence, Evidence, Issue, Severity, Source};
pub use field::{Choice, Field, Kind, Reference};
pub use resource::{
    Api, AuthScheme, Endpoint, Login, Operation, Parameter, ParameterPlace, Resource,
};
pub(in crate::api) use schemas::expand;
