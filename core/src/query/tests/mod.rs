//! Scenarios of the query layer, by what they are about.

mod change;
mod entity;
mod fetch;
mod harness;
mod lifetime;
mod observe;
mod retry;
