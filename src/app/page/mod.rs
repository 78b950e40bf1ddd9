//! The screens.

mod api;
mod connect;
mod message;
mod list;
mod record;
mod understood;

pub use api::ApiPage;
pub use connect::ConnectPage;
pub use message::{ErrorMessage, NotFound};
pub use list::ListPage;
pub use record::RecordPage;
pub use understood::UnderstoodPage;
