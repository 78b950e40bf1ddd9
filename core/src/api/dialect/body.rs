//! Bodies of requests in their content types.

use crate::api::address::{encode, encode_name};
use crate::api::{BodyShape, Dialect, Endpoint};
use crate::platform::Request;
use crate::record::Path;
use serde_json::{Map, Value, json};

use super::code::encode_codes;
use super::path::text_of;

/// Adds `body` in the content type of `endpoint`.
pub(super) fn with_body(mut request: Request, endpoint: &Endpoint, body: &Value) -> Request {
    let content_type = endpoint.content_type.as_deref().unwrap_or("application/json");
    if content_type.starts_with("multipart/") {
        let boundary = boundary(body);
        request.body = Some(multipart(body, &boundary));
        return request.with_header("Content-Type", format!("{content_type}; boundary={boundary}"));
    }
    let is_form = content_type.starts_with("application/x-www-form-urlencoded");
    let is_json = content_type.contains("json") || content_type.contains('*');
    request.body = Some(match body {
        body if is_form => form(body).into_bytes(),
        // A file or a text is sent as it is.
        Value::String(text) if !is_json => {
            file(text).map_or_else(|| text.clone().into_bytes(), |(_, content)| content)
        }
        body => body.to_string().into_bytes(),
    });
    request.with_header("Content-Type", content_type)
}

/// Returns whether the body of `endpoint` is a list of steps.
///
/// Source: RFC 6902.
pub(super) fn is_json_patch(endpoint: &Endpoint) -> bool {
    endpoint.content_type.as_deref().is_some_and(|kind| kind.contains("json-patch"))
}

/// Returns the steps that make `changes`.
pub(super) fn steps(changes: &Value) -> Value {
    let changes = changes.as_object().into_iter().flatten();
    let step = |(name, value): (&String, &Value)| {
        let path = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        match value {
            Value::Null => json!({"op": "remove", "path": path}),
            value => json!({"op": "add", "path": path, "value": value}),
        }
    };
    changes.map(step).collect()
}

/// Returns `record` in the shape that a write takes; `key` is that of a record
/// that is there already.
pub(super) fn wrapped(dialect: &Dialect, mut record: Value, key: Option<&str>) -> Value {
    for (name, template) in &dialect.links {
        if let Some(key) = record.get_mut(name) {
            link(template, key);
        }
    }
    encode_codes(dialect, &mut record);
    match &dialect.body {
        BodyShape::Flat => record,
        BodyShape::Path { path } => {
            let mut body = Value::Object(Map::new());
            path.set(&mut body, record);
            body
        }
        BodyShape::JsonApi { kind, relationships } => document(kind, relationships, record, key),
    }
}

/// Puts the link to a record in the place of its key.
fn link(template: &str, key: &mut Value) {
    match key {
        Value::Array(keys) => keys.iter_mut().for_each(|key| link(template, key)),
        Value::String(_) | Value::Number(_) => {
            let text = text_of(key).unwrap_or_default();
            *key = Value::from(template.replace("{id}", &encode(&text)));
        }
        _ => {}
    }
}

/// Returns a document of JSON:API.
///
/// Source: <https://jsonapi.org/format/1.1/#crud>.
fn document(
    kind: &str,
    relationships: &[(String, String)],
    record: Value,
    key: Option<&str>,
) -> Value {
    let mut body = json!({"data": {"type": kind}});
    let data = Path::field("data");
    if let Some(key) = key {
        data.child("id").set(&mut body, Value::from(key));
    }
    let Value::Object(members) = record else { return body };
    for (name, value) in members {
        let related = relationships.iter().find(|(known, _)| *known == name);
        let (place, value) = match related {
            _ if name == "id" => continue,
            None => ("attributes", value),
            Some((_, kind)) => ("relationships", json!({"data": linkage(kind, value)})),
        };
        data.child(place).child(name).set(&mut body, value);
    }
    body
}

fn linkage(kind: &str, key: Value) -> Value {
    match key {
        Value::Array(keys) => keys.into_iter().map(|key| linkage(kind, key)).collect(),
        Value::String(_) | Value::Number(_) => json!({"type": kind, "id": text_of(&key)}),
        _ => Value::Null,
    }
}

fn form(body: &Value) -> String {
    let pair =
        |(name, value): (String, String)| format!("{}={}", encode_name(&name), encode(&value));
    pairs(body).into_iter().map(pair).collect::<Vec<_>>().join("&")
}

/// Returns the members as texts: an object as `name[member]`, a list as one
/// pair for each element.
fn pairs(body: &Value) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (name, value) in body.as_object().into_iter().flatten() {
        push_pairs(&mut pairs, name, value);
    }
    pairs
}

fn push_pairs(pairs: &mut Vec<(String, String)>, name: &str, value: &Value) {
    match value {
        Value::Object(members) => {
            for (member, value) in members {
                push_pairs(pairs, &format!("{name}[{member}]"), value);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                if element.is_object() {
                    push_pairs(pairs, &format!("{name}[{index}]"), element);
                } else {
                    push_pairs(pairs, name, element);
                }
            }
        }
        // Forms have no null; an empty field is how they clear one.
        Value::Null => pairs.push((name.to_owned(), String::new())),
        scalar => pairs.extend(text_of(scalar).map(|text| (name.to_owned(), text))),
    }
}

/// Source: RFC 7578.
fn multipart(body: &Value, boundary: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, value) in pairs(body) {
        let name = name.replace('"', "%22");
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"");
        bytes.extend_from_slice(head.as_bytes());
        if let Some((kind, content)) = file(&value) {
            let head = format!("; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n");
            bytes.extend_from_slice(head.as_bytes());
            bytes.extend(content);
        } else {
            bytes.extend_from_slice(b"\r\n\r\n");
            bytes.extend_from_slice(value.as_bytes());
        }
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    bytes
}

/// Returns a line that does not occur in `body`.
fn boundary(body: &Value) -> String {
    let text = body.to_string();
    let mut boundary = "part".to_owned();
    while text.contains(&boundary) {
        boundary.push('-');
    }
    boundary
}

/// Reads a file that a form holds as a `data:` address.
///
/// Source: RFC 2397.
fn file(value: &str) -> Option<(&str, Vec<u8>)> {
    let (kind, content) = value.strip_prefix("data:")?.split_once(";base64,")?;
    Some((kind, from_base64(content)?))
}

/// Source: RFC 4648, section 4.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for character in text.trim_end_matches('=').bytes() {
        let value = match character {
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff).to_le_bytes()[0]);
        }
    }
    Some(bytes)
}
