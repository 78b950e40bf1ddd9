//! Rows and records in a body.

use super::code::decode_codes;
use crate::api::address::last_segment;
use crate::api::{ItemShape, Resource, Rows, Total};
use crate::record::{Path, Record, RowsAt};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Returns the record in a row, flat and with keys for links.
pub(super) fn record(resource: &Resource, row: &Value) -> Record {
    let dialect = &resource.dialect;
    let mut row = match row {
        Value::Object(members) if !dialect.flatten.is_empty() => {
            let mut flat = Map::new();
            flatten(&mut flat, members, &dialect.flatten);
            Value::Object(flat)
        }
        row => row.clone(),
    };
    for (name, _) in &dialect.links {
        if let Some(link) = row.get_mut(name) {
            unlink(link);
        }
    }
    decode_codes(dialect, &mut row);
    Record::new(resource.identifier(&row), row)
}

/// Puts `members` into `flat`, those of the members called `lifted` in their
/// place.
fn flatten(flat: &mut Map<String, Value>, members: &Map<String, Value>, lifted: &[String]) {
    for (name, value) in members {
        match value {
            Value::Object(inner) if lifted.contains(name) => flatten(flat, inner, &[]),
            _ => {
                let keys = value.get("data").and_then(linked_keys);
                flat.insert(name.clone(), keys.unwrap_or_else(|| value.clone()));
            }
        }
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
            if resource.key.get(&row).is_none()
                && let Value::Object(members) = &mut row
            {
                members.insert(resource.key.to_string(), Value::from(key.as_str()));
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

/// Returns where the rows of a list stand in its body, where they are records
/// as they stand there; `None` where the dialect makes records of them, so that
/// they have to be parsed.
#[must_use]
pub fn rows_at(resource: &Resource) -> Option<RowsAt> {
    let dialect = &resource.dialect;
    let is_plain = dialect.flatten.is_empty()
        && dialect.links.is_empty()
        && dialect.coded.is_empty()
        && resource.key_parts.is_empty()
        && !resource.is_key_link;
    let rows = match &dialect.rows {
        Rows::Root => Path::root(),
        Rows::Path { path } => path.clone(),
        Rows::Map { .. } => return None,
    };
    let total = match &dialect.total {
        Total::Body { path } => Some(path.clone()),
        _ => None,
    };
    is_plain.then(|| RowsAt { rows, key: resource.key.clone(), total })
}

/// Returns the record in the answer for one.
pub(super) fn item<'a>(resource: &Resource, body: &'a Value) -> &'a Value {
    match &resource.dialect.item {
        ItemShape::Flat => body,
        ItemShape::Path { path } => path.get(body).unwrap_or(body),
    }
}
