//! The dialects of JSON Schema.

use serde_json::Value;

/// Which rules a schema is read by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Draft {
    /// What the descriptions of APIs write: `OpenAPI` 3.0 and 3.1 at once, with
    /// `nullable`, `discriminator` and judged formats.
    #[default]
    OpenApi,
    /// [Draft 4](https://json-schema.org/draft-04): `id`, and a reference
    /// hides what stands beside it.
    Four,
    /// [Draft 2020-12](https://json-schema.org/draft/2020-12).
    Twenty,
}

impl Draft {
    /// Returns the name that `node` gives itself; `None` where it has none, or
    /// where a reference hides it.
    pub(super) fn identifier(self, node: &Value) -> Option<&str> {
        if self.hides_siblings(node) {
            return None;
        }
        node.get(if self == Self::Four { "id" } else { "$id" })?.as_str()
    }

    /// Returns whether `node` is a reference beside which nothing counts.
    pub(super) fn hides_siblings(self, node: &Value) -> bool {
        self == Self::Four && node.get("$ref").is_some_and(Value::is_string)
    }

    /// Returns whether the keywords that only API descriptions know count.
    pub(super) fn is_open_api(self) -> bool {
        self == Self::OpenApi
    }
}
