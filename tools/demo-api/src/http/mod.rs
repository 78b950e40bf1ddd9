//! The routes and what they answer.

mod app;
mod extract;
mod handlers;

pub(crate) use app::App;
pub(crate) use handlers::routes;
