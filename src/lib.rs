//! Vitrine: a data application in the browser for any REST API.

pub mod app;
pub mod reactive;
pub mod ui;
