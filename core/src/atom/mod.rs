//! Atoms.
