//! Reading a model back from JSON.
//!
//! The derived readers of twenty types are a tenth of the whole module that a
//! browser downloads; these functions do the same for a fifth of that. A model
//! that does not fit, because another version wrote it, is not read at all:
//! the API is discovered anew.

mod api;
mod dialect;
mod overlay;
mod parts;
#[cfg(test)]
mod tests;
