//! The deployed files: what is made of trunk's output in both profiles.
//!
//! Trunk compiles, binds and assembles under plain names. The wrapper around `wasm-bindgen`
//! ([`bindgen`]) splits the module first; the hook after the build ([`post_build`]) names every
//! file by its final content. The worker is a second module, bound in the same way; `start.js`
//! starts it.
//!
//! # Invariants
//! - A file under `assets/` never changes under its name, so a host may let it be kept for ever.
//! - `index.html`, `config.json`, `locales/` and what else is in `public/` keep their names.
//! - Every path inside the page is relative to its one `<base href>`.

pub mod bindgen;
pub mod chunks;
pub mod compress;
pub mod config;
pub mod digest;
pub mod html;
pub mod locales;
pub mod post_build;
pub mod report;
pub mod short_names;
pub mod wasm_opt;
