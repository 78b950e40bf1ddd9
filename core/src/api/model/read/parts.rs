//! Members of JSON objects.

use crate::record::Path;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};
use serde_json::Value;

/// Returns the name of a choice and its details, which may be none.
pub(super) fn choice(json: &Value) -> Option<(&str, &Value)> {
    match json {
        Value::String(name) => Some((name, &Value::Null)),
        Value::Object(members) => members.iter().next().map(|(name, json)| (name.as_str(), json)),
        _ => None,
    }
}

pub(super) fn text(json: &Value, name: &str) -> Option<String> {
    json.get(name)?.as_str().map(str::to_owned)
}

/// Returns a text, which is empty where it is missing.
#[inline(never)]
pub(super) fn string(json: &Value, name: &str) -> String {
    text(json, name).unwrap_or_default()
}

/// Returns a path, which is that of the whole where it is missing.
#[inline(never)]
pub(super) fn path_to(json: &Value, name: &str) -> Path {
    path(json, name).unwrap_or_default()
}

pub(super) fn flag(json: &Value, name: &str) -> bool {
    json.get(name).and_then(Value::as_bool).unwrap_or_default()
}

pub(super) fn number(json: &Value, name: &str) -> Option<u32> {
    json.get(name)?.as_u64().and_then(|number| u32::try_from(number).ok())
}

pub(super) fn path(json: &Value, name: &str) -> Option<Path> {
    json.get(name)?.as_str().map(Path::from)
}

pub(super) fn paths(json: &Value, name: &str) -> Option<Vec<Path>> {
    list(json, name, |path| path.as_str().map(Path::from))
}

pub(super) fn texts(json: &Value, name: &str) -> Option<Vec<String>> {
    list(json, name, |text| text.as_str().map(str::to_owned))
}

pub(super) fn pairs(json: &Value, name: &str) -> Option<Vec<(String, String)>> {
    list(json, name, |pair| {
        Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned()))
    })
}

/// Returns the elements of a member that may be missing.
pub(super) fn list<T>(
    json: &Value,
    name: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> Option<Vec<T>> {
    match json.get(name) {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(Value::Array(elements)) => elements.iter().map(read).collect(),
        Some(_) => None,
    }
}

/// Returns a member that may be missing, but must fit where it is not.
#[expect(clippy::option_option, reason = "one says whether it fits, the other whether it is there")]
pub(super) fn optional<T>(
    json: &Value,
    name: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> Option<Option<T>> {
    match json.get(name) {
        None | Some(Value::Null) => Some(None),
        Some(json) => read(json).map(Some),
    }
}

pub(super) fn word<'a, T: Deserialize<'a>>(json: &'a Value, name: &str) -> Option<T> {
    enumerated(json.get(name)?.as_str()?)
}

/// Reads an enumeration without details by its derived names.
pub(super) fn enumerated<'a, T: Deserialize<'a>>(name: &'a str) -> Option<T> {
    let deserializer: StrDeserializer<'a, Error> = name.into_deserializer();
    T::deserialize(deserializer).ok()
}
