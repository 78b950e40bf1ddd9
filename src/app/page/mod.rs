//! The screens.

mod api;
mod connect;
mod delete;
mod list;
mod message;
mod operation;
mod record;
mod title;
mod understood;
mod way;

pub use api::ApiPage;
pub use connect::{ConnectPage, Failure, FailureProps};
pub use delete::DeleteButton;
pub use list::{FilterEditor, FilterEditorProps, ListPage, Nothing, NothingProps};
pub use message::{ErrorMessage, NotFound, NotFoundProps, failure_text};
pub use operation::{
    Answer, ListActions, ListActionsProps, OperationPage, OperationPageProps, OperationsPage,
    OperationsPageProps, RecordActions, operation_label, operation_path,
};
pub use record::{RecordPage, RecordPageProps};
pub use title::set_title;
pub use understood::{UnderstoodPage, UnderstoodPageProps};
pub use way::{Way, WayProps};
