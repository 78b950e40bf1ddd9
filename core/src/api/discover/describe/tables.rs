//! Tables and views, as the root of `PostgREST` describes them.
//!
//! It is a Swagger 2.0 document in which every column is a parameter, rows have
//! no paths of their own, and keys are told in the descriptions of columns.
//!
//! Source: <https://docs.postgrest.org/en/v13/references/api/openapi.html>.

use super::entity::Entity;
use crate::api::discover::probe::of_family;
use crate::api::{Api, Operation, Resource};
use crate::platform::percent;
use serde_json::{Map, Value};

/// What the names of parameters for columns begin with.
const COLUMN: &str = "rowFilter.";
/// What the description of a column of the key holds.
const PRIMARY: &str = "<pk/>";
/// What the description of a column that points elsewhere holds.
const FOREIGN: &str = "<fk table='";

/// Returns whether a description is one of tables.
pub(in crate::api::discover) fn is_tables(root: &Value) -> bool {
    let parameters = root.get("parameters").and_then(Value::as_object);
    parameters.is_some_and(|known| known.keys().any(|name| name.starts_with(COLUMN)))
}

/// Puts the tables of `root` into the place of what `api` took them for; `url`
/// is where the description was read.
pub(in crate::api::discover) fn tables(root: &Value, url: Option<&str>, api: &mut Api) {
    let paths = root["paths"].as_object();
    let tables = paths.into_iter().flatten().filter_map(|(path, calls)| {
        let name = path.strip_prefix('/').filter(|name| !name.is_empty() && !name.contains('/'))?;
        let definition = root["definitions"].get(name)?;
        let entity = entity(name, path, calls, definition);
        let dialect = of_family("postgrest", name, path);
        Some(entity.resource(dialect, "PostgREST"))
    });
    let tables: Vec<Resource> = tables.collect();
    let is_table = |path: &str| {
        tables.iter().any(|table| table.list.as_ref().is_some_and(|list| list.path == path))
    };
    let is_free = |operation: &Operation| {
        let path = &operation.endpoint.path;
        path != "/" && !is_table(path)
    };
    api.operations.retain(is_free);
    api.resources = tables;
    api.issues.retain(|issue| issue.message.key != "issue.resources.none");
    if let Some(url) = url {
        // The host that it names is the one that the server listens on.
        crate::api::address::without_query(url).clone_into(&mut api.base_url);
    }
}

fn entity(name: &str, path: &str, calls: &Value, definition: &Value) -> Entity {
    let has = |method: &str| calls.get(method).is_some();
    let mut entity = Entity {
        name: name.to_owned(),
        list: path.to_owned(),
        can_create: has("post"),
        can_update: has("patch"),
        can_delete: has("delete"),
        ..Entity::default()
    };
    let required = definition["required"].as_array();
    let is_required = |name: &str| required.is_some_and(|all| all.iter().any(|one| one == name));
    for (column, schema) in definition["properties"].as_object().into_iter().flatten() {
        let told = schema["description"].as_str().unwrap_or_default();
        if told.contains(PRIMARY) {
            entity.key.push(column.clone());
        } else if is_required(column) && schema.get("default").is_none() {
            entity.required.push(column.clone());
        }
        let target = told.split_once(FOREIGN).and_then(|(_, rest)| rest.split('\'').next());
        entity.references.extend(target.map(|target| (column.clone(), target.to_owned())));
        entity.properties.insert(column.clone(), standard(schema, told));
    }
    let conditions = entity.key.iter().map(|column| {
        let name = percent::encode(column);
        format!("{name}=eq.{{{column}}}")
    });
    let conditions: Vec<String> = conditions.collect();
    if !conditions.is_empty() {
        entity.item = format!("{path}?{}", conditions.join("&"));
    }
    entity
}

/// Returns the schema of a column with the names that JSON Schema has for its
/// format, and without notes for programs.
fn standard(schema: &Value, told: &str) -> Value {
    let mut members: Map<String, Value> = schema.as_object().cloned().unwrap_or_default();
    let format = match members.get("format").and_then(Value::as_str) {
        Some(kind) if kind.starts_with("timestamp") => Some("date-time"),
        Some(kind) if kind.starts_with("time") => Some("time"),
        Some("date") => Some("date"),
        Some("uuid") => Some("uuid"),
        Some("inet" | "cidr") => Some("ip"),
        _ => None,
    };
    members.shift_remove("format");
    if let Some(format) = format {
        members.insert("format".to_owned(), format.into());
    }
    members.shift_remove("description");
    let words = told.split("Note:").next().unwrap_or_default().trim();
    if !words.is_empty() {
        members.insert("description".to_owned(), words.into());
    }
    Value::Object(members)
}

#[cfg(test)]
mod tests {
    use crate::api::dialect::{encode_delete, encode_list, encode_one};
    use crate::api::discover::openapi::read;
    use crate::api::{Api, Filter, FilterOperator, Kind, ListParams, Precondition, Sort, Write};
    use crate::platform::Method;
    use crate::record::Identifier;
    use serde_json::{Value, json};

