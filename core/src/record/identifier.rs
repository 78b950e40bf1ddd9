//! The name of one record within its resource.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// The key of a record as it stands in a path, before percent-encoding.
///
/// Composite keys are joined by the resource that knows their parts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Identifier(String);

impl Identifier {
    /// Returns the identifier with this text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the key of a record that stands alone and needs none; it has a
    /// text, so that it can stand in an address.
    #[must_use]
    pub fn only() -> Self {
        Self::new("-")
    }

    /// Reads an identifier from a field; `None` for null, objects and arrays.
    #[must_use]
    pub fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) if !text.is_empty() => Some(Self(text.clone())),
            Value::Number(number) => Some(Self(number.to_string())),
            _ => None,
        }
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
