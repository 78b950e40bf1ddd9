//! Values as people read them: kind and value in, a [`Shown`] out.

mod label;
mod shown;

pub use label::{field_label, humanize, key_label, resource_label};
pub use shown::{Shown, plain, show, worth};