    fn document() -> Value {
        let columns = |table: &str, columns: &[&str]| -> Value {
            let references = columns
                .iter()
                .map(|column| json!({"$ref": format!("#/parameters/rowFilter.{table}.{column}")}));
            references.chain([json!({"$ref": "#/parameters/select"})]).collect()
        };
        let rows = |table: &str| {
            json!({"200": {"schema": {"type": "array",
                "items": {"$ref": format!("#/definitions/{table}")}}}})
        };
        let filter = |name: &str| json!({"name": name, "in": "query", "type": "string"});
        json!({
            "swagger": "2.0", "info": {"title": "standard public schema", "version": "13.0"},
            "host": "0.0.0.0:3000", "basePath": "/", "schemes": ["http"],
            "parameters": {
                "select": filter("select"), "rowFilter.lamps.id": filter("id"),
                "rowFilter.lamps.maker_id": filter("maker_id"), "rowFilter.parts.lamp": filter("lamp"),
                "rowFilter.parts.number": filter("number"), "rowFilter.makers.id": filter("id"),
                "rowFilter.bright.id": filter("id"),
            },
            "definitions": {
                "lamps": {"required": ["id", "name", "lit"], "properties": {
                    "id": {"type": "integer", "format": "bigint",
                        "description": "Note:\nThis is a Primary Key.<pk/>"},
                    "name": {"type": "string", "format": "text", "description": "What it is called."},
                    "lit": {"type": "boolean", "format": "boolean", "default": false},
                    "made": {"type": "string", "format": "timestamp with time zone"},
                    "maker_id": {"type": "integer", "description":
                        "Note:\nThis is a Foreign Key to `makers.id`.<fk table='makers' column='id'/>"}}},
                "makers": {"properties": {"id": {"type": "integer", "description": "Note:\nThis is a Primary Key.<pk/>"}}},
                "parts": {"properties": {
                    "lamp": {"type": "integer", "description": "Note:\nThis is a Primary Key.<pk/>\nThis is a Foreign Key to `lamps.id`.<fk table='lamps' column='id'/>"},
                    "number": {"type": "string", "description": "Note:\nThis is a Primary Key.<pk/>"}}},
                "bright": {"properties": {"id": {"type": "integer"}}}
            },
            "paths": {
                "/": {"get": {"summary": "OpenAPI description (this document)"}},
                "/lamps": {"get": {"parameters": columns("lamps", &["id", "maker_id"]), "responses": rows("lamps")},
                    "post": {}, "patch": {}, "delete": {}},
                "/makers": {"get": {"parameters": columns("makers", &["id"]), "responses": rows("makers")}},
                "/parts": {"get": {"parameters": columns("parts", &["lamp", "number"]), "responses": rows("parts")},
                    "post": {}, "patch": {}, "delete": {}},
                "/bright": {"get": {"parameters": columns("bright", &["id"]), "responses": rows("bright")}},
                "/rpc/switch_all": {"post": {"summary": "Switches all lamps."}},
            },
        })
    }

    fn api() -> Api {
        read(&document(), Some("http://127.0.0.1:3001/"), &|_| ())
    }

    #[test]
    fn tables_have_keys_and_references_by_the_notes_of_their_columns() {
        let api = api();
        assert_eq!(api.base_url, "http://127.0.0.1:3001");
        let names: Vec<&str> = api.resources.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["lamps", "makers", "parts", "bright"]);
        let lamps = api.resource("lamps").unwrap();
        assert_eq!(lamps.key.to_string(), "id");
        assert_eq!(lamps.item.as_ref().unwrap().path, "/lamps?id=eq.{id}");
        assert_eq!(
            lamps.create.as_ref().unwrap().body.as_ref().unwrap()["required"],
            json!(["name"])
        );
        let kinds: Vec<Kind> = lamps.fields.iter().map(|field| field.kind).collect();
        assert_eq!(
            kinds,
            [Kind::Integer, Kind::Text, Kind::Boolean, Kind::DateTime, Kind::Integer]
        );
        let maker = lamps.field("maker_id").unwrap();
        assert_eq!(maker.reference.as_ref().unwrap().resource, "makers");
        assert_eq!(maker.description, None);
        assert_eq!(lamps.field("name").unwrap().description.as_deref(), Some("What it is called."));
        // A view has no key and is only listed.
        let bright = api.resource("bright").unwrap();
        assert!(bright.item.is_none() && bright.create.is_none());
        let operations: Vec<&str> =
            api.operations.iter().map(|it| it.endpoint.path.as_str()).collect();
        assert_eq!(operations, ["/rpc/switch_all"]);
    }

    #[test]
    fn rows_are_named_by_conditions_on_their_keys() {
        let api = api();
        let base = &api.base_url;
        let parts = api.resource("parts").unwrap();
        let key = parts.identifier(&json!({"lamp": 7, "number": "a,b"})).unwrap();
        let request = encode_one(parts, base, &key).unwrap();
        assert_eq!(request.url, "http://127.0.0.1:3001/parts?lamp=eq.7&number=eq.a%2Cb");
        let lamps = api.resource("lamps").unwrap();
        let write = Write {
            identifier: Identifier::new("7"),
            changes: Value::Null,
            previous: None,
            precondition: Precondition::None,
        };
        let request = encode_delete(lamps, base, &write).unwrap();
        assert_eq!(
            (request.method, &*request.url),
            (Method::Delete, "http://127.0.0.1:3001/lamps?id=eq.7")
        );
        let params = ListParams {
            sort: vec![Sort { field: "name".into(), is_descending: true }],
            filter: vec![Filter {
                field: "maker_id".into(),
                operator: FilterOperator::Gte,
                value: "3".into(),
            }],
            ..ListParams::default()
        };
        let request = encode_list(lamps, base, &params).unwrap();
        assert!(request.url.contains("order=name.desc"), "{}", request.url);
        assert!(request.url.contains("and=%28maker_id.gte.3%29"), "{}", request.url);
        assert!(request.headers.contains(&("Prefer".to_owned(), "count=exact".to_owned())));
    }
}
