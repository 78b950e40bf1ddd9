//! Compound components.
