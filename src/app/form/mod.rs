//! Forms for records and for signing in; they arrive in a chunk of their own.
//!
//! # Model
//! A [`FormSpec`](vitrine_core::form::FormSpec) comes from the resource; the
//! `FormController` fills one in and saves it; the `Editor` shows it, field by
//! field. What is typed is kept in the tab until it is saved or discarded.

mod controller;
mod draft;
mod editor;
mod field;
mod file_field;
mod form_page;
mod operation_form;
mod operation_run;
mod outcome;
mod parents_page;
mod problem;
mod sign_in;
mod spec;
mod state;
mod summary;
mod unsaved;

pub use form_page::{FormPage, FormPageProps};
pub use operation_form::{OperationForm, OperationFormProps};
pub use parents_page::{ParentsPage, ParentsPageProps};
pub use sign_in::{CredentialForm, CredentialFormProps, SignInDialog, SignInDialogProps};
