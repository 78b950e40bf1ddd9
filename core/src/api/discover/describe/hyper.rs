//! Records and their links, as JSON Schemas describe them.
//!
//! A schema names the addresses of its records in `links`: their list, one of
//! them, and the calls that make, change and remove one.
//!
//! Source: JSON Hyper-Schema, draft 4 to 2019-09.

use super::entity::Entity;
use crate::api::address::{decode, origin, path_of};
use crate::api::discover::openapi::fields;
use crate::api::discover::openapi::schema::Document;
use crate::api::discover::words::{compact, is_same_noun};
use crate::api::{Api, Dialect, Endpoint, Operation, Parameter, ParameterPlace, Parent, Resource};
use crate::platform::Method;
use serde_json::{Map, Value, json};

/// One link of a schema.
struct Link<'a> {
    rel: &'a str,
    method: Method,
    /// The address with a name for each of its variables.
    path: String,
    /// The schema of what is sent.
    body: Option<&'a Value>,
    /// Whether the answer is a list.
    is_list: bool,
    title: Option<&'a str>,
}

/// Returns what the schema at `url` says of an API; `None` where none of its
/// links leads to a list.
pub(in crate::api::discover) fn hyper(root: &Value, url: &str) -> Option<Api> {
    let mut schemas: Vec<(&str, &Value)> = Vec::new();
    for group in ["definitions", "$defs", "properties"] {
        let members = root.get(group).and_then(Value::as_object);
        schemas.extend(members.into_iter().flatten().map(|(name, schema)| (name.as_str(), schema)));
    }
    let document = Document::new(root);
    let mut seen: Vec<&Value> = Vec::new();
    let mut api = Api {
        title: text(root, "title").unwrap_or_default().to_owned(),
        description: text(root, "description").map(str::to_owned),
        base_url: base_url(root, url),
        document_url: Some(url.to_owned()),
        ..Api::default()
    };
    for (name, schema) in [("", root)].into_iter().chain(schemas) {
        let schema = document.resolve(schema);
        if std::ptr::eq(schema, root) && !name.is_empty()
            || seen.iter().any(|known| std::ptr::eq(*known, schema))
        {
            continue;
        }
        seen.push(schema);
        let mut links = links(document, schema);
        if let Some(resource) = resource(document, name, schema, &mut links) {
            api.operations.extend(links.iter().map(|link| operation(&resource, link)));
            api.resources.push(resource);
        }
    }
    nest(&mut api.resources);
    (!api.resources.is_empty()).then_some(api)
}

/// Returns the address that the paths of links are appended to: that of the
/// schema itself, unless its own link says another.
fn base_url(root: &Value, url: &str) -> String {
    let links = root["links"].as_array().into_iter().flatten();
    let own = links.filter(|link| link["rel"] == "self").find_map(|link| link["href"].as_str());
    origin(own.unwrap_or(url)).to_owned().trim_end_matches('/').to_owned()
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str()
}

fn links<'a>(document: Document<'a>, schema: &'a Value) -> Vec<Link<'a>> {
    let links = schema.get("links").and_then(Value::as_array);
    let links = links.into_iter().flatten().filter_map(|link| {
        let path = path(text(link, "href")?);
        let target = link.get("targetSchema").map(|target| document.shape(target));
        let method = text(link, "method").unwrap_or("GET").to_uppercase();
        let known = [Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete];
        Some(Link {
            rel: text(link, "rel")?,
            method: known.into_iter().find(|known| known.as_str() == method)?,
            path,
            body: link.get("submissionSchema").or_else(|| link.get("schema")),
            is_list: target.is_some_and(|target| target.is_array()),
            title: text(link, "title"),
        })
    });
    links.collect()
}

/// Returns the path of a link with short names for its variables:
/// `{(%23%2Fdefinitions%2Fapp%2Fdefinitions%2Fidentity)}` is that of an `app`.
fn path(href: &str) -> String {
    let mut path = String::new();
    let own = if href.contains("://") { path_of(href) } else { href };
    let mut parts = own.split('{');
    path.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        let name = decode(name);
        let mut steps = name.trim_matches(['(', ')', '#', '+', '/']).split('/');
        let target = steps.find(|step| !matches!(*step, "" | "definitions" | "$defs"));
        for text in ["{", target.unwrap_or("id"), "}", rest] {
            path.push_str(text);
        }
    }
    if path.starts_with('/') { path } else { format!("/{path}") }
}

