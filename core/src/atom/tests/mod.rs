//! Scenarios of the atom layer, by what they are about.

mod derive;
mod graph;
mod listen;
mod persist;
mod random;
