//! Requests that change something.

use super::body::{is_json_patch, steps, with_body, wrapped};
use super::code::encode_codes;
use super::encode::address;
use super::parts::Parts;
use super::path::{endpoint, fill_path, item_path, missing, text_of};
use crate::api::{Endpoint, Occasion, Precondition, Resource, Result, UpdateVerb, Write};
use crate::platform::{Method, Request};
use crate::record::{Identifier, Record};
use serde_json::{Map, Value};

/// Returns the request that makes a record of `data`.
///
/// # Errors
/// When the resource cannot be added to, or a parent is missing in `data`.
pub fn encode_create(resource: &Resource, base_url: &str, data: &Value) -> Result<Request> {
    let endpoint = endpoint(resource.create.as_ref(), "create", resource)?;
    let path = fill_path(&endpoint.path, |name| text_of(data.get(name)?));
    let path = path.map_err(|name| missing("create", resource, &name))?;
    let request = writing(resource, endpoint.method, &address(base_url, &path));
    let key = resource.identifier(data);
    let key = key.as_ref().map(Identifier::as_str);
    Ok(with_body(request, endpoint, &wrapped(&resource.dialect, data.clone(), key)))
}

/// Returns the request that changes a record.
///
/// `PATCH` and `POST` carry the changes; `PUT` carries the record as it was
/// read with the changes in it, without what the server writes by itself.
///
/// # Errors
/// When the resource cannot be changed, or a parent is missing.
pub fn encode_update(resource: &Resource, base_url: &str, write: &Write) -> Result<Request> {
    let endpoint = endpoint(resource.update.as_ref(), "update", resource)?;
    let known = write.previous.as_ref().map_or(&Value::Null, |record| &*record.fields);
    let (method, mut body) = match resource.dialect.update {
        UpdateVerb::Patch => (Method::Patch, write.changes.clone()),
        UpdateVerb::PutChanges => (Method::Put, write.changes.clone()),
        UpdateVerb::Post => (Method::Post, write.changes.clone()),
        UpdateVerb::Put => (Method::Put, whole(resource, endpoint, write)),
        UpdateVerb::PutCollection => {
            let mut body = whole(resource, endpoint, write);
            if resource.key.get(&body).is_none() {
                resource.key.set(&mut body, key_value(write));
            }
            (Method::Put, body)
        }
    };
    let path = if resource.dialect.update == UpdateVerb::PutCollection {
        let path = fill_path(&endpoint.path, |name| text_of(known.get(name)?));
        path.map_err(|name| missing("update", resource, &name))?
    } else {
        item_path(endpoint, "update", resource, &write.identifier, known)?
    };
    body = if is_json_patch(endpoint) {
        let mut changes = write.changes.clone();
        encode_codes(&resource.dialect, &mut changes);
        steps(&changes)
    } else {
        let known = write.previous.as_ref().and_then(|record| record.identifier.as_ref());
        wrapped(&resource.dialect, body, Some(known.unwrap_or(&write.identifier).as_str()))
    };
    let request = writing(resource, method, &address(base_url, &path));
    Ok(with_body(with_precondition(request, resource, write), endpoint, &body))
}

/// Returns the request that removes a record.
///
/// # Errors
/// When the resource cannot be removed from, or a parent is missing.
pub fn encode_delete(resource: &Resource, base_url: &str, write: &Write) -> Result<Request> {
    let endpoint = endpoint(resource.delete.as_ref(), "delete", resource)?;
    let known = write.previous.as_ref().map_or(&Value::Null, |record| &*record.fields);
    let path = item_path(endpoint, "delete", resource, &write.identifier, known)?;
    let request = writing(resource, endpoint.method, &address(base_url, &path));
    Ok(with_precondition(request, resource, write))
}

/// Returns a request without a body.
fn writing(resource: &Resource, method: Method, address: &str) -> Request {
    let mut parts = Parts::default();
    parts.always(&resource.dialect, Occasion::Write);
    let mut request = parts.request(Method::Get, address, None);
    request.method = method;
    request
}

fn with_precondition(request: Request, resource: &Resource, write: &Write) -> Request {
    match &write.precondition {
        // An undeclared header makes most APIs refuse the request's preflight.
        Precondition::IfMatch(etag) if resource.dialect.has_if_match => {
            request.with_header("If-Match", etag)
        }
        _ => request,
    }
}

/// Returns the record as it should be after the write.
fn whole(resource: &Resource, endpoint: &Endpoint, write: &Write) -> Value {
    let previous = write.previous.as_ref().map(|record: &Record| (*record.fields).clone());
    let mut body = previous.unwrap_or_else(|| Value::Object(Map::new()));
    if let Value::Object(members) = &mut body {
        let schema = endpoint.body.as_ref();
        let accepted = schema.and_then(|schema| schema.get("properties")?.as_object());
        members.retain(|name, _| match accepted {
            Some(accepted) => accepted.get(name).is_some_and(|schema| !is_read_only(schema)),
            None => !resource.field(name).is_some_and(|field| field.is_read_only),
        });
    }
    merge(resource, &mut body, &write.changes, true);
    body
}

fn is_read_only(schema: &Value) -> bool {
    schema.get("readOnly").and_then(Value::as_bool).unwrap_or(false)
}

/// Puts `changes` over `target`. A null removes a member, but stays where the
/// field may be null.
fn merge(resource: &Resource, target: &mut Value, changes: &Value, is_root: bool) {
    let (Value::Object(members), Value::Object(changes)) = (&mut *target, changes) else {
        *target = changes.clone();
        return;
    };
    for (name, change) in changes {
        let is_nullable = is_root && resource.field(name).is_some_and(|field| field.is_nullable);
        match change {
            Value::Null if !is_nullable => {
                members.shift_remove(name);
            }
            Value::Object(_) => {
                let member = members.entry(name.clone()).or_insert(Value::Null);
                merge(resource, member, change, false);
            }
            _ => {
                members.insert(name.clone(), change.clone());
            }
        }
    }
}

fn key_value(write: &Write) -> Value {
    let text = write.identifier.as_str();
    text.parse::<i64>().map_or_else(|_| Value::from(text), Value::from)
}
