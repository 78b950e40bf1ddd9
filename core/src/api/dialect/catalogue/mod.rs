//! The dialects that are known by name.
//!
//! Requests and answers never ask who the server is: this table serves
//! discovery, which recognizes a self-describing framework by its answers, and
//! the list of dialects in the documentation. A new dialect is an entry in
//! `known.json` and an exchange in `exchanges/`.

#[cfg(test)]
mod exchanges;
mod known;
#[cfg(test)]
mod tests;

pub use known::{Answer, Known, Sign, described, known, recognize};
