//! The nouns of an understood API: plain data that is read, saved and edited.

mod code;
mod dialect;
mod evidence;
mod field;
mod filter;
mod naming;
mod overlay;
mod paging;
mod read;
mod resource;
mod schemas;

pub use code::Code;
pub use dialect::{
    Always, BodyShape, Dialect, ItemShape, ManyById, Occasion, Rows, Total, UpdateVerb,
};
pub use evidence::{Confidence, Evidence, Issue, Outcome, Severity, Source};
pub use field::{Choice, Field, Kind, Reference};
pub use filter::{FilterStyle, Joint, Word, words};
pub use naming::Naming;
pub use overlay::{FieldOverlay, Overlay, ResourceOverlay};
pub use paging::{Next, Paging, SortStyle};
pub use resource::{
    Api, AuthScheme, Endpoint, Login, Operation, Parameter, ParameterPlace, Parent, Resource,
};
pub(in crate::api) use schemas::expand;
