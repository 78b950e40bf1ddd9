//! Lists of fields in a request.

use serde::{Deserialize, Serialize};

/// How a request names the fields that an answer is to hold, or the records
/// that are to come along with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Naming {
    /// The parameter; `{index}` in it counts the fields.
    pub parameter: String,
    /// A field; `{field}` stands for its name. Without that the parameter has
    /// all records along, such as `depth=1`.
    pub value: String,
    /// What stands between fields; without it the parameter is repeated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
}

impl Naming {
    /// Returns the style of `fields=id,name`.
    #[must_use]
    pub fn joined(parameter: &str) -> Self {
        Self { separator: Some(",".to_owned()), ..Self::repeated(parameter) }
    }

    /// Returns the style of `fields=id&fields=name`.
    #[must_use]
    pub fn repeated(parameter: &str) -> Self {
        Self { parameter: parameter.to_owned(), value: "{field}".to_owned(), separator: None }
    }
}
