//! Rows and records in a body.

use crate::api::address::last_segment;
use crate::api::{ItemShape, Resource, Rows};
use crate::record::Record;
use serde_json::Value;
use std::borrow::Cow;

/// Returns the record in a row, flat and with keys for links.
pub(super) fn record(resource: &Resource, mut row: Value) -> Record {
    for name in &resource.dialect.flatten {
        flatten(&mut row, name);
    }
    for (name, _) in &resource.dialect.links {
        if let Some(link) = row.get_mut(name) {
            unlink(link);
        }
    }
    Record::new(resource.identifier(&row), row)
}

/// Lifts the members of the member called `name` into `row`.
fn flatten(row: &mut Value, name: &str) {
    let Value::Object(members) = row else { return };
    let Some(Value::Object(inner)) = members.shift_remove(name) else { return };
    for (name, value) in inner {
        let value = match value.get("data").map(linked_keys) {
            Some(Some(keys)) => keys,
            _ => value,
        };
        members.entry(name).or_insert(value);
    }
}

/// Puts the key in the place of the link to a record.
fn unlink(link: &mut Value) {
    match link {
        Value::Array(links) => links.iter_mut().for_each(unlink),
        Value::String(text) => {
            if let Some(key) = last_segment(text) {
                key.as_str().clone_into(text);
            }
        }
        _ => {}
    }
}

/// Returns the keys in the linkage of a relationship of JSON:API.
fn linked_keys(linkage: &Value) -> Option<Value> {
    match linkage {
        Value::Null => Some(Value::Null),
        Value::Array(elements) => elements.iter().map(linked_keys).collect(),
        Value::Object(members) if members.contains_key("type") => members.get("id").cloned(),
        _ => None,
    }
}

/// Finds the rows where the dialect says; APIs that change the shape of a list
/// with its parameters are read by the other shape.
pub(super) fn rows<'a>(resource: &Resource, body: &'a Value) -> Option<Vec<Cow<'a, Value>>> {
    let expected = match &resource.dialect.rows {
        Rows::Root => Some(body),
        Rows::Path { path } | Rows::Map { path } => path.get(body),
    };
    if let (Rows::Map { .. }, Some(Value::Object(members))) = (&resource.dialect.rows, expected) {
        let row = |(key, row): (&String, &Value)| {
            let mut row = row.clone();
            if resource.key.get(&row).is_none() {
                resource.key.set(&mut row, Value::from(key.as_str()));
            }
            Cow::Owned(row)
        };
        return Some(members.iter().map(row).collect());
    }
    // Empty lists come as null from some servers written in Go.
    if expected.is_some_and(Value::is_null) {
        return Some(Vec::new());
    }
    let named = ["data", "items", "results", resource.name.as_str()];
    let rows = expected
        .and_then(Value::as_array)
        .or_else(|| body.as_array())
        .or_else(|| named.into_iter().find_map(|name| body.get(name)?.as_array()))?;
    Some(rows.iter().map(Cow::Borrowed).collect())
}

/// Returns the record in the answer for one.
pub(super) fn item<'a>(resource: &Resource, body: &'a Value) -> &'a Value {
    match &resource.dialect.item {
        ItemShape::Flat => body,
        ItemShape::Path { path } => path.get(body).unwrap_or(body),
    }
}
