//! What APIs say of themselves in other ways than `OpenAPI`.
//!
//! # Model
//! A root document links to the lists (`links`): so do the roots of JSON:API,
//! HAL, Hydra and Django REST Framework, and any tree of links. OData describes
//! its types in XML (`odata`, read by `csdl` and `xml`), PocketBase its
//! collections in JSON (`collections`), PostgREST its tables in a document of
//! its own kind (`tables`), and JSON Schemas tell the links of their records
//! (`hyper`), or what the rows of one list hold (`schema`). Django REST
//! Framework tells what a list takes when it is asked by `OPTIONS` (`options`).
//! What these leave out is found by probing.

mod collections;
mod csdl;
mod entity;
mod hyper;
mod links;
mod odata;
mod options;
mod schema;
mod tables;
#[cfg(test)]
mod tests;
mod xml;

pub(super) use collections::{PLACE as COLLECTIONS, collections};
pub(super) use hyper::hyper;
pub(super) use links::{deeper, is_root, lists};
pub(super) use odata::{metadata_url, service};
pub(super) use options::complete;
pub(super) use schema::complete as complete_by_schema;
pub(super) use tables::{is_tables, tables};
