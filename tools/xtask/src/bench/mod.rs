//! Benchmarks of the application beside its peers, in one browser.
//!
//! # Model
//! A *scenario* is one question, such as how long a list takes to show. A *subject* is an
//! application that answers it: Vitrine in one of its deployments, or a peer. A *round* visits
//! every subject once, so that whatever else the machine does falls on all of them alike.
//!
//! # Invariants
//! - Every subject is served by the same server, reads the same API and is watched by the same
//!   probe; no subject contains anything of the harness.
//! - Each visit has an empty browser context: no cache, no storage, a renderer of its own.
//! - A visit that does not show the rows it should is an error, never a number.
//! - The scenario `document` has no peer: nobody else reads a description of that size in a browser.
//! - The scenario `state` measures no application: libraries beside the layers that do their work,
//!   in one page.
//! - The result is a measurement: a missed goal is reported and does not fail the command.

mod backend;
mod cdp;
mod command;
mod data;
mod document;
mod list;
mod machine;
mod page;
mod peer;
mod report;
mod site;
mod state;
mod statistics;
mod subject;
mod trace;
mod traffic;
mod visit;
mod vitrine;

pub use command::run;
