//! Descriptions in Swagger 2.0 and `OpenAPI` 3.
//!
//! The document stays a [`serde_json::Value`]: typed models refuse what
//! real documents hold, and weigh more than the application.

mod auth;
mod call;
mod collections;
pub(super) mod fields;
mod filtering;
mod listing;
mod paths;
mod read;
pub(super) mod references;
mod resources;
pub(super) mod rows;
pub(super) mod schema;
mod servers;
mod sorting;
#[cfg(test)]
mod tests;

pub(super) use read::{is_description, read};
