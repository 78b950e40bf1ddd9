//! Schemas as the model carries them: shared by name, in today's words.

use super::schema::{Document, reference_name};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};

/// Parts of a schema that say nothing of a value.
const DROPPED: [&str; 4] = ["$ref", "example", "externalDocs", "xml"];

/// The members of a body that stand in it; one with more is shared.
const OWN: usize = 32;

/// The schemas that bodies refer to.
#[derive(Debug, Default)]
pub(super) struct Schemas<'a> {
    /// References that were met, with what they point to.
    met: BTreeMap<&'a str, &'a Value>,
    /// Bodies that were made already, by their reference.
    bodies: HashMap<&'a str, Value>,
}

impl<'a> Schemas<'a> {
    /// Returns the schema of a body: its own members are in it, what they
    /// refer to is remembered.
    ///
    /// What writes a record looks for members in `properties`, so parts that
    /// all apply are joined there.
    /// A description may have a thousand bodies with the same hundred members,
    /// so big ones are only referred to.
    pub(super) fn body(&mut self, document: Document<'a>, schema: &'a Value) -> Value {
        let pointer = reference(document, schema);
        // Beside a reference may stand words of the call itself.
        let is_bare = schema.as_object().is_some_and(|members| members.len() == 1);
        if let Some((reference, target)) = pointer {
            // One schema is often the body of several calls.
            if let Some(known) = self.bodies.get(reference).filter(|_| is_bare) {
                return known.clone();
            }
            if document.up_to(target, OWN + 1).properties.len() > OWN {
                self.met.insert(reference, target);
                return json!({"$ref": reference});
            }
        }
        let mut joined = Map::new();
        self.join(document, schema, &mut joined, &mut Vec::new());
        if let Some(name) = reference_name(schema) {
            joined.entry("title").or_insert_with(|| name.into());
        }
        finish(&mut joined);
        let body = Value::Object(joined);
        if let Some((reference, _)) = pointer.filter(|_| is_bare) {
            self.bodies.insert(reference, body.clone());
        }
        body
    }

    fn join(
        &mut self,
        document: Document<'a>,
        schema: &'a Value,
        joined: &mut Map<String, Value>,
        open: &mut Vec<&'a Value>,
    ) {
        let Value::Object(members) = schema else { return };
        // A part that consists of itself has no more to say.
        if open.iter().any(|known| std::ptr::eq(*known, schema)) {
            return;
        }
        open.push(schema);
        let reference = members.get("$ref").and_then(Value::as_str);
        if let Some(target) = reference.and_then(|reference| document.at(reference)) {
            self.join(document, target, joined, open);
        }
        for (name, member) in members {
            match (name.as_str(), member) {
                ("properties", Value::Object(named)) => {
                    let known = joined.entry("properties").or_insert_with(|| json!({}));
                    let named = named
                        .iter()
                        .map(|(name, schema)| (name.clone(), self.copy(document, schema)));
                    if let Value::Object(known) = known {
                        known.extend(named);
                    }
                }
                ("required", Value::Array(names)) => {
                    let known = joined.entry("required").or_insert_with(|| json!([]));
                    if let Value::Array(known) = known {
                        known.extend(names.iter().cloned());
                    }
                }
                ("allOf", Value::Array(parts)) => {
                    for part in parts {
                        self.join(document, part, joined, open);
                    }
                }
                // Of two unions both hold.
                ("oneOf" | "anyOf", _) if joined.contains_key(name) => {
                    let union = json!({name: self.copy(document, member)});
                    let all = joined.entry("allOf").or_insert_with(|| json!([]));
                    if let Value::Array(all) = all {
                        all.push(union);
                    }
                }
                (name, _) if is_dropped(name) => {}
                _ if joined.contains_key(name) => {}
                _ => {
                    joined.insert(name.clone(), self.word(document, name, member));
                }
            }
        }
        open.pop();
    }

    /// Returns a schema with its references as they are.
    fn copy(&mut self, document: Document<'a>, schema: &'a Value) -> Value {
        match schema {
            Value::Object(members) => {
                let mut copy = Map::new();
                if let Some((reference, target)) = reference(document, schema) {
                    self.met.insert(reference, target);
                    copy.insert("$ref".to_owned(), reference.into());
                }
                for (name, member) in members.iter().filter(|(name, _)| !is_dropped(name)) {
                    copy.insert(name.clone(), self.word(document, name, member));
                }
                finish(&mut copy);
                Value::Object(copy)
            }
            Value::Array(elements) => {
                elements.iter().map(|element| self.copy(document, element)).collect()
            }
            scalar => scalar.clone(),
        }
    }

    fn word(&mut self, document: Document<'a>, name: &str, member: &'a Value) -> Value {
        match (name, member) {
            // Their members are names, not words of a schema.
            (
                "properties" | "patternProperties" | "$defs" | "definitions",
                Value::Object(named),
            ) => {
                let named =
                    named.iter().map(|(name, schema)| (name.clone(), self.copy(document, schema)));
                Value::Object(named.collect())
            }
            (
                "items"
                | "prefixItems"
                | "additionalProperties"
                | "not"
                | "allOf"
                | "oneOf"
                | "anyOf"
                | "contains"
                | "propertyNames"
                | "if"
                | "then"
                | "else",
                _,
            ) => self.copy(document, member),
            _ => member.clone(),
        }
    }

