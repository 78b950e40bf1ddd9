//! Vitrine: a data application in the browser for any REST API.

// The type of a view names the types of all views inside it.
#![recursion_limit = "256"]

pub mod app;
pub mod reactive;
pub mod ui;

/// The examples of the README, which are to compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
