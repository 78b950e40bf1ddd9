//! What a schema may be, as the flat set of the objects that say so.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// A schema together with everything it refers to or combines.
pub(super) struct Layers<'a> {
    root: &'a Value,
    layers: Vec<&'a Map<String, Value>>,
}

impl<'a> Layers<'a> {
    pub(super) fn new(root: &'a Value, schema: &'a Value) -> Self {
        let mut layers = Vec::new();
        let mut seen = BTreeSet::new();
        let mut waiting = vec![schema];
        while let Some(schema) = waiting.pop() {
            let Value::Object(members) = schema else { continue };
            // Two references to one schema are one; a cycle ends here.
            if !seen.insert(std::ptr::from_ref(members)) {
                continue;
            }
            layers.push(members);
            // What comes first in the document is taken first from the stack.
            for name in ["anyOf", "oneOf", "allOf"] {
                let parts = members.get(name).and_then(Value::as_array);
                waiting.extend(parts.into_iter().flatten().rev());
            }
            waiting.extend(follow(root, schema));
        }
        Self { root, layers }
    }

    pub(super) fn is_array(&self) -> bool {
        self.layers.iter().any(|layer| has_type(layer, "array") || layer.contains_key("items"))
    }

    pub(super) fn is_write_only(&self) -> bool {
        self.layers.iter().any(|layer| layer.get("writeOnly") == Some(&Value::Bool(true)))
    }

    /// Returns what the elements of the array are.
    pub(super) fn items(&self) -> Option<Self> {
        let items = self.layers.iter().find_map(|layer| layer.get("items"))?;
        Some(Layers::new(self.root, items))
    }

    /// Returns the members in the order of the document.
    pub(super) fn properties(&self) -> Vec<(&'a str, Self)> {
        let mut names = BTreeSet::new();
        let mut properties = Vec::new();
        for layer in &self.layers {
            let members = layer.get("properties").and_then(Value::as_object);
            for (name, schema) in members.into_iter().flatten() {
                if names.insert(name.as_str()) {
                    properties.push((name.as_str(), Layers::new(self.root, schema)));
                }
            }
        }
        properties
    }
}

/// Returns what a local reference points to.
pub(super) fn follow<'a>(root: &'a Value, value: &'a Value) -> Option<&'a Value> {
    let reference = value.get("$ref")?.as_str()?.strip_prefix('#')?;
    root.pointer(reference).or_else(|| root.pointer(&percent_decoded(reference)))
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, others @ ..] = rest {
        let code = others.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let code = code.filter(|_| *first == b'%').and_then(|it| u8::from_str_radix(it, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &others[2..] } else { others };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn has_type(layer: &Map<String, Value>, wanted: &str) -> bool {
    match layer.get("type") {
        Some(Value::String(name)) => name == wanted,
        Some(Value::Array(names)) => names.iter().any(|name| name == wanted),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn references_combinations_and_cycles_are_one_set_of_members() {
        let root = json!({"schemas": {
            "a/b": {"properties": {"id": {"type": "integer"}, "self": {"$ref": "#/schemas/a~1b"}}},
            "B": {"allOf": [{"$ref": "#/schemas/a~1b"}, {"oneOf": [
                {"properties": {"name": {}}}, {"properties": {"secret": {"writeOnly": true}}}]}]}}});
        let layers = Layers::new(&root, &root["schemas"]["B"]);
        let properties = layers.properties();
        let names: Vec<&str> = properties.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["id", "self", "name", "secret"]);
        assert!(properties[3].1.is_write_only() && !layers.is_array());
    }

    #[test]
    fn references_may_be_percent_encoded() {
        let root =
            json!({"a b": {"type": ["array", "null"], "items": {}}, "c": {"$ref": "#/a%20b"}});
        assert!(Layers::new(&root, &root["c"]).is_array());
    }
}
