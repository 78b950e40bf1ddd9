//! Collections with typed fields, as PocketBase tells them to those who may
//! administer it.
//!
//! Source: <https://pocketbase.io/docs/api-collections/>.

use super::entity::Entity;
use crate::api::discover::probe::of_family;
use crate::api::{Api, AuthScheme, Endpoint, Login};
use crate::platform::Method;
use crate::record::Path;
use serde_json::{Map, Value, json};

/// Where the collections are told, below the address of the API.
pub(in crate::api::discover) const PLACE: &str = "api/collections?perPage=200";

/// Returns what `value` says, the answer of [`PLACE`] below `base`; `None`
/// where it is something else.
pub(in crate::api::discover) fn collections(base: &str, value: &Value) -> Option<Api> {
    let items = value.get("items")?.as_array()?;
    let is_collection = |item: &Value| {
        let fields = item["fields"].as_array();
        let is_typed = |field: &Value| field["name"].is_string() && field["type"].is_string();
        item["name"].is_string() && fields.is_some_and(|fields| fields.iter().all(is_typed))
    };
    if items.is_empty() || !items.iter().all(is_collection) {
        return None;
    }
    let resources = items.iter().filter(|item| item["system"] != true);
    let resources = resources.map(|item| {
        let entity = entity(item, items);
        let dialect = of_family("pocketbase", &entity.name, &entity.list);
        entity.resource(dialect, "PocketBase")
    });
    let login = items.iter().find(|item| item["type"] == "auth").map(login);
    Some(Api {
        title: base.split("://").last().unwrap_or(base).to_owned(),
        base_url: base.to_owned(),
        resources: resources.collect(),
        auth: vec![AuthScheme::Bearer],
        login,
        ..Api::default()
    })
}

fn entity(item: &Value, items: &[Value]) -> Entity {
    let name = text(item, "name");
    let list = format!("/api/collections/{name}/records");
    let is_writable = item["type"] != "view";
    let mut entity = Entity {
        item: format!("{list}/{{id}}"),
        list,
        key: vec!["id".to_owned()],
        name,
        can_create: is_writable,
        can_update: is_writable,
        can_delete: is_writable,
        ..Entity::default()
    };
    let is_told = |field: &&Value| field["hidden"] != true || field["type"] == "password";
    for field in item["fields"].as_array().into_iter().flatten().filter(is_told) {
        let name = text(field, "name");
        if field["required"] == true && field["primaryKey"] != true {
            entity.required.push(name.clone());
        }
        if let Some(target) = field["collectionId"].as_str() {
            let target = items.iter().find(|item| item["id"] == target);
            let reference = target.map(|target| (name.clone(), text(target, "name")));
            entity.references.extend(reference);
        }
        entity.properties.insert(name, schema(field));
    }
    entity
}

/// Returns the JSON Schema of a field.
fn schema(field: &Value) -> Value {
    let kind = field["type"].as_str().unwrap_or_default();
    let mut schema = match kind {
        "text" | "relation" | "file" => json!({"type": "string"}),
        "editor" => json!({"type": "string", "format": "html"}),
        "number" if field["onlyInt"] == true => json!({"type": "integer"}),
        "number" => json!({"type": "number"}),
        "bool" => json!({"type": "boolean"}),
        "email" => json!({"type": "string", "format": "email"}),
        "url" => json!({"type": "string", "format": "uri"}),
        "date" | "autodate" => json!({"type": "string", "format": "date-time"}),
        "password" => json!({"type": "string", "format": "password", "writeOnly": true}),
        "select" => json!({"type": "string", "enum": field["values"]}),
        "geoPoint" => json!({"type": "object", "properties": {
            "lon": {"type": "number"}, "lat": {"type": "number"}}}),
        _ => json!({}),
    };
    let Some(members) = schema.as_object_mut() else { return schema };
    limits(members, field, kind);
    if kind == "autodate" || field["primaryKey"] == true {
        members.insert("readOnly".to_owned(), json!(true));
    }
    let is_many = field["maxSelect"].as_u64().is_some_and(|most| most > 1);
    if is_many { json!({"type": "array", "items": schema}) } else { schema }
}

/// Adds the smallest and largest length or value; 0 stands for none.
fn limits(members: &mut Map<String, Value>, field: &Value, kind: &str) {
    let names = match kind {
        "text" => ("minLength", "maxLength"),
        "number" => ("minimum", "maximum"),
        _ => return,
    };
    let is_set =
        |value: &&Value| value.is_number() && (kind == "number" || value.as_u64() != Some(0));
    for (own, name) in [("min", names.0), ("max", names.1)] {
        if let Some(limit) = field.get(own).filter(is_set) {
            members.insert(name.to_owned(), limit.clone());
        }
    }
}

/// Returns the call by which the accounts of a collection sign in.
fn login(item: &Value) -> Login {
    let path = format!("/api/collections/{}/auth-with-password", text(item, "name"));
    let body = json!({"type": "object", "required": ["identity", "password"], "properties": {
        "identity": {"type": "string"},
        "password": {"type": "string", "format": "password"},
    }});
    Login {
        endpoint: Endpoint { body: Some(body), ..Endpoint::new(Method::Post, &path) },
        token: Some(Path::field("token")),
    }
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}
