//! A resource in the format that its list turned out to have.

use super::formats::{Format, format_of};
use super::templates;
use super::values::schema_of_rows;
use crate::api::dialect::decode_list;
use crate::api::discover::label::label;
use crate::api::discover::openapi::fields;
use crate::api::discover::openapi::schema::Document;
use crate::api::discover::words::is_same_noun;
use crate::api::{BodyShape, Endpoint, Field, FilterStyle, Kind, ListParams, Reference, Resource};
use crate::platform::Response;
use crate::record::{Path, Record};
use serde_json::{Map, Value, json};

/// Members of rows that belong to a format and are no fields.
const FRAME: [&str; 12] = [
    "attributes",
    "relationships",
    "links",
    "meta",
    "_links",
    "_embedded",
    "_templates",
    "@context",
    "@type",
    "hydra:member",
    "@odata.etag",
    "@odata.context",
];

/// Puts the format of `body`, an answer of the list, into `resource`, if it
/// has one that is not known yet.
pub(in crate::api::discover) fn adopt(resource: &mut Resource, body: &Value) -> Option<Format> {
    let format = format_of(body)?;
    let is_known = match format {
        // What a description of the format itself has told already.
        Format::OData => resource.dialect.always.iter().any(|always| always.name == "$count"),
        // What a description says of them is seldom all.
        Format::JsonApi | Format::Hal | Format::Hydra => false,
    };
    if is_known {
        return Some(format);
    }
    let reasons = format.adopt(&mut resource.dialect, body);
    resource.evidence.retain(|known| known.subject != "format");
    resource.evidence.extend(reasons);
    let rows = rows(resource, body);
    identify(resource, &rows);
    observe(resource, &rows);
    if format == Format::JsonApi {
        limit_to_members(resource, body);
    }
    if format == Format::Hal {
        templates::adopt(resource, body);
    }
    for endpoint in [&mut resource.create, &mut resource.update] {
        let Some(endpoint) = endpoint else { continue };
        let kind = match endpoint.method {
            crate::platform::Method::Patch => format.patch_type(),
            _ => format.content_type(),
        };
        if let Some(kind) = kind {
            endpoint.content_type = Some(kind.to_owned());
        }
        if format == Format::JsonApi {
            endpoint.body = Some(flat_body(endpoint, &resource.fields));
        }
    }
    Some(format)
}

/// Returns the rows of an answer in the dialect of `resource`.
pub(super) fn rows(resource: &Resource, body: &Value) -> Vec<Record> {
    let response = Response {
        status: 200,
        url: String::new(),
        headers: Vec::new(),
        body: body.to_string().into_bytes(),
        is_truncated: false,
    };
    let page = decode_list(resource, &ListParams::default(), &response);
    page.map(|page| page.records).unwrap_or_default()
}

/// Takes the link of a row for its key where it has no key of its own.
fn identify(resource: &mut Resource, rows: &[Record]) {
    let has = |path: &Path| !rows.is_empty() && rows.iter().all(|row| row.get(path).is_some());
    if has(&resource.key) && resource.key != Path::field("@id") {
        return;
    }
    for (path, is_link) in [("/id", false), ("/@id", true), ("/_links/self/href", true)] {
        let path = Path::from_pointer(path);
        if has(&path) {
            resource.key = path;
            resource.is_key_link = is_link;
            return;
        }
    }
}

/// Returns whether a member of a row belongs to the format of the resource.
pub(in crate::api::discover) fn is_frame(resource: &Resource, name: &str) -> bool {
    let is_document = !resource.dialect.flatten.is_empty();
    let is_known = resource.evidence.iter().any(|known| known.subject == "format");
    is_known && FRAME.contains(&name)
        || is_document && (name == "type" || FRAME.contains(&name))
        || name.starts_with("@odata.")
}

