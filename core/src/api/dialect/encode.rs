//! Requests that read.

use super::filter::push_filter;
use crate::api::address::{Query, encode};
use crate::api::{
    Dialect, Endpoint, Error, ErrorKind, Filter, FilterOperator, ListParams, ManyById, PageRequest,
    Paging, Parameter, ParameterPlace, Resource, Result, Sort, SortStyle,
};
use crate::platform::Request;
use crate::record::Identifier;
use serde_json::Value;

/// Returns the request for a part of the list.
///
/// A filter on a parameter of the path, such as `postId` of
/// `/posts/{postId}/comments`, goes into the path.
///
/// # Errors
/// When the resource has no list, lacks a value for its path, or knows no such
/// filter.
pub fn encode_list(resource: &Resource, base_url: &str, params: &ListParams) -> Result<Request> {
    let endpoint = endpoint(resource.list.as_ref(), "get_list", resource)?;
    let (parents, filters): (Vec<&Filter>, Vec<&Filter>) =
        params.filter.iter().partition(|filter| is_parent(endpoint, filter));
    let path = fill_path(&endpoint.path, |name| {
        let parent = parents.iter().find(|filter| filter.field == name);
        parent.map(|filter| filter.value.clone())
    });
    let path = path.map_err(|name| missing("get_list", resource, &name))?;
    let mut query = Query::default();
    push_page(&mut query, &resource.dialect.paging, &params.page);
    push_sort(&mut query, &resource.dialect, &params.sort);
    if let (Some(name), Some(words)) = (&resource.dialect.search, &params.search) {
        query.push(name, words);
    }
    for filter in &filters {
        push_filter(&mut query, &resource.dialect.filter, filter).map_err(|()| {
            let text = format!("no filter on {} by {:?}", filter.field, filter.operator);
            Error::new(ErrorKind::Unsupported, format!("get_list {}", resource.name))
                .with_text(text)
        })?;
    }
    for parameter in &endpoint.parameters {
        let is_given = filters.iter().any(|filter| filter.field == parameter.name)
            || params.search.is_some() && resource.dialect.search.as_ref() == Some(&parameter.name);
        push_default(&mut query, parameter, is_given);
    }
    Ok(get(&query.append_to(&address(base_url, &path))))
}

/// Returns the request for one record.
///
/// # Errors
/// When the resource has no path for one record, or that path has parents.
pub fn encode_one(resource: &Resource, base_url: &str, identifier: &Identifier) -> Result<Request> {
    let endpoint = endpoint(resource.item.as_ref(), "get_one", resource)?;
    let path = item_path(endpoint, "get_one", resource, identifier, &Value::Null)?;
    let mut query = Query::default();
    endpoint.parameters.iter().for_each(|parameter| push_default(&mut query, parameter, false));
    Ok(get(&query.append_to(&address(base_url, &path))))
}

/// Returns the request for several records; `None` where each takes its own.
#[must_use]
pub fn encode_many(
    resource: &Resource,
    base_url: &str,
    identifiers: &[Identifier],
) -> Option<Request> {
    let list = resource.list.as_ref()?;
    let mut query = Query::default();
    match &resource.dialect.many {
        ManyById::Each => return None,
        ManyById::Repeated { parameter } => {
            for identifier in identifiers {
                query.push(parameter, identifier.as_str());
            }
        }
        ManyById::Joined { parameter, separator } => {
            let keys: Vec<&str> = identifiers.iter().map(Identifier::as_str).collect();
            query.push(parameter, &keys.join(separator));
        }
    }
    // Without a size the first page of the default size would cut the answer.
    let size = u32::try_from(identifiers.len()).unwrap_or(u32::MAX);
    match &resource.dialect.paging {
        Paging::Page { size: Some(name), .. }
        | Paging::Offset { limit: name, .. }
        | Paging::Cursor { size: Some(name), .. } => query.push(name, &size.to_string()),
        _ => {}
    }
    let path = fill_path(&list.path, |_| None).ok()?;
    Some(get(&query.append_to(&address(base_url, &path))))
}

/// Returns the request of an endpoint that belongs to no collection; `data`
/// gives the parameters by name, the rest of it is the body.
///
/// # Errors
/// When a parameter of the path is missing in `data`.
pub fn encode_operation(endpoint: &Endpoint, base_url: &str, data: &Value) -> Result<Request> {
    let operation = || format!("{} {}", endpoint.method.as_str(), endpoint.path);
    let path = fill_path(&endpoint.path, |name| text_of(data.get(name)?));
    let path = path.map_err(|name| {
        Error::new(ErrorKind::Invalid, operation()).with_text(format!("{name} is missing"))
    })?;
    let mut query = Query::default();
    let mut body = data.clone();
    let mut headers = Vec::new();
    for parameter in &endpoint.parameters {
        let is_in_body = endpoint.body.as_ref().is_some_and(|schema| {
            schema.pointer("/properties").is_some_and(|known| known.get(&parameter.name).is_some())
        });
        let value = if is_in_body {
            None
        } else if let Value::Object(members) = &mut body {
            members.shift_remove(&parameter.name)
        } else {
            None
        };
        let Some(value) = value.as_ref().and_then(text_of) else { continue };
        match parameter.place {
            ParameterPlace::Query => query.push(&parameter.name, &value),
            ParameterPlace::Header => headers.push((parameter.name.clone(), value)),
            ParameterPlace::Path => {}
        }
    }
    let mut request = get(&query.append_to(&address(base_url, &path)));
    request.method = endpoint.method;
    request.headers.extend(headers);
    Ok(if endpoint.method.is_safe() {
        request
    } else {
        super::write::with_body(request, endpoint, &body)
    })
}

