//! The demo data: made up from word lists by a fixed seed, the same on every machine.

mod blog;
mod people;
mod plan;
mod shop;
mod text;
mod words;

pub(crate) use plan::{DEMO_ACCOUNTS, VERSION, fill};
