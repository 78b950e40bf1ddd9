//! The screens.

mod api;
mod connect;
mod list;
mod message;
mod record;
mod title;
mod understood;

pub use api::ApiPage;
pub use connect::ConnectPage;
pub use list::ListPage;
pub use message::{ErrorMessage, NotFound};
pub use record::RecordPage;
pub use title::set_title;
pub use understood::UnderstoodPage;
