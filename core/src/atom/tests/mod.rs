//! Scenarios of the atom layer, by what they are about.

mod change;
mod derive;
mod failure;
mod family;
mod graph;
mod harness;
mod history;
mod keeping;
mod listen;
mod loadable;
mod memory;
mod mount;
mod overridable;
mod persist;
mod random;
mod recording;
mod shapes;
mod sharing;
mod snapshot;
mod store;
mod stores;
