//! Journeys through the release build, in a real browser over real servers.
//!
//! `cargo xtask test e2e` builds the release, finds the browser and its driver, and names them in
//! the environment; then each test here is one story of a person who uses the application. The
//! target is left out of a plain `cargo test`, which has none of these.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::print_stderr, reason = "what was seen of a failure is told beside it")]

mod harness;
mod journey;
mod scratch;
#[path = "../servers/mod.rs"]
mod servers;
