//! Forms for records and for signing in; they arrive in a chunk of their own.

mod form_page;
mod sign_in_dialog;

pub use form_page::{FormPage, FormPageProps};
pub use sign_in_dialog::{SignInDialog, SignInDialogProps};
