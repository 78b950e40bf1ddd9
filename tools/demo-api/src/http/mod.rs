//! The routes and what they answer.

mod app;
mod extract;
mod handlers;
mod publish;
mod routes;
mod service;

pub(crate) use app::App;
pub(crate) use routes::routes;
