//! The `OpenAPI` document, made from the same tables and types as the server.

mod contents;
mod operations;
mod parameters;

pub(crate) use contents::{components, write};
