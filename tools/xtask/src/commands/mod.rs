//! Commands of `cargo xtask`, one file each.

mod build;
mod check;
mod dialects;
mod env;
mod hook;
pub mod model;
mod preview;
mod proxy;
mod serve;
mod setup;
mod simulate;
mod table;
mod test;
mod trunk;

pub use table::run;
