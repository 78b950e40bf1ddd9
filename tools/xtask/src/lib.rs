//! The project's own tasks, and the pieces of them that tests and benchmarks share.
//!
//! The binary is only a command line over this library: `process` starts and ends other programs,
//! `static_server` serves a built `dist/` the way a host would, `setup` finds or installs tools,
//! `bundle` turns what Trunk made into what is deployed.

pub mod bench;
pub mod browser;
pub mod bundle;
pub mod commands;
pub mod console;
pub mod corpus;
pub mod demo_api;
pub mod dialects;
pub mod error;
pub mod http;
pub mod process;
pub mod server;
pub mod setup;
pub mod static_server;
pub mod workspace;

pub use error::{Context, Error, Result};
pub use workspace::Workspace;
