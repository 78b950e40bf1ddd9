//! The APIs a person works with.
//!
//! # Model
//! A [`Connection`] is an API that was connected, kept on the device or given
//! by `config.json`. Opening one yields a [`Stage`]: it is being read, could
//! not be read, or is a [`Session`](crate::app::session::Session).

mod connection;
mod discovery;
mod store;

pub use connection::{Connection, slug};
pub use store::{Stage, Workspace};
