//! Answers.

use super::decode_error;
use super::path::text_of;
use super::rows::{item, record, rows};
use crate::api::address::{last_segment, query_value};
use crate::api::{Error, ErrorKind, ListParams, Next, Page, Paging, Resource, Result, Total};
use crate::platform::Response;
use crate::record::{Identifier, Path, Record};
use serde_json::Value;

/// Reads a part of a list.
///
/// # Errors
/// When the status says so, or no rows are found.
pub fn decode_list(resource: &Resource, params: &ListParams, response: &Response) -> Result<Page> {
    let operation = format!("get_list {}", resource.name);
    // Rows were removed since the last page was counted.
    if params.page.number > 1 && matches!(response.status, 404 | 416) {
        return Ok(Page { has_next: Some(false), ..Page::default() });
    }
    let body = json(response, &operation)?;
    let rows = rows(resource, &body)
        .ok_or_else(|| Error::new(ErrorKind::Unreadable, operation).with_status(response.status))?;
    let dialect = &resource.dialect;
    let is_narrowed =
        !params.filter.is_empty() || !params.groups.is_empty() || params.search.is_some();
    let total = if dialect.is_total_unfiltered && is_narrowed {
        None
    } else {
        total(resource, response, &body)
    };
    let mut page = Page { total, ..Page::default() };
    let is_told = dialect.more.as_ref().map(|more| is_more(more.get(&body)));
    let linked = || response.header("link").map(next_link);
    match &dialect.paging {
        Paging::None => {
            page.total = page.total.or(u64::try_from(rows.len()).ok());
            page.has_next = Some(false);
        }
        Paging::Cursor { next, .. } | Paging::Link { next, .. } => {
            let cursor = match &dialect.paging {
                Paging::Cursor { cursor, .. } => Some(cursor.as_str()),
                _ => None,
            };
            let token = match next {
                Next::Body { path } => path.get(&body).and_then(text_of),
                Next::Header { name } => response.header(name).map(str::to_owned),
                // A page that is not full is the last one.
                Next::LastRow { path } => rows
                    .last()
                    .filter(|_| is_told.is_some() || rows.len() >= params.page.size as usize)
                    .and_then(|row| text_of(path.get(row)?)),
            };
            // Lists without an envelope carry the next page in a header.
            let token = token.filter(|token| !token.is_empty()).or_else(|| linked().flatten());
            let token = token.map(|token| {
                cursor.and_then(|cursor| query_value(&token, cursor)).unwrap_or(token)
            });
            page.next_cursor = token.filter(|_| is_told != Some(false));
            page.has_next = Some(page.next_cursor.is_some());
        }
        _ => {
            let pages = match &dialect.total {
                Total::Pages { path } => number(path, &body),
                _ => None,
            };
            page.has_next = pages
                .map(|pages| u64::from(params.page.number) < pages)
                .or(is_told)
                .or_else(|| linked().map(|link| link.is_some()))
                .or(Some(rows.len() >= size(resource, params) as usize));
            if let Some(total) = page.total {
                set_total(&mut page, resource, params, total);
            }
        }
    }
    page.records = rows.iter().map(|row| record(resource, row)).collect();
    Ok(page)
}

/// Puts the number of all rows into `page`.
pub fn set_total(page: &mut Page, resource: &Resource, params: &ListParams, total: u64) {
    page.total = Some(total);
    let is_counted = !matches!(
        resource.dialect.paging,
        Paging::None | Paging::Cursor { .. } | Paging::Link { .. }
    );
    if is_counted {
        let seen = u64::from(params.page.number) * u64::from(size(resource, params));
        page.has_next = Some(seen < total);
    }
}

/// Returns the number of rows on a page.
fn size(resource: &Resource, params: &ListParams) -> u32 {
    let (_, max_size) = resource.dialect.paging.size();
    max_size.map_or(params.page.size, |max_size| params.page.size.min(max_size))
}

/// Reads the answer to [`encode_count`](super::encode_count).
#[must_use]
pub fn decode_count(resource: &Resource, response: &Response) -> Option<u64> {
    if !response.is_success() {
        return None;
    }
    match &resource.dialect.total {
        Total::Count { at, .. } => number(at, &serde_json::from_slice(&response.body).ok()?),
        Total::Head { name } => in_header(response, name),
        _ => None,
    }
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
    // Where a record is the only row of a list, none is an empty list.
    if body.as_array().is_some_and(Vec::is_empty) {
        return Err(Error::new(ErrorKind::NotFound, operation).with_status(response.status));
    }
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
    if let Some(path) = &resource.dialect.created_key {
        record.identifier = record.identifier.or_else(|| Identifier::from_value(path.get(&body)?));
    }
    if record.identifier.is_none() && resource.is_single() {
        record.identifier = Some(Identifier::only());
    }
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
        // The error's own words would bring those for every other error of JSON.
        let (line, column) = (error.line(), error.column());
        Error::new(ErrorKind::Unreadable, operation)
            .with_status(response.status)
            .with_text(format!("the JSON breaks off or is wrong at line {line}, column {column}"))
    })
}

fn total(resource: &Resource, response: &Response, body: &Value) -> Option<u64> {
    match &resource.dialect.total {
        Total::Header { name } => in_header(response, name),
        Total::Body { path } => number(path, body),
        _ => None,
    }
}

fn in_header(response: &Response, name: &str) -> Option<u64> {
    response.header(name)?.rsplit('/').next()?.trim().parse().ok()
}

fn number(path: &Path, body: &Value) -> Option<u64> {
    let value = path.get(body)?;
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// Reads a flag, or something that is there only when there is more.
fn is_more(value: Option<&Value>) -> bool {
    !matches!(value, None | Some(Value::Null | Value::Bool(false)))
        && value.and_then(Value::as_str) != Some("")
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
