//! Operations: what an API does besides keeping records.

mod actions;
mod answer;
mod answer_view;
mod index;
mod page;

pub use actions::{ListActions, ListActionsProps, RecordActions, operation_label, operation_path};
pub use answer::Answer;
pub use answer_view::AnswerView;
pub use index::{OperationsPage, OperationsPageProps};
pub use page::{OperationPage, OperationPageProps};