/// Orders and filters name members of the document, never the key.
fn limit_to_members(resource: &mut Resource, body: &Value) {
    let rows = || body["data"].as_array().into_iter().flatten();
    let names = |part: &str| -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (name, member) in rows().filter_map(|row| row[part].as_object()).flatten() {
            // What is many has no value to compare with.
            let is_many = part == "relationships" && !member["data"].is_object();
            if !names.contains(name) && !is_many {
                names.push(name.clone());
            }
        }
        names
    };
    let attributes = names("attributes");
    let is_guess = !resource.dialect.sort_fields.iter().all(|name| attributes.contains(name));
    if resource.dialect.sort_fields.is_empty() || is_guess {
        resource.dialect.sort_fields.clone_from(&attributes);
    }
    if let FilterStyle::Parameters { words, fields, .. } = &mut resource.dialect.filter
        && fields.is_empty()
    {
        let members = attributes.into_iter().chain(names("relationships"));
        let parameters = members.flat_map(|member| {
            words.iter().map(move |(_, name, _)| name.replace("{field}", &member))
        });
        *fields = parameters.collect();
    }
}

/// Replaces the fields of the frame by those that stand in the rows.
fn observe(resource: &mut Resource, rows: &[Record]) {
    let frame: Vec<String> = resource
        .fields
        .iter()
        .map(|field| field.name.clone())
        .filter(|name| is_frame(resource, name))
        .collect();
    let values: Vec<Value> = rows.iter().map(|row| (*row.fields).clone()).collect();
    let schema = schema_of_rows(&values);
    let document = Document::new(&schema);
    let row = document.shape(&schema);
    let mut seen = fields::fields(document, &row);
    let codes = fields::codes(document, &row);
    seen.retain(|field| !is_frame(resource, &field.name));
    resource.fields.retain(|field| !frame.contains(&field.name));
    for field in seen {
        if resource.field(&field.name).is_none() {
            let code = codes.iter().find(|(name, _)| *name == field.name);
            resource.dialect.coded.extend(code.cloned());
            resource.fields.push(Field { is_required: false, ..field });
        }
    }
    let is_named = |path: &Path| resource.fields.iter().any(|field| path.starts_with(&field.path));
    if !resource.label_field.as_ref().is_some_and(is_named) {
        resource.label_field = label(&resource.fields, &resource.name, &values);
    }
}

/// Returns the schema of what is written, without the frame of JSON:API.
fn flat_body(endpoint: &Endpoint, known: &[Field]) -> Value {
    let described = endpoint.body.as_ref();
    let data = described.and_then(|body| body.pointer("/properties/data/properties"));
    let attributes = data.and_then(|data| data.get("attributes"));
    if let Some(attributes) = attributes.filter(|it| it["properties"].is_object()) {
        let mut body = attributes.clone();
        let relations = data.and_then(|data| data.pointer("/relationships/properties"));
        for (name, _) in relations.and_then(Value::as_object).into_iter().flatten() {
            body["properties"][name] = json!({});
        }
        return body;
    }
    let properties: Map<String, Value> = known
        .iter()
        .filter(|field| field.path != Path::field("id"))
        .map(|field| (field.name.clone(), json!({})))
        .collect();
    json!({"type": "object", "properties": properties})
}

/// Points the relationships of JSON:API to the resources of their types.
pub(super) fn relate(resources: &mut [Resource]) {
    let names: Vec<String> = resources.iter().map(|resource| resource.name.clone()).collect();
    for resource in resources {
        let BodyShape::JsonApi { relationships, .. } = &resource.dialect.body else { continue };
        for (name, kind) in relationships.clone() {
            let target = names.iter().find(|known| is_same_noun(known, &kind));
            let field = resource.fields.iter_mut().find(|field| field.name == name);
            if let (Some(target), Some(field)) = (target, field) {
                let is_many = field.kind == Kind::Array;
                field.reference.get_or_insert(Reference { resource: target.clone(), is_many });
            }
        }
    }
}
