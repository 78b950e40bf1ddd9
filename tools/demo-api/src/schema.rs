//! The schemas of a record and of the requests that create and update it, all from one type.

use serde_json::{Map, Value};

use crate::resource::Resource;

/// The schemas of one collection, as JSON Schema.
#[derive(Debug)]
pub(crate) struct Schemas {
    /// What is sent: without what is write-only.
    pub read: Value,
    /// What a POST takes: without what is read-only.
    pub create: Value,
    /// What a PUT takes: also without what cannot be changed later.
    pub replace: Value,
    /// What a PATCH takes: the same, with nothing required and no defaults.
    pub update: Value,
}

impl Schemas {
    pub(crate) fn of(resource: &Resource) -> Self {
        let whole = serde_json::to_value((resource.schema)()).expect("a schema is plain JSON");
        let is_read_only = |_: &str, schema: &Value| is_set(schema, "readOnly");
        let is_write_only = |_: &str, schema: &Value| is_set(schema, "writeOnly");
        let read = without(&whole, is_write_only);
        let mut create = without(&whole, is_read_only);
        // Who is signed in stands in for a missing owner, so it is never required.
        drop_required(&mut create, |name, schema| {
            schema.get("default").is_some()
                || is_nullable(schema)
                || resource.owner.is_some_and(|owner| owner == name)
        });
        let replace = without(&create, |name, _| resource.immutable.contains(&name));
        let mut update = replace.clone();
        drop_required(&mut update, |_, _| true);
        if let Some(properties) = update.get_mut("properties").and_then(Value::as_object_mut) {
            for property in properties.values_mut().filter_map(Value::as_object_mut) {
                property.shift_remove("default");
            }
        }
        Self { read, create, replace, update }
    }
}

pub(crate) fn properties(schema: &Value) -> impl Iterator<Item = (&str, &Value)> {
    schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|(name, schema)| (name.as_str(), schema))
}

pub(crate) fn is_set(schema: &Value, keyword: &str) -> bool {
    schema.get(keyword) == Some(&Value::Bool(true))
}

fn is_nullable(schema: &Value) -> bool {
    schema
        .get("type")
        .and_then(Value::as_array)
        .is_some_and(|kinds| kinds.iter().any(|kind| kind == "null"))
}

/// Copies a schema without some of its properties, in its `required` and its example too.
pub(crate) fn without(schema: &Value, is_dropped: impl Fn(&str, &Value) -> bool) -> Value {
    let dropped: Vec<&str> = properties(schema)
        .filter(|(name, schema)| is_dropped(name, schema))
        .map(|(name, _)| name)
        .collect();
    let keep = |map: &mut Map<String, Value>| map.retain(|name, _| !dropped.contains(&&**name));
    let mut copy = schema.clone();
    for part in ["properties", "example"] {
        if let Some(map) = copy.get_mut(part).and_then(Value::as_object_mut) {
            keep(map);
        }
    }
    drop_required(&mut copy, |name, _| dropped.contains(&name));
    copy
}

fn drop_required(schema: &mut Value, is_optional: impl Fn(&str, &Value) -> bool) {
    let optional: Vec<String> = properties(schema)
        .filter(|(name, schema)| is_optional(name, schema))
        .map(|(name, _)| name.to_owned())
        .collect();
    let known: Vec<String> = properties(schema).map(|(name, _)| name.to_owned()).collect();
    let Some(object) = schema.as_object_mut() else { return };
    if let Some(required) = object.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| {
            let name = name.as_str().unwrap_or_default();
            known.iter().any(|other| other == name) && !optional.iter().any(|other| other == name)
        });
        if required.is_empty() {
            object.shift_remove("required");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(schema: &Value) -> Vec<&str> {
        properties(schema).map(|(name, _)| name).collect()
    }

    fn required(schema: &Value) -> Vec<&str> {
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }

    #[test]
    fn requests_lack_what_they_cannot_set() {
        let schemas = Schemas::of(Resource::by_name("reviews").expect("there are reviews"));
        assert_eq!(
            names(&schemas.read),
            ["id", "productId", "userId", "rating", "comment", "date"]
        );
        assert_eq!(names(&schemas.create), ["productId", "userId", "rating", "comment"]);
        assert_eq!(required(&schemas.create), ["productId", "rating"]);
        assert_eq!(names(&schemas.replace), ["rating", "comment"]);
        assert_eq!(required(&schemas.replace), ["rating"]);
        assert_eq!(names(&schemas.update), ["rating", "comment"]);
        assert!(required(&schemas.update).is_empty());
        assert!(schemas.update["properties"]["comment"].get("default").is_none());
    }

    #[test]
    fn a_password_is_taken_but_never_sent() {
        let schemas = Schemas::of(Resource::by_name("users").expect("there are users"));
        assert!(!names(&schemas.read).contains(&"password"));
        assert!(schemas.read["example"].get("password").is_none());
        assert!(required(&schemas.create).contains(&"password"));
    }
}
