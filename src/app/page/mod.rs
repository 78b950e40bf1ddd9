//! The screens.

mod api;
mod connect;
mod delete;
mod list;
mod message;
mod record;
mod title;
mod understood;

pub use api::ApiPage;
pub use connect::{ConnectPage, Failure, FailureProps};
pub use delete::DeleteButton;
pub use list::{FilterEditor, FilterEditorProps, ListPage};
pub use message::{ErrorMessage, NotFound, failure_text};
pub use record::{RecordPage, RecordPageProps};
pub use title::set_title;
pub use understood::{UnderstoodPage, UnderstoodPageProps};
