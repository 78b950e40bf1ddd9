//! Worker that finds out what an API is.
//!
//! `worker/start.js` waits for the question, starts this module and calls
//! `answer`. A worker answers one question and is ended by
//! whoever asked: the memory of a module never shrinks, and a description of
//! many megabytes takes hundreds of them.

#[cfg(target_arch = "wasm32")]
mod browser;

fn main() {}
