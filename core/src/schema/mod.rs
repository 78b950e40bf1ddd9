//! JSON Schema.

use serde_json::Value;

/// A JSON Schema.
#[derive(Debug, Clone)]
pub struct Schema;

impl Schema {
    /// Returns the schema written as `root`.
    #[must_use]
    pub fn new(root: Value) -> Self {
        let _ = root;
        Self
    }
}
