//! The layers under Vitrine that know no view framework.
//!
//! # Layers
//! `platform` is the only module that knows a browser from a native process.
//! Every other layer stands on it; which may name which is listed in
//! `ARCHITECTURE.md` and enforced by `tests/tidy.rs`.

pub mod platform;

pub mod record;

pub mod schema;

pub mod atom;

pub mod machine;

pub mod form;

pub mod query;

pub mod api;
