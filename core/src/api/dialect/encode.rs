//! Requests that read.

use super::code::encode_conditions;
use super::filter::push_filters;
use super::naming::push_fields;
use super::paging::{push_page, push_sort};
use super::parts::{Parts, joined};
use super::path::{endpoint, fill_path, item_path, missing, path_parameters, text_of};
use crate::api::address::{encode, origin, path_of, without_query};
use crate::api::{
    Dialect, Error, ErrorKind, Filter, FilterGroup, FilterOperator, ListParams, ManyById, Occasion,
    Paging, Parameter, ParameterPlace, Resource, Result, Total,
};
use crate::platform::{Method, Request};
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
    let dialect = &resource.dialect;
    let searched = dialect.search_path.as_ref().filter(|_| params.search.is_some());
    let template = searched.unwrap_or(&endpoint.path);
    let (path, group) = rows(resource, template, params)?;
    let address = address(base_url, &path);
    if let (Paging::Link { .. }, Some(link)) = (&dialect.paging, &params.page.cursor) {
        return follow(resource, &address, link);
    }
    let mut parts = Parts::default();
    push_page(&mut parts, &dialect.paging, &params.page);
    push_sort(&mut parts, dialect, &params.sort);
    push_fields(&mut parts, resource, params);
    push_conditions(&mut parts, resource, params, &group)?;
    parts.always(dialect, Occasion::List);
    for parameter in &endpoint.parameters {
        let is_given = group.filters.iter().any(|filter| filter.field == parameter.name)
            || params.search.is_some() && dialect.search.as_ref() == Some(&parameter.name);
        push_default(&mut parts, parameter, is_given);
    }
    Ok(parts.request(endpoint.method, &address, dialect.carrier.as_deref()))
}

/// Returns the request that only asks for the number of rows; `None` where it
/// comes with the list.
///
/// # Errors
/// As [`encode_list`].
pub fn encode_count(
    resource: &Resource,
    base_url: &str,
    params: &ListParams,
) -> Result<Option<Request>> {
    match &resource.dialect.total {
        Total::Head { .. } => {
            let mut request = encode_list(resource, base_url, params)?;
            request.method = Method::Head;
            Ok(Some(request))
        }
        Total::Count { path, .. } => {
            let (path, group) = rows(resource, path, params)?;
            let mut parts = Parts::default();
            push_conditions(&mut parts, resource, params, &group)?;
            Ok(Some(parts.request(Method::Get, &address(base_url, &path), None)))
        }
        _ => Ok(None),
    }
}

/// Returns the request for one record.
///
/// # Errors
/// When the resource has no path for one record, or that path has parents.
pub fn encode_one(resource: &Resource, base_url: &str, identifier: &Identifier) -> Result<Request> {
    let endpoint = endpoint(resource.item.as_ref(), "get_one", resource)?;
    let path = item_path(endpoint, "get_one", resource, identifier, &Value::Null)?;
    let mut parts = Parts::default();
    parts.always(&resource.dialect, Occasion::Item);
    endpoint.parameters.iter().for_each(|parameter| push_default(&mut parts, parameter, false));
    Ok(parts.request(Method::Get, &address(base_url, &path), None))
}

/// Returns the request for several records; `None` where each takes its own.
#[must_use]
pub fn encode_many(
    resource: &Resource,
    base_url: &str,
    identifiers: &[Identifier],
) -> Option<Request> {
    let list = resource.list.as_ref()?;
    let dialect = &resource.dialect;
    let keys: Vec<&str> = identifiers.iter().map(Identifier::as_str).collect();
    let mut parts = Parts::default();
    match &dialect.many {
        ManyById::Each => return None,
        ManyById::Repeated { parameter } => {
            for key in &keys {
                parts.append(parameter, key, None);
            }
        }
        ManyById::Joined { parameter, separator } => {
            parts.text(parameter, &joined(&mut keys.iter().copied(), separator));
        }
        ManyById::Filter => {
            // A comma stands between the values of a filter.
            if keys.iter().any(|key| key.contains(',')) {
                return None;
            }
            let named = resource.fields.iter().find(|field| field.path == resource.key);
            let filter = Filter {
                field: named.map_or_else(|| resource.key.to_string(), |field| field.name.clone()),
                operator: FilterOperator::In,
                value: joined(&mut keys.iter().copied(), ","),
            };
            let group = FilterGroup { filters: vec![filter], ..FilterGroup::default() };
            push_filters(&mut parts, resource, &group).ok()?;
        }
        ManyById::Path { separator } => {
            let item = resource.item.as_ref()?;
            let keys: Vec<String> = keys.iter().map(|key| encode(key)).collect();
            let (before, rest) = item.path.split_once('{')?;
            let (_, behind) = rest.split_once('}')?;
            let keys = joined(&mut keys.iter().map(String::as_str), separator);
            let path = format!("{before}{keys}{behind}");
            parts.always(dialect, Occasion::Item);
            return Some(parts.request(Method::Get, &address(base_url, &path), None));
        }
    }
    // Without a size the first page of the default size would cut the answer.
    if let (Some(name), _) = dialect.paging.size() {
        parts.push(name, Value::from(identifiers.len()));
    }
    parts.always(dialect, Occasion::List);
    let path = fill_path(&list.path, |_| None).ok()?;
    let address = address(base_url, &path);
    Some(parts.request(list.method, &address, dialect.carrier.as_deref()))
}

