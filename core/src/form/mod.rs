//! Forms from schemas.
//!
//! Modelled on [React Hook Form](https://react-hook-form.com) for when to
//! validate, and driven by a [`machine`](crate::machine) so that combinations
//! such as "saved and submitting" cannot be built.
//!
//! # Model
//! A [`FormSpec`] is what a schema asks for: a tree of [`FieldSpec`]s, each
//! with a [`Widget`]. A [`Form`] is one filling-in of it: per field the text as
//! typed, the value it parses to, and at most one [`FieldProblem`]. A valid
//! [`Form::submit`] yields a [`Submission`].
//!
//! # Invariants
//! - A value that was not edited is never rewritten: it comes back as it came.
//! - An edit notifies the subscribers of its field; those of the form only when
//!   the state, the dirty flag or the errors of the form change.
//! - What is typed while a submission is under way is kept, and is still
//!   unsaved when the submission has been saved.
//!
//! # Which value an empty input means
//! A field that may be null becomes null if it is required or had a value
//! before; a field without a value before stays absent. Otherwise text that had
//! a value becomes `""`, and everything else is removed from the record, which
//! `Submission::changes` says as null, in the way of JSON Merge Patch
//! (RFC 7396). An emptied required field is absent and therefore refused.

mod field;
mod live;

pub use field::{FieldSpec, FormSpec, SelectOption, Widget};
pub use live::{
    Draft, FieldIssue, FieldProblem, FieldState, Form, FormState, Input, Row, Submission,
    Subscription, TimeZoneOffset,
};
