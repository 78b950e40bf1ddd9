//! Scenarios of the atom layer, by what they are about.

mod change;
mod derive;
mod family;
mod graph;
mod harness;
mod history;
mod listen;
mod loadable;
mod memory;
mod mount;
mod outside;
mod persist;
mod random;
mod shapes;
mod store;