/// Makes a resource of a schema and takes the links that it needs.
fn resource<'a>(
    document: Document<'a>,
    name: &str,
    schema: &'a Value,
    links: &mut Vec<Link<'a>>,
) -> Option<Resource> {
    let shape = document.shape(schema);
    if shape.properties.is_empty() {
        return None;
    }
    let is_collection = |link: &Link<'_>| {
        let is_told = matches!(link.rel, "instances" | "collection") || link.is_list;
        link.method == Method::Get && is_told && !link.path.ends_with('}')
    };
    let mut take = |wanted: &dyn Fn(&Link<'a>) -> bool| {
        let position = links.iter().position(wanted)?;
        Some(links.remove(position))
    };
    let list = take(&is_collection)?;
    let below = |link: &Link<'_>| {
        let rest = link.path.strip_prefix(list.path.trim_end_matches('/'));
        let rest = rest.and_then(|rest| rest.strip_prefix("/{"));
        rest.is_some_and(|rest| rest.ends_with('}') && !rest.contains('/'))
    };
    let item = take(&|link| link.method == Method::Get && below(link));
    let create = take(&|link| link.method == Method::Post && link.path == list.path);
    let update = take(&|link| link.method == Method::Patch && below(link))
        .or_else(|| take(&|link| link.method == Method::Put && below(link)));
    let delete = take(&|link| link.method == Method::Delete && below(link));
    let noun = list.path.rsplit('/').find(|part| !part.is_empty() && !part.contains('{'));
    let properties: Map<String, Value> = shape
        .properties
        .iter()
        .map(|(name, schema)| ((*name).to_owned(), document.expand(schema)))
        .collect();
    let key = ["id", "uuid", "key", "name"].into_iter().find(|key| properties.contains_key(*key));
    let entity = Entity {
        name: noun.unwrap_or(name).to_owned(),
        list: list.path.clone(),
        item: item.as_ref().map(|item| item.path.clone()).unwrap_or_default(),
        key: vec![key.unwrap_or("id").to_owned()],
        properties,
        can_create: create.is_some(),
        ..Entity::default()
    };
    let mut resource = entity.resource(Dialect::default(), "JSON Schema");
    let shape = document.shape(schema);
    resource.dialect.coded = fields::codes(document, &shape);
    if let (Some(endpoint), Some(Link { body: Some(body), .. })) = (&mut resource.create, &create) {
        endpoint.body = Some(whole(document, body));
    }
    let at_item = |link: &Link<'a>| {
        let item = resource.item.clone()?;
        let body = link.body.map(|body| whole(document, body));
        Some(Endpoint { method: link.method, body, ..item })
    };
    let (update, delete) = (update.as_ref().and_then(at_item), delete.as_ref().and_then(at_item));
    if update.as_ref().is_some_and(|update| update.method == Method::Put) {
        resource.dialect.update = crate::api::UpdateVerb::Put;
    }
    (resource.update, resource.delete) = (update, delete);
    Some(resource)
}

/// Returns the schema of a body whose members stand in it.
fn whole(document: Document<'_>, body: &Value) -> Value {
    let shape = document.shape(body);
    let properties = shape.properties.iter();
    let properties: Map<String, Value> =
        properties.map(|(name, schema)| ((*name).to_owned(), document.expand(schema))).collect();
    json!({"type": "object", "properties": properties, "required": shape.required})
}

fn operation(resource: &Resource, link: &Link<'_>) -> Operation {
    let parameters = crate::api::dialect::path_parameters(&link.path).map(|name| Parameter {
        name: name.to_owned(),
        place: ParameterPlace::Path,
        is_required: true,
        schema: json!({"type": "string"}),
    });
    let parameters = parameters.collect();
    let name = compact(link.title.unwrap_or(link.rel));
    let endpoint = Endpoint::new(link.method, &link.path);
    Operation {
        name: format!("{}-{name}", resource.name),
        resource: Some(resource.name.clone()),
        summary: link.title.map(str::to_owned),
        endpoint: Endpoint { parameters, body: link.body.cloned(), ..endpoint },
    }
}

