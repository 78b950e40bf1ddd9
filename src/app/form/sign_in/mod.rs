//! Asking for credentials.

mod dialog;
mod method;
mod method_form;

pub use dialog::{SignInDialog, SignInDialogProps};
