//! What APIs say of themselves in other ways than `OpenAPI`.
//!
//! # Model
//! A root document links to the lists (`links`): so do the roots of JSON:API,
//! HAL, Hydra and Django REST Framework, and any tree of links. What it leaves
//! out is found by probing.

mod links;

pub(super) use links::{is_root, lists};
