//! The resources of a description.

use super::call::Call;
use super::collections::{Collection, offered};
use super::listing::{Listing, listing, search_parameter};
use super::paths::{Paths, noun};
use super::posted::with_members;
use super::record::{Layout, layout};
use super::schema::Document;
use super::schemas::Schemas;
use super::{fields, rows};
use crate::api::dialect::path_parameters;
use crate::api::discover::evidence::{evidence, issue};
use crate::api::discover::keys::{LINKS, key};
use crate::api::discover::kind::label;
use crate::api::discover::words::{compact, words};
use crate::api::{Endpoint, Field, Issue, ManyById, ParameterPlace, Resource, Severity, Source};
use crate::platform::Method;
use crate::record::{Path, Segment};
use serde_json::Value;
use std::collections::HashMap;

/// Makes resources of collections and remembers the calls they take.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    pub(super) document: Document<'a>,
    pub(super) calls: Vec<Call<'a>>,
    pub(super) paths: Paths,
    pub(super) used: Vec<bool>,
    pub(super) issues: Vec<Issue>,
    pub(super) schemas: Schemas<'a>,
    /// What the description says that fields point to, by the position of the
    /// resource and the name of the field.
    pub(super) targets: Vec<HashMap<String, String>>,
    /// The names of the schemas of their rows.
    pub(super) rows: Vec<Option<&'a str>>,
}

impl<'a> Builder<'a> {
    pub(super) fn resource(&mut self, collection: &Collection<'a>, name: String) -> Resource {
        let document = self.document;
        let noun = noun(&collection.base).to_owned();
        let list = &self.calls[collection.list];
        let list = match list.method {
            Method::Post => with_members(document, list),
            _ => list.clone(),
        };
        let row = collection.found.row.map(|row| document.shape(row)).unwrap_or_default();
        let item = collection.item.clone();
        let read = item.as_ref().and_then(|item| self.take(item, Method::Get));
        let (item_shape, detail) = match read.as_ref().and_then(|call| call.answer) {
            Some(answer) => rows::item(document, answer, &row, &noun),
            None => Default::default(),
        };
        let (row, detail) = (layout(document, row), layout(document, detail));
        let is_known = !row.shape.properties.is_empty();
        let parameter = item.as_deref().and_then(|item| path_parameters(item).next_back());
        let is_scalar = row.shape.is_scalar();
        let known = if is_known || is_scalar { &row } else { &detail };
        let fields = if is_scalar {
            vec![fields::of_scalar(parameter.unwrap_or("value"), &row.shape)]
        } else {
            known.fields(document)
        };
        let field_names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
        let found = if is_scalar {
            vec![Path::root()]
        } else {
            let found = keys(&field_names, list.path, item.as_deref(), &noun);
            if found.is_empty() { inner_key(document, known, parameter) } else { found }
        };
        let key_name = found.first().map(ToString::to_string).unwrap_or_default();
        let mut listing = listing(document, &list, &collection.found, &field_names, &key_name);
        listing.dialect.item = item_shape;
        if let Some(separator) = read.as_ref().and_then(|call| key_separator(call, parameter)) {
            listing.dialect.many = ManyById::Path { separator: separator.to_owned() };
        }
        listing.dialect.flatten.clone_from(&known.flatten);
        listing.dialect.coded = known.codes(document);
        self.used[collection.list] = true;
        self.search(&mut listing, collection);
        self.targets.push(known.targets(document, &fields));
        self.rows.push(known.shape.name);
        let list = self.list_endpoint(&list, &listing, collection.is_search);
        let mut resource = Resource {
            name,
            list: Some(list),
            item: read.as_ref().map(|call| self.endpoint(call, &[])),
            key: found.first().cloned().unwrap_or_else(|| Path::field("id")),
            is_key_link: is_link(found.first(), parameter),
            label_field: label(&fields, &noun),
            item_fields: if is_known || is_scalar {
                further(document, &detail, &fields)
            } else {
                Vec::new()
            },
            fields,
            dialect: listing.dialect,
            evidence: listing.evidence,
            ..Resource::default()
        };
        let is_key_known = !found.is_empty();
        if found.len() > 1 {
            resource.key_parts = found;
        }
        self.writes(&mut resource, collection, known);
        reasons(&mut resource, collection, is_key_known, parameter);
        resource
    }

    /// Takes the path beside the list that answers searches.
    fn search(&mut self, listing: &mut Listing, collection: &Collection<'a>) {
        if listing.dialect.search.is_some() {
            return;
        }
        for position in &collection.searches {
            let call = &self.calls[*position];
            if let Some(query) = search_parameter(call) {
                listing.dialect.search = Some(query.name.to_string());
                listing.dialect.search_path = Some(call.path.to_owned());
                listing.note("search", &query.name, 75);
                self.used[*position] = true;
                return;
            }
        }
    }

    pub(super) fn endpoint(&mut self, call: &Call<'a>, used: &[String]) -> Endpoint {
        call.endpoint(self.document, &mut self.schemas, used)
    }

