//! The APIs a person works with.
//!
//! # Model
//! A [`Connection`] is an API that was connected, kept on the device or given
//! by `config.json`. Opening one yields a [`Stage`]: it is being read, could
//! not be read, or is a [`Session`](crate::app::session::Session). Reading is
//! the work of a [`Worker`](web_sys::Worker); what it knows of a large API is
//! open before it is done. What was
//! understood is tested when its rows are first shown, corrected by a person,
//! and compared with the description on a later visit.

mod asking;
mod connection;
mod corrected;
mod discovery;
mod explaining;
mod proofs;
mod reader;
mod reading;
mod store;
mod understanding;

pub use connection::{Connection, slug};
pub use reading::{Audience, Given};
pub use store::{Stage, Workspace};
