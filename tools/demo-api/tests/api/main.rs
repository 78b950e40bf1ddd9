//! The API as a client sees it: requests to the real router, and where it matters to a real port.

#![allow(clippy::unwrap_used, reason = "a test whose ground is missing has failed")]

mod auth;
mod document;
mod harness;
mod lists;
mod network;
mod orders;
mod posts;
mod program;
mod seed;
mod writes;