    /// Takes the call with this path and method, if nothing else has.
    pub(super) fn take(&mut self, path: &str, method: Method) -> Option<Call<'a>> {
        let position = self.paths.at(path, &self.calls, method)?;
        if std::mem::replace(&mut self.used[position], true) {
            return None;
        }
        Some(self.calls[position].clone())
    }

    /// Returns the endpoint of the list, with a value for each parameter that
    /// it does not answer without.
    fn list_endpoint(&mut self, call: &Call<'a>, listing: &Listing, is_search: bool) -> Endpoint {
        let mut endpoint = self.endpoint(call, &listing.used);
        for parameter in &mut endpoint.parameters {
            if !matches!(parameter.place, ParameterPlace::Query | ParameterPlace::Body) {
                continue;
            }
            let query = call.queries().find(|query| query.name == parameter.name);
            let value = query.and_then(|query| offered(self.document, query.schema));
            let has_default = parameter.schema.get("default").is_some();
            // A search without words is refused by many servers, required or not.
            parameter.is_required |= is_search && has_default;
            match value {
                _ if !parameter.is_required => {}
                Some(value) => {
                    if let Value::Object(members) = &mut parameter.schema {
                        members.entry("default").or_insert_with(|| value.clone());
                    }
                }
                None => {
                    let place = format!("{} {}", call.method.as_str(), call.path);
                    let mut issue = issue(Severity::Warning, place, "list.parameter_required");
                    issue.message = issue.message.with("parameter", &parameter.name);
                    self.issues.push(issue);
                }
            }
        }
        endpoint
    }
}

/// Returns the fields that make the key of a record: one for each parameter
/// that its path has besides those of the list; none where the row does not
/// hold them all.
fn keys(names: &[&str], list: &str, item: Option<&str>, noun: &str) -> Vec<Path> {
    let above = path_parameters(list).count();
    let parameters: Vec<&str> = path_parameters(item.unwrap_or_default()).skip(above).collect();
    if let [_, _, ..] = parameters[..] {
        let exact = parameters.iter().map(|parameter| key(names, Some(parameter), parameter));
        let mut parts: Vec<Path> = exact.collect::<Option<_>>().unwrap_or_default();
        let count = parts.len();
        parts.dedup();
        return if parts.len() == count { parts } else { Vec::new() };
    }
    key(names, parameters.last().copied(), noun).into_iter().collect()
}

/// Returns what stands between keys where the path of a record takes several:
/// `/answers/{ids}`.
fn key_separator(call: &Call<'_>, parameter: Option<&str>) -> Option<&'static str> {
    let parameter = parameter.filter(|name| words(name).last().is_some_and(|it| it == "ids"))?;
    let known = call.parameters.iter().find(|known| known.name == parameter);
    let texts = [known.and_then(|known| known.description), call.summary, call.description];
    let is_semicolon =
        texts.into_iter().flatten().any(|text| text.to_lowercase().contains("semicolon"));
    Some(if is_semicolon { ";" } else { "," })
}

/// Finds a key that stands one object deeper, where rows keep what is about
/// them apart from what they hold.
fn inner_key(document: Document<'_>, row: &Layout<'_>, parameter: Option<&str>) -> Vec<Path> {
    let found = ["metadata", "meta", "sys", "header", "info"].iter().find_map(|outer| {
        let inner = document.shape(row.shape.property(outer)?);
        let names: Vec<&str> = inner.properties.iter().map(|(name, _)| *name).collect();
        let inner = key(&names, parameter, "")?;
        Some(inner.segments().iter().fold(Path::field(*outer), |path, segment| match segment {
            Segment::Key(name) => path.child(name),
            Segment::Index(index) => path.index(*index),
        }))
    });
    found.into_iter().collect()
}

/// Returns whether the key is the end of a link, because nothing else in a row
/// tells one record from another.
fn is_link(key: Option<&Path>, parameter: Option<&str>) -> bool {
    let is_parameter = |name: &str| parameter.is_some_and(|known| compact(known) == compact(name));
    let name = key.map(ToString::to_string).unwrap_or_default();
    LINKS.contains(&compact(&name).as_str()) && !is_parameter(&name)
}

/// Returns the fields that a record has and a row has not.
fn further(document: Document<'_>, detail: &Layout<'_>, row: &[Field]) -> Vec<Field> {
    let mut fields = detail.fields(document);
    fields.retain(|field| row.iter().all(|known| known.name != field.name));
    fields
}

fn reasons(
    resource: &mut Resource,
    collection: &Collection<'_>,
    is_key_known: bool,
    parameter: Option<&str>,
) {
    let how = match (&collection.item, collection.is_search) {
        (_, true) => "search",
        (Some(_), false) => "pair",
        (None, false) => "rows",
    };
    let confidence = if how == "pair" { 90 } else { 70 };
    let path = resource.list.as_ref().map(|list| list.path.clone()).unwrap_or_default();
    let list = evidence("list", Source::Document, confidence, how).with("path", path);
    let key = if is_key_known {
        evidence("key", Source::Document, 85, "parameter")
    } else {
        evidence("key", Source::Convention, 40, "habit")
    };
    let key = key.with("key", &resource.key).with("parameter", parameter.unwrap_or_default());
    resource.evidence.splice(0..0, [list, key]);
    if let Some(label) = &resource.label_field {
        let label = evidence("label", Source::Convention, 60, "name").with("field", label);
        resource.evidence.push(label);
    }
}
