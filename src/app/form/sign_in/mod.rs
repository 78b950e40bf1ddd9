//! Asking for credentials.

mod choice;
mod dialog;
mod method;
mod method_form;

pub use choice::{CredentialForm, CredentialFormProps};
pub use dialog::{SignInDialog, SignInDialogProps};
