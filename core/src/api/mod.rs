//! What was understood of an API, and how it is spoken to.
//!
//! # Model
//! An [`Api`] has [`Resource`]s; a resource has paths, [`Field`]s and a
//! [`Dialect`]; every inference carries [`Evidence`]. A [`DataProvider`] reads
//! and writes records through them.

mod address;
mod compare;
pub mod dialect;
pub mod discover;
mod error;
#[cfg(test)]
mod fake;
pub mod local;
mod model;
mod provider;
mod rest;
mod transport;

pub use address::{join, origin};
pub use error::{Error, ErrorKind, FieldError, Result};
pub use model::*;
pub use provider::{
    Capabilities, DataProvider, Filter, FilterGroup, FilterOperator, ListParams, Page, PageRequest,
    Precondition, Sort, Write,
};
pub use rest::RestProvider;
pub use transport::{Credential, Credentials, Retry, Transport, challenged};
