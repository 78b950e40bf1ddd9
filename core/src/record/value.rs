//! One record as an answer gave it.

use super::{Identifier, Path};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::rc::Rc;

/// An entity of a resource: its identifier and the fields one answer had.
///
/// Cloning is cheap: the fields are shared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The key by which the API knows it; `None` where the row carries none.
    pub identifier: Option<Identifier>,
    /// The fields, normally an object.
    pub fields: Rc<Value>,
    /// The entity tag of a detail answer, for `If-Match`.
    pub etag: Option<String>,
}

impl Record {
    /// Returns a record without an entity tag.
    #[must_use]
    pub fn new(identifier: Option<Identifier>, fields: Value) -> Self {
        Self { identifier, fields: Rc::new(fields), etag: None }
    }

    /// Returns the field at `path`; `None` where this answer had none.
    #[must_use]
    pub fn get(&self, path: &Path) -> Option<&Value> {
        path.get(&self.fields)
    }
}
