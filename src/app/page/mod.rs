//! The screens.

mod api;
mod connect;
mod copy;
mod delete;
mod list;
mod message;
mod operation;
mod record;
mod stale;
mod title;
mod understood;
mod way;

pub use api::ApiPage;
pub use connect::{ConnectPage, Explanation, ExplanationProps, Failure};
pub use copy::{CopyButton, own_origin};
pub use delete::DeleteButton;
pub use list::{
    FilterEditor, FilterEditorProps, FilterGroups, FilterGroupsProps, ListPage, Nothing,
    NothingProps,
};
pub use message::{ErrorMessage, NotFound, NotFoundProps, Refusal, explanation_view, failure_text};
pub use operation::{
    Answer, ListActions, ListActionsProps, OperationPage, OperationPageProps, OperationsPage,
    OperationsPageProps, RecordActions, operation_label, operation_path,
};
pub use record::{RecordPage, RecordPageProps};
pub use stale::stale_note;
pub use title::set_title;
pub use understood::{UnderstoodPage, UnderstoodPageProps};
pub use way::{Way, WayProps};
