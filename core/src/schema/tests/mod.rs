//! Schemas beside values.

mod conformance;
mod drafts;
mod fields;
mod harness;
mod keywords;
mod scalars;
