//! Schemas that several endpoints share.

use super::Api;
use serde_json::{Map, Value, json};
use std::cell::Cell;

/// References are followed no further than this.
const DEPTH: usize = 24;
/// A schema in full has no more members than this; the rest is left open.
const SIZE: usize = 4_000;

impl Api {
    /// Returns a schema of this model, such as the body of an endpoint, with
    /// its references replaced by what they point to. A cycle is cut at its
    /// second turn and left open, as is what would make the schema too big.
    #[must_use]
    pub fn expand(&self, schema: &Value) -> Value {
        expand(schema, SIZE, &|reference| self.schemas.get(reference))
    }
}

/// Returns `schema` with what `find` knows in the place of references, and no
/// more than `size` members.
pub(in crate::api) fn expand<'a>(
    schema: &'a Value,
    size: usize,
    find: &dyn Fn(&str) -> Option<&'a Value>,
) -> Value {
    let mut expansion = Expansion { find, open: Vec::new(), left: Cell::new(size) };
    expansion.expand(schema)
}

struct Expansion<'a, 'f> {
    find: &'f dyn Fn(&str) -> Option<&'a Value>,
    open: Vec<&'a str>,
    left: Cell<usize>,
}

impl<'a> Expansion<'a, '_> {
    fn expand(&mut self, schema: &'a Value) -> Value {
        let Some(left) = self.left.get().checked_sub(1) else { return json!({}) };
        self.left.set(left);
        match schema {
            Value::Object(members) => self.object(members),
            Value::Array(elements) => elements.iter().map(|element| self.expand(element)).collect(),
            scalar => scalar.clone(),
        }
    }

    fn object(&mut self, members: &'a Map<String, Value>) -> Value {
        let reference = members.get("$ref").and_then(Value::as_str).unwrap_or_default();
        let mut expanded = Map::new();
        if let Some(target) = (self.find)(reference) {
            let turns = self.open.iter().filter(|known| **known == reference).count();
            if turns > 1 || self.open.len() > DEPTH {
                return json!({});
            }
            self.open.push(reference);
            let inner = self.expand(target);
            self.open.pop();
            let Value::Object(inner) = inner else { return inner };
            expanded = inner;
            if let Some(name) = reference.rsplit('/').next() {
                expanded.entry("title").or_insert_with(|| name.into());
            }
        }
        for (name, member) in members.iter().filter(|(name, _)| *name != "$ref") {
            let member = match (name.as_str(), member) {
                // Their members are names, not words of a schema.
                (
                    "properties" | "patternProperties" | "$defs" | "definitions",
                    Value::Object(named),
                ) => {
                    let named =
                        named.iter().map(|(name, schema)| (name.clone(), self.expand(schema)));
                    Value::Object(named.collect())
                }
                ("enum" | "const" | "default" | "example" | "examples" | "required", _) => {
                    member.clone()
                }
                _ => self.expand(member),
            };
            expanded.insert(name.clone(), member);
        }
        Value::Object(expanded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_is_cut_at_its_second_turn() {
        let node = json!({"type": "object", "properties": {"child": {"$ref": "#/Node"}}});
        let schemas = Map::from_iter([("#/Node".to_owned(), node)]);
        let api = Api { schemas, ..Api::default() };
        let expanded = api.expand(&json!({"$ref": "#/Node"}));
        let turns =
            std::iter::successors(Some(&expanded), |node| node.pointer("/properties/child"));
        assert_eq!(turns.count(), 3);
        assert_eq!(expanded["properties"]["child"]["title"], json!("Node"));
    }

    #[test]
    fn what_would_be_too_big_is_left_open() {
        let schema = json!({"properties": {"a": {"type": "string"}, "b": {"type": "string"}}});
        let expanded = expand(&schema, 3, &|_| None);
        assert_eq!(expanded, json!({"properties": {"a": {"type": "string"}, "b": {}}}));
    }
}
