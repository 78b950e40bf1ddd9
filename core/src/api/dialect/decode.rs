//! Answers.

use super::decode_error;
use crate::api::address::{path_of, query_value};
use crate::api::{
    Error, ErrorKind, ItemShape, ListParams, Page, Paging, Resource, Result, Rows, Total,
};
use crate::platform::Response;
use crate::record::{Identifier, Path, Record};
use serde_json::Value;

/// Reads a part of a list.
///
/// # Errors
/// When the status says so, or no rows are found.
pub fn decode_list(resource: &Resource, params: &ListParams, response: &Response) -> Result<Page> {
    let operation = format!("get_list {}", resource.name);
    let body = json(response, &operation)?;
    let rows = rows(resource, &body)
        .ok_or_else(|| Error::new(ErrorKind::Unreadable, operation).with_status(response.status))?;
    let records: Vec<Record> = rows.iter().map(|row| record(resource, row)).collect();
    let mut page = Page { total: total(resource, response, &body), ..Page::default() };
    match &resource.dialect.paging {
        Paging::None => {
            page.total = page.total.or(u64::try_from(records.len()).ok());
            page.has_next = Some(false);
        }
        Paging::Cursor { cursor, next, .. } => {
            // Lists without an envelope carry the next page in a header.
            let linked = || {
                let link = next_link(response.header("link")?)?;
                query_value(&link, cursor)
            };
            let in_body = next.get(&body).and_then(|next| token(next, cursor));
            page.next_cursor = in_body.or_else(linked);
            page.has_next = Some(page.next_cursor.is_some());
        }
        _ => {
            let seen = u64::from(params.page.number) * u64::from(params.page.size);
            let linked = response.header("link").map(|link| next_link(link).is_some());
            page.has_next = match page.total {
                Some(total) => Some(seen < total),
                None => linked.or(Some(records.len() >= params.page.size as usize)),
            };
        }
    }
    page.records = records;
    Ok(page)
}

/// Reads one record.
///
/// # Errors
/// When the status says so, or the answer is no JSON.
pub fn decode_one(
    resource: &Resource,
    identifier: &Identifier,
    response: &Response,
) -> Result<Record> {
    let operation = format!("get_one {}/{identifier}", resource.name);
    let body = json(response, &operation)?;
    let mut record = record(resource, item(resource, &body));
    record.identifier.get_or_insert_with(|| identifier.clone());
    record.etag = response.header("etag").map(str::to_owned);
    Ok(record)
}

/// Reads the records of an answer to many keys.
///
/// # Errors
/// When the status says so, or no rows are found.
pub fn decode_many(resource: &Resource, response: &Response) -> Result<Vec<Record>> {
    Ok(decode_list(resource, &ListParams::default(), response)?.records)
}

/// Reads the answer to a create or update; `None` where it holds no record.
///
/// The record may lack everything but its key, when only that was told.
///
/// # Errors
/// When the status says so.
pub fn decode_write(
    resource: &Resource,
    operation: &str,
    response: &Response,
) -> Result<Option<Record>> {
    if !response.is_success() {
        return Err(decode_error(operation, response));
    }
    let body: Value = serde_json::from_slice(&response.body).unwrap_or(Value::Null);
    let mut record = record(resource, item(resource, &body));
    record.etag = response.header("etag").map(str::to_owned);
    if record.identifier.is_none() {
        record.identifier = response.header("location").and_then(last_segment);
    }
    Ok(record.identifier.is_some().then_some(record))
}

/// Reads the answer to a delete.
///
/// # Errors
/// When the status says so.
pub fn decode_delete(operation: &str, response: &Response) -> Result<()> {
    if response.is_success() { Ok(()) } else { Err(decode_error(operation, response)) }
}

fn json(response: &Response, operation: &str) -> Result<Value> {
    if !response.is_success() {
        return Err(decode_error(operation, response));
    }
    serde_json::from_slice(&response.body).map_err(|error| {
        Error::new(ErrorKind::Unreadable, operation)
            .with_status(response.status)
            .with_text(error.to_string())
    })
}

fn record(resource: &Resource, row: &Value) -> Record {
    Record::new(resource.identifier(row), row.clone())
}

/// Finds the rows where the dialect says; APIs that change the shape of a list
/// with its parameters are read by the other shape.
fn rows<'a>(resource: &Resource, body: &'a Value) -> Option<&'a Vec<Value>> {
    let expected = match &resource.dialect.rows {
        Rows::Root => Some(body),
        Rows::Path { path } => path.get(body),
    };
    if let Some(Value::Array(rows)) = expected {
        return Some(rows);
    }
    if let Value::Array(rows) = body {
        return Some(rows);
    }
    // Empty lists come as null from some servers written in Go.
    if expected.is_some_and(Value::is_null) {
        static NOTHING: Vec<Value> = Vec::new();
        return Some(&NOTHING);
    }
    let named = ["data", "items", "results", resource.name.as_str()];
    named.into_iter().find_map(|name| body.get(name)?.as_array())
}

fn item<'a>(resource: &Resource, body: &'a Value) -> &'a Value {
    match &resource.dialect.item {
        ItemShape::Flat => body,
        ItemShape::Path { path } => path.get(body).unwrap_or(body),
    }
}

fn total(resource: &Resource, response: &Response, body: &Value) -> Option<u64> {
    match &resource.dialect.total {
        Total::None => None,
        Total::Header { name } => {
            let value = response.header(name)?;
            value.rsplit('/').next()?.trim().parse().ok()
        }
        Total::Body { path } => number(path, body),
    }
}

fn number(path: &Path, body: &Value) -> Option<u64> {
    let value = path.get(body)?;
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// Returns the token itself, or the one inside a link to the next page.
fn token(next: &Value, parameter: &str) -> Option<String> {
    match next {
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(query_value(text, parameter).unwrap_or_else(|| text.clone())),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns the address of the next page in a `Link` header.
///
/// Source: RFC 8288.
pub(crate) fn next_link(header: &str) -> Option<String> {
    header.split(',').find_map(|link| {
        let (address, parameters) = link.split_once('>')?;
        let is_next = parameters.contains("rel=\"next\"") || parameters.contains("rel=next");
        is_next.then(|| address.trim().trim_start_matches('<').to_owned())
    })
}

fn last_segment(location: &str) -> Option<Identifier> {
    let path = path_of(location).trim_end_matches('/');
    let last = path.rsplit('/').next().filter(|last| !last.is_empty())?;
    Some(Identifier::new(crate::api::address::decode(last)))
}