/// Returns a request that asks for JSON.
pub(super) fn get(url: &str) -> Request {
    Request::get(url).with_header("Accept", "application/json, */*;q=0.5")
}

pub(super) fn address(base_url: &str, path: &str) -> String {
    format!("{}{path}", base_url.trim_end_matches('/'))
}

pub(super) fn endpoint<'a>(
    endpoint: Option<&'a Endpoint>,
    verb: &str,
    resource: &Resource,
) -> Result<&'a Endpoint> {
    let operation = || format!("{verb} {}", resource.name);
    endpoint.ok_or_else(|| Error::new(ErrorKind::Unsupported, operation()))
}

pub(super) fn missing(verb: &str, resource: &Resource, name: &str) -> Error {
    Error::new(ErrorKind::Unsupported, format!("{verb} {}", resource.name))
        .with_text(format!("the path needs a value for {name}"))
}

/// Returns the path of a record: its last parameter is the key, those before
/// are fields of `data`.
pub(super) fn item_path(
    endpoint: &Endpoint,
    verb: &str,
    resource: &Resource,
    identifier: &Identifier,
    data: &Value,
) -> Result<String> {
    let key = path_parameters(&endpoint.path).last().map(str::to_owned);
    let path = fill_path(&endpoint.path, |name| {
        if key.as_deref() == Some(name) {
            return Some(identifier.as_str().to_owned());
        }
        text_of(data.get(name)?)
    });
    path.map_err(|name| missing(verb, resource, &name))
}

/// Returns the names in braces, outermost first.
pub(crate) fn path_parameters(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    let parts: Vec<&str> =
        path.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
    parts.into_iter()
}

/// Replaces each name in braces; the name that has no value is the error.
pub(super) fn fill_path(
    path: &str,
    value: impl Fn(&str) -> Option<String>,
) -> Result<String, String> {
    let mut filled = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(before);
        filled.push_str(&encode(&value(name).ok_or_else(|| name.to_owned())?));
        rest = behind;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// Returns a scalar as it stands in a query.
pub(super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Array(elements) => {
            Some(elements.iter().filter_map(text_of).collect::<Vec<_>>().join(","))
        }
        Value::Null | Value::Object(_) => None,
    }
}

fn is_parent(endpoint: &Endpoint, filter: &Filter) -> bool {
    filter.operator == FilterOperator::Eq
        && path_parameters(&endpoint.path).any(|name| name == filter.field)
}

fn push_default(query: &mut Query, parameter: &Parameter, is_given: bool) {
    if is_given || !parameter.is_required || parameter.place != ParameterPlace::Query {
        return;
    }
    if let Some(value) = parameter.schema.get("default").and_then(text_of) {
        query.push(&parameter.name, &value);
    }
}

fn push_page(query: &mut Query, paging: &Paging, page: &PageRequest) {
    let behind = page.number.saturating_sub(1);
    let capped = |max_size: &Option<u32>| max_size.map_or(page.size, |max| page.size.min(max));
    match paging {
        Paging::None => {}
        Paging::Page { page: name, size, first, max_size } => {
            query.push(name, &(behind + first).to_string());
            if let Some(size) = size {
                query.push(size, &capped(max_size).to_string());
            }
        }
        Paging::Offset { offset, limit, max_size } => {
            let size = capped(max_size);
            query.push(offset, &(u64::from(behind) * u64::from(size)).to_string());
            query.push(limit, &size.to_string());
        }
        Paging::Range { start, end } => {
            let first = u64::from(behind) * u64::from(page.size);
            query.push(start, &first.to_string());
            query.push(end, &(first + u64::from(page.size)).to_string());
        }
        Paging::Cursor { cursor, size, .. } => {
            if let Some(token) = &page.cursor {
                query.push(cursor, token);
            }
            if let Some(size) = size {
                query.push(size, &page.size.to_string());
            }
        }
    }
}

fn push_sort(query: &mut Query, dialect: &Dialect, sort: &[Sort]) {
    let sort = if dialect.can_sort_many { sort } else { &sort[..sort.len().min(1)] };
    if sort.is_empty() {
        return;
    }
    let direction = |sort: &Sort| match (&dialect.directions, sort.is_descending) {
        (Some((ascending, _)), false) => ascending.clone(),
        (Some((_, descending)), true) => descending.clone(),
        (None, false) => "asc".to_owned(),
        (None, true) => "desc".to_owned(),
    };
    let join = |part: &dyn Fn(&Sort) -> String| sort.iter().map(part).collect::<Vec<_>>().join(",");
    match &dialect.sort {
        SortStyle::None => {}
        SortStyle::Signed { parameter } => {
            let signed = |sort: &Sort| {
                format!("{}{}", if sort.is_descending { "-" } else { "" }, sort.field)
            };
            query.push(parameter, &join(&signed));
        }
        SortStyle::Pair { field, order } => {
            query.push(field, &join(&|sort| sort.field.clone()));
            query.push(order, &join(&direction));
        }
        SortStyle::Suffixed { parameter, separator } => {
            let suffixed = |sort: &Sort| format!("{}{separator}{}", sort.field, direction(sort));
            if separator == "," {
                for sort in sort {
                    query.push(parameter, &suffixed(sort));
                }
            } else {
                query.push(parameter, &join(&suffixed));
            }
        }
    }
}
