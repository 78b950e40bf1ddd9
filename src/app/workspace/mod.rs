//! The APIs a person works with.
//!
//! # Model
//! A [`Connection`] is an API that was connected, kept on the device or given
//! by `config.json`. Opening one yields a [`Stage`]: it is being read, could
//! not be read, or is a [`Session`](crate::app::session::Session). What was
//! understood is tested when its rows are first shown, corrected by a person,
//! and compared with the description on a later visit.

mod connection;
mod corrected;
mod discovery;
mod explaining;
mod origin;
mod store;
mod understanding;

pub use connection::{Connection, slug};
pub use store::{Stage, Workspace};
