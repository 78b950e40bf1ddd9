//! Scenarios of the atom layer, by what they are about.

mod derive;
mod family;
mod graph;
mod harness;
mod listen;
mod loadable;
mod mount;
mod persist;
mod random;
mod store;
