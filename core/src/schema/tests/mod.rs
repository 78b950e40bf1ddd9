//! Schemas beside values.

mod drafts;
mod fields;
mod harness;
mod keywords;
mod scalars;