    /// Returns what was referred to, and what that refers to, by reference.
    pub(super) fn finish(mut self, document: Document<'a>) -> Map<String, Value> {
        let mut shared = Map::new();
        while let Some((reference, target)) = self.met.pop_first() {
            if !shared.contains_key(reference) {
                let copy = self.copy(document, target);
                shared.insert(reference.to_owned(), copy);
            }
        }
        shared
    }
}

/// Returns where a schema points to inside the document.
fn reference<'a>(document: Document<'a>, schema: &'a Value) -> Option<(&'a str, &'a Value)> {
    let reference = schema.get("$ref")?.as_str()?;
    Some((reference, document.at(reference)?))
}

fn is_dropped(name: &str) -> bool {
    DROPPED.contains(&name) || name.starts_with("x-") && !name.starts_with("x-enum")
}

fn finish(members: &mut Map<String, Value>) {
    modernize(members);
    // Without alternatives there is nothing to tell apart; a base of a thousand
    // types would list them all in each.
    let has_union = ["oneOf", "anyOf"].iter().any(|name| members.contains_key(*name));
    if !has_union && members.get("discriminator").is_some_and(|it| it.get("propertyName").is_some())
    {
        members.shift_remove("discriminator");
    }
}

/// Puts older ways to say null and exclusive bounds into those of JSON Schema
/// 2020-12.
fn modernize(members: &mut Map<String, Value>) {
    let is_nullable = ["nullable", "x-nullable"].iter().any(|name| {
        // A member of a record may be called so, too.
        let is_word = members.get(*name).is_some_and(Value::is_boolean);
        is_word && members.shift_remove(*name) == Some(json!(true))
    });
    if is_nullable {
        match members.get_mut("type") {
            Some(Value::Array(types)) => types.push("null".into()),
            Some(kind) => *kind = json!([kind.take(), "null"]),
            None => {}
        }
        if let Some(Value::Array(choices)) = members.get_mut("enum")
            && !choices.contains(&Value::Null)
        {
            choices.push(Value::Null);
        }
    }
    for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        match members.get(exclusive) {
            Some(Value::Bool(true)) => {
                if let Some(limit) = members.shift_remove(bound) {
                    members.insert(exclusive.to_owned(), limit);
                }
            }
            Some(Value::Bool(false)) => {
                members.shift_remove(exclusive);
            }
            _ => {}
        }
    }
}

/// Does so everywhere in a schema.
pub(super) fn modernize_all(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            modernize(members);
            members.values_mut().for_each(modernize_all);
        }
        Value::Array(elements) => elements.iter_mut().for_each(modernize_all),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(root: &Value, body: &Value, shared: &[&str]) {
        let document = Document::new(root);
        let mut schemas = Schemas::default();
        assert_eq!(schemas.body(document, &root["body"]), *body);
        let found = schemas.finish(document);
        assert_eq!(found.keys().map(String::as_str).collect::<Vec<_>>(), shared);
    }

    #[test]
    fn what_members_refer_to_is_shared() {
        check(
            &json!({"body": {"$ref": "#/defs/Node"}, "defs": {
                "Node": {"type": "object", "properties": {
                    "child": {"$ref": "#/defs/Node"}, "leaf": {"$ref": "#/defs/Leaf"}}},
                "Leaf": {"properties": {"node": {"$ref": "#/defs/Node"}}}, "Other": {}}}),
            &json!({"type": "object", "title": "Node", "properties": {
                "child": {"$ref": "#/defs/Node"}, "leaf": {"$ref": "#/defs/Leaf"}}}),
            &["#/defs/Leaf", "#/defs/Node"],
        );
    }

    #[test]
    fn a_discriminator_stays_where_there_are_alternatives() {
        let discriminator = json!({"propertyName": "kind", "mapping": {"a": "#/a"}});
        check(
            &json!({"body": {"discriminator": discriminator, "properties": {
                "discriminator": {"oneOf": [{}], "discriminator": discriminator}}}}),
            &json!({"properties": {
                "discriminator": {"oneOf": [{}], "discriminator": discriminator}}}),
            &[],
        );
    }

    #[test]
    fn a_big_body_is_shared() {
        let names = (0..=OWN).map(|number| (format!("m{number}"), json!({})));
        let properties = Value::Object(names.collect());
        check(
            &json!({"body": {"$ref": "#/Big"}, "Big": {"properties": properties}}),
            &json!({"$ref": "#/Big"}),
            &["#/Big"],
        );
    }

    #[test]
    fn parts_that_all_apply_are_one_object() {
        check(
            &json!({"body": {"allOf": [{"$ref": "#/defs/Base"}, {"required": ["name"],
                "properties": {"name": {"type": "string", "x-order": 1}}}, {"oneOf": [{}]}],
                "oneOf": [{"required": ["a"]}]},
                "defs": {"Base": {"type": "object", "required": ["id"], "allOf":
                    [{"$ref": "#/defs/Base"}], "properties": {"id": {"type": "integer"}}}}}),
            &json!({"type": "object", "required": ["id", "name"], "properties": {
                "id": {"type": "integer"}, "name": {"type": "string"}},
                "oneOf": [{}], "allOf": [{"oneOf": [{"required": ["a"]}]}]}),
            &[],
        );
    }

    #[test]
    fn older_words_become_those_of_2020() {
        check(
            &json!({"body": {"type": "integer", "nullable": true, "minimum": 0,
                "exclusiveMinimum": true, "enum": [1, 2]}}),
            &json!({"type": ["integer", "null"], "exclusiveMinimum": 0, "enum": [1, 2, null]}),
            &[],
        );
    }
}
