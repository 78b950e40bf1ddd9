//! What every journey needs: a site, a browser, and a way to say what was expected.
//!
//! # Model
//! A [`Journey`] runs one story: it serves the release as a [`Site`], opens a [`Page`] in a browser
//! of its own, and judges the browser's log at the end. A [`Target`] names an element by what a
//! person perceives: its role and its name.
//!
//! # Invariants
//! - At most two browsers run at the same time, whatever the number of test threads is.
//! - Nothing waits for a fixed time: everything is looked for again until a deadline.
//! - A journey that fails leaves its screenshot, source and log in `target/e2e/<journey>/`.
//!
//! # Why fantoccini
//! It is the smaller of the two clients that are kept up: without its TLS features it needs hyper
//! and tokio, which the demo API has in the lock file anyway, and no OpenSSL; thirtyfour brings
//! reqwest, a TLS stack and a proc-macro. The driver is on this machine, so plain HTTP will do.

mod accessibility;
mod browser;
mod journey;
mod log;
mod page;
mod site;
mod steps;
mod target;

pub(crate) use journey::{Journey, over};
pub(crate) use page::Page;
pub(crate) use site::Site;
pub(crate) use steps::Account;
pub(crate) use target::Target;
