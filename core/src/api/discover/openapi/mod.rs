//! Descriptions in Swagger 2.0 and `OpenAPI` 3.
//!
//! The document stays a [`serde_json::Value`]: typed models refuse what
//! real documents hold, and weigh more than the application.

mod auth;
mod call;
mod collections;
mod external;
mod family;
pub(super) mod fields;
mod filtering;
mod listing;
mod names;
mod operations;
mod paging;
mod parents;
mod paths;
mod posted;
mod read;
mod record;
pub(super) mod references;
mod resources;
pub(super) mod rows;
pub(super) mod schema;
mod schemas;
mod selecting;
mod servers;
mod single;
mod sorting;
pub(super) mod targets;
#[cfg(test)]
mod tests;
pub(super) mod vocabulary;
mod writes;

pub(super) use external::{gather, is_scattered};
pub(super) use read::{Step, is_description, read};
