//! A labelled control.
//!
//! ```text
//! <field::Root error=error required=true>
//!     <field::Label>"Name"</field::Label>
//!     <Input value=name on_input=set_name />
//!     <field::Description>"As on the invoice."</field::Description>
//!     <field::Error />
//! </field::Root>
//! ```
//!
//! The control within finds the field by itself: its `id`, `aria-describedby`, `aria-invalid` and
//! `aria-required` follow from the parts that are there.

mod context;
mod description;
mod error;
mod label;
mod root;

#[cfg(test)]
mod tests;

pub(super) use self::context::control_attributes;
pub use self::{description::Description, error::Error, label::Label, root::Root};
