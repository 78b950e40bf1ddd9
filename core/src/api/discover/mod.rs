//! Understanding an API: from its description, or by gentle probing.
//!
//! # Model
//! [`discover`] takes an [`Input`]. A description is read by `openapi`; where
//! there is none, `describe` follows what the API says of itself in other ways,
//! and `probe` reads a few rows of each list and infers the rest. [`verify()`]
//! tries out what was inferred, when a list is first opened; [`drift`] tells
//! what changed since. [`find`] remembers besides how the description was, and
//! [`exchange`] does all of it in another thread.
//!
//! # Invariants
//! Only `GET` and `OPTIONS` are sent, at most two at a time, never to a path that reads like
//! a verb, and no body is read without a bound. Once anything was read, what
//! could not be understood is an issue of the result and no error.

mod causes;
mod content;
mod cors;
mod describe;
mod diagnose;
mod drift;
mod error;
mod evidence;
pub mod exchange;
mod fetch;
mod found;
mod host;
mod input;
mod keys;
mod kind;
mod label;
mod money;
mod openapi;
mod page;
mod partial;
mod polite;
mod probe;
mod session;
#[cfg(test)]
mod tests;
mod verify;
mod words;
mod yaml;

pub use cors::{CorsHeader, CorsName, cors_headers};
pub use diagnose::{Attempt, diagnose};
pub use drift::{Change, Drift, drift, outline};
pub use error::{DiscoverError, DiscoverErrorKind};
pub use found::{Found, find};
pub use input::{DiscoverOptions, Input};
pub use session::discover;
pub use verify::{REQUESTS, Verification, verify, watch};
pub use yaml::parse_yaml;
