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
//! - A value that came from the server and was not edited is not judged.
//!
//! # When a field is judged
//! On submit. After the first submit also on every change: the field, and what
//! encloses it as far as it was refused before. Never on blur.
//!
//! # Which value an empty input means
//! A field that may be null becomes null if it is required or was there before;
//! a field that was not there stays absent. Otherwise text that may be left out
//! becomes `""`, and everything else is removed from the record, which
//! [`Submission::changes`] says as null, in the way of JSON Merge Patch
//! (RFC 7396). An emptied required field is absent and therefore refused. An
//! emptied element of an array becomes null, and is refused unless it may be.
//!
//! ```
//! use serde_json::json;
//! use std::rc::Rc;
//! use vitrine_core::form::{Form, FormSpec, FormState, Input};
//! use vitrine_core::record::Path;
//! use vitrine_core::schema::Schema;
//! let schema = Schema::new(json!({
//!     "required": ["name"],
//!     "properties": { "name": { "type": "string" }, "price": { "type": "number" } },
//! }));
//! let form = Form::new(FormSpec::from_schema(schema, &|_| None), None, Rc::new(|_| 0));
//! let (name, price) = (Path::field("name"), Path::field("price"));
//! form.input(&price, Input::Text("9.50".to_owned()));
//! assert!(form.submit().is_none());
//! assert_eq!(form.first_error(), Some(name.clone()));
//! form.input(&name, Input::Text("Lamp".to_owned()));
//! let submission = form.submit().expect("the form is complete");
//! assert_eq!(submission.data, json!({ "name": "Lamp", "price": 9.5 }));
//! assert_eq!(form.state(), FormState::Submitting);
//! ```

mod build;
mod chart;
mod draft;
mod field;
mod handle;
mod judge;
mod label;
mod live;
mod moment;
mod path_map;
mod row;
mod submission;
mod subscription;
mod text;

pub use chart::FormState;
pub use draft::Draft;
pub use field::{FieldSpec, FormSpec, SelectOption, Widget};
pub use handle::Form;
pub use judge::{FieldIssue, FieldProblem};
pub use live::{FieldState, Input};
pub use moment::TimeZoneOffset;
pub use row::Row;
pub use submission::Submission;
pub use subscription::Subscription;

#[cfg(test)]
mod tests;
