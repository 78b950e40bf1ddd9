//! Paths with parameters in braces.

use super::parts::joined;
use crate::api::address::{decode, encode};
use crate::api::{Endpoint, Error, ErrorKind, Resource, Result, Total};
use crate::record::Identifier;
use serde_json::Value;

/// Returns `resource` below the given parents, by parameter and key: its paths
/// take no other parameters any more than those of its records.
#[must_use]
pub fn within(resource: &Resource, parents: &[(String, String)]) -> Resource {
    let mut resource = resource.clone();
    let fill = |path: &mut String| {
        for (name, key) in parents {
            *path = path.replace(&format!("{{{name}}}"), &encode(key));
        }
    };
    let Resource { list, item, create, update, delete, dialect, .. } = &mut resource;
    let endpoints = [list, item, create, update, delete].into_iter().flatten();
    endpoints.for_each(|endpoint| fill(&mut endpoint.path));
    dialect.search_path.iter_mut().for_each(fill);
    if let Total::Count { path, .. } = &mut dialect.total {
        fill(path);
    }
    resource.within = parents.to_vec();
    resource
}

/// Returns the endpoint, or an error where there is none.
pub(super) fn endpoint<'a>(
    endpoint: Option<&'a Endpoint>,
    verb: &str,
    resource: &Resource,
) -> Result<&'a Endpoint> {
    let operation = || format!("{verb} {}", resource.name);
    endpoint.ok_or_else(|| Error::new(ErrorKind::Unsupported, operation()))
}

/// Returns the error for a path that lacks a value.
pub(super) fn missing(verb: &str, resource: &Resource, name: &str) -> Error {
    Error::new(ErrorKind::Unsupported, format!("{verb} {}", resource.name))
        .with_text(format!("the path needs a value for {name}"))
}

/// Returns the path of a record: its last parameters are the key, the others
/// are fields of `data`.
pub(super) fn item_path(
    endpoint: &Endpoint,
    verb: &str,
    resource: &Resource,
    identifier: &Identifier,
    data: &Value,
) -> Result<String> {
    let path = endpoint.path.split('?').next().unwrap_or_default();
    // A key that stands in the query alone is the first parameters there.
    let mut names: Vec<&str> = path_parameters(path).collect();
    if names.is_empty() {
        names.extend(path_parameters(&endpoint.path).take(resource.key_parts.len().max(1)));
    }
    let keys: Vec<String> = if resource.key_parts.is_empty() {
        vec![identifier.as_str().to_owned()]
    } else {
        identifier.as_str().split(',').map(decode).collect()
    };
    let names = &names[names.len().saturating_sub(keys.len())..];
    let path =
        fill_path(&endpoint.path, |name| match names.iter().position(|known| *known == name) {
            Some(position) => keys.get(position).cloned(),
            None => text_of(data.get(name)?),
        });
    path.map_err(|name| missing(verb, resource, &name))
}

/// Returns the names in braces, outermost first.
#[must_use]
pub fn path_parameters(path: &str) -> impl DoubleEndedIterator<Item = &str> {
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
            let texts: Vec<String> = elements.iter().filter_map(text_of).collect();
            Some(joined(&mut texts.iter().map(String::as_str), ","))
        }
        Value::Null | Value::Object(_) => None,
    }
}