/// Finds what nested lists stand below, by the names of their variables.
fn nest(resources: &mut [Resource]) {
    let names: Vec<String> = resources.iter().map(|resource| resource.name.clone()).collect();
    for resource in resources {
        let path = resource.list.as_ref().map(|list| list.path.clone()).unwrap_or_default();
        let parents = crate::api::dialect::path_parameters(&path).map(|parameter| Parent {
            parameter: parameter.to_owned(),
            resource: names.iter().find(|name| is_same_noun(name, parameter)).cloned(),
        });
        resource.parents = parents.collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema() -> Value {
        let list =
            |of: &str| json!({"type": "array", "items": {"$ref": format!("#/definitions/{of}")}});
        json!({
            "$schema": "http://json-schema.org/draft-04/hyper-schema", "title": "Lights",
            "links": [{"rel": "self", "href": "https://api.a.org"}],
            "definitions": {
                "room": {
                    "definitions": {"identity": {"type": "string"}},
                    "properties": {"id": {"type": "string", "format": "uuid", "readOnly": true},
                        "name": {"type": "string"}},
                    "links": [
                        {"rel": "instances", "href": "/rooms", "method": "GET", "title": "List", "targetSchema": list("room")},
                        {"rel": "self", "href": "/rooms/{(%23%2Fdefinitions%2Froom%2Fdefinitions%2Fidentity)}", "method": "GET"},
                        {"rel": "create", "href": "/rooms", "method": "POST", "schema": {"required": ["name"],
                            "properties": {"name": {"$ref": "#/definitions/room/properties/name"}}}},
                        {"rel": "update", "href": "/rooms/{(%23%2Fdefinitions%2Froom%2Fdefinitions%2Fidentity)}", "method": "PATCH"},
                        {"rel": "destroy", "href": "/rooms/{(%23%2Fdefinitions%2Froom%2Fdefinitions%2Fidentity)}", "method": "DELETE"},
                        {"rel": "darken", "href": "/rooms/{(%23%2Fdefinitions%2Froom%2Fdefinitions%2Fidentity)}/darken", "method": "POST", "title": "Darken"}]},
                "lamp": {
                    "properties": {"id": {"type": "integer"}, "since": {"type": "integer", "format": "unix-time"}},
                    "links": [
                        {"rel": "instances", "href": "/rooms/{(%23%2Fdefinitions%2Froom%2Fdefinitions%2Fidentity)}/lamps", "targetSchema": list("lamp")}]},
                "size": {"type": "integer"}
            },
            "properties": {"room": {"$ref": "#/definitions/room"}},
        })
    }

    #[test]
    fn links_of_a_schema_make_resources() {
        let api = hyper(&schema(), "https://docs.a.org/schema").unwrap();
        assert_eq!((api.title.as_str(), api.base_url.as_str()), ("Lights", "https://api.a.org"));
        let names: Vec<&str> = api.resources.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["rooms", "lamps"]);
        let rooms = api.resource("rooms").unwrap();
        let path = |endpoint: &Option<Endpoint>| endpoint.as_ref().map(|it| it.path.clone());
        assert_eq!(path(&rooms.item).as_deref(), Some("/rooms/{room}"));
        assert_eq!(path(&rooms.delete).as_deref(), Some("/rooms/{room}"));
        let create = rooms.create.as_ref().unwrap().body.as_ref().unwrap();
        assert_eq!(create["required"], json!(["name"]));
        assert_eq!(create["properties"]["name"]["type"], "string");
        assert!(rooms.field("id").unwrap().is_read_only);
        let lamps = api.resource("lamps").unwrap();
        assert_eq!(lamps.parents[0].resource.as_deref(), Some("rooms"));
        assert_eq!(lamps.dialect.coded, [("since".to_owned(), crate::api::Code::Seconds)]);
        assert!(lamps.item.is_none() && lamps.create.is_none());
        let operations: Vec<(&str, &str)> =
            api.operations.iter().map(|it| (it.name.as_str(), it.endpoint.path.as_str())).collect();
        assert_eq!(operations, [("rooms-darken", "/rooms/{room}/darken")]);
    }

    #[test]
    fn a_schema_without_lists_is_no_api() {
        assert_eq!(
            hyper(&json!({"links": [{"rel": "pets", "href": "/pets"}]}), "https://a.org"),
            None
        );
        assert_eq!(hyper(&json!({"pets": [{"id": 1}]}), "https://a.org"), None);
        let links = json!({"links": [{"rel": "collection", "href": "/pets"}]});
        assert_eq!(hyper(&links, "https://a.org"), None);
        let one = json!({"links": [{"rel": "self", "href": "/me"}], "properties": {"name": {}}});
        assert_eq!(hyper(&one, "https://a.org"), None);
    }
}