/// Returns a request that asks for JSON.
pub(super) fn get(url: &str) -> Request {
    Request::get(url).with_header("Accept", "application/json, */*;q=0.5")
}

pub(super) fn address(base_url: &str, path: &str) -> String {
    format!("{}{path}", base_url.trim_end_matches('/'))
}

/// Returns the path of a list, filled from the filters that name parents, and
/// the other conditions.
fn rows(resource: &Resource, template: &str, params: &ListParams) -> Result<(String, FilterGroup)> {
    let is_parent = |filter: &&Filter| {
        filter.operator == FilterOperator::Eq
            && path_parameters(template).any(|name| name == filter.field)
    };
    let path = fill_path(template, |name| {
        let mut parents = params.filter.iter().filter(is_parent);
        parents.find(|filter| filter.field == name).map(|filter| filter.value.clone())
    });
    let path = path.map_err(|name| missing("get_list", resource, &name))?;
    let filters = params.filter.iter().filter(|filter| !is_parent(filter)).cloned().collect();
    let mut group = FilterGroup { is_any: false, filters, groups: params.groups.clone() };
    encode_conditions(&resource.dialect, &mut group);
    Ok((path, group))
}

fn push_conditions(
    parts: &mut Parts,
    resource: &Resource,
    params: &ListParams,
    group: &FilterGroup,
) -> Result<()> {
    let Dialect { search, search_in, .. } = &resource.dialect;
    let mut searched = None;
    match (search, &params.search) {
        (Some(name), Some(words)) => parts.text(name, words),
        (None, Some(words)) if !search_in.is_empty() => {
            let contains = |field: &String| Filter {
                field: field.clone(),
                operator: FilterOperator::Contains,
                value: words.clone(),
            };
            let filters = search_in.iter().map(contains).collect();
            let mut group = group.clone();
            group.groups.push(FilterGroup { is_any: true, filters, groups: Vec::new() });
            searched = Some(group);
        }
        _ => {}
    }
    push_filters(parts, resource, searched.as_ref().unwrap_or(group)).map_err(|filter| {
        let text = format!("no filter on {} by {:?}", filter.field, filter.operator);
        Error::new(ErrorKind::Unsupported, format!("get_list {}", resource.name)).with_text(text)
    })
}

/// Returns the request for the address that an answer linked to.
fn follow(resource: &Resource, address: &str, link: &str) -> Result<Request> {
    let base = origin(address);
    // The token of a page comes from an address that anyone may have written.
    let target = if link.starts_with('?') {
        format!("{}{link}", without_query(address))
    } else if link.starts_with('/') && !link.starts_with("//") {
        format!("{base}{link}")
    } else if origin(link) == base && !base.is_empty() {
        link.to_owned()
    } else if let Some((_, query)) = link.split_once('?').filter(|_| is_same_list(address, link)) {
        // A server behind another one names itself by a name that only it knows,
        // or without https.
        format!("{}?{query}", without_query(address))
    } else {
        return Err(Error::new(ErrorKind::Invalid, format!("get_list {}", resource.name))
            .with_text(format!("the next page is at {}", origin(link))));
    };
    let mut parts = Parts::default();
    for always in &resource.dialect.always {
        if always.on == Occasion::List && always.place == ParameterPlace::Header {
            parts.fixed(always.place, &always.name, &always.value);
        }
    }
    Ok(parts.request(Method::Get, &target, None))
}

/// Returns whether `link` leads to the list at `address` by another origin: the
/// path of one ends like the other.
fn is_same_list(address: &str, link: &str) -> bool {
    let (own, other) =
        (path_of(address).trim_end_matches('/'), path_of(link).trim_end_matches('/'));
    let ends = |long: &str, short: &str| short.len() > 1 && long.ends_with(short);
    ends(own, other) || ends(other, own)
}

fn push_default(parts: &mut Parts, parameter: &Parameter, is_given: bool) {
    let Some(value) = parameter.schema.get("default") else { return };
    match parameter.place {
        _ if is_given || !parameter.is_required => {}
        ParameterPlace::Query => {
            if let Some(value) = text_of(value) {
                parts.fixed(parameter.place, &parameter.name, &value);
            }
        }
        ParameterPlace::Body => parts.push(&parameter.name, value.clone()),
        ParameterPlace::Path | ParameterPlace::Header => {}
    }
}
