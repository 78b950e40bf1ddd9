//! What a list takes, as Django REST Framework tells it when it is asked by
//! `OPTIONS`.
//!
//! Source: <https://www.django-rest-framework.org/api-guide/metadata/>.

use crate::api::discover::evidence::evidence;
use crate::api::discover::openapi::fields;
use crate::api::discover::openapi::schema::Document;
use crate::api::{Kind, Resource, Source};
use serde_json::{Map, Value, json};

/// Puts what `value` says, the answer of the list to `OPTIONS`, into
/// `resource`; returns whether it says anything.
pub(in crate::api::discover) fn complete(resource: &mut Resource, value: &Value) -> bool {
    let told = value.pointer("/actions/POST").or_else(|| value.pointer("/actions/PUT"));
    let Some(told) = told
        .and_then(Value::as_object)
        .filter(|told| !told.is_empty() && told.values().all(|field| field["type"].is_string()))
    else {
        return false;
    };
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, field) in told {
        if field["required"] == true {
            required.push(name.clone());
        }
        properties.insert(name.clone(), schema(field));
    }
    let described = json!({"type": "object", "properties": properties});
    let document = Document::new(&described);
    for field in fields::fields(document, &document.shape(&described)) {
        let Some(known) = resource.fields.iter_mut().find(|known| known.path == field.path) else {
            continue;
        };
        known.is_read_only = field.is_read_only;
        known.title = told[&field.name]["label"].as_str().map(str::to_owned);
        // What is typed as `field` is left open, and the rows know more.
        let is_coded = resource.dialect.coded.iter().any(|(name, _)| *name == known.name);
        if field.kind != Kind::Unknown && !is_coded {
            known.kind = field.kind;
        }
        if !field.choices.is_empty() && known.reference.is_none() {
            known.choices = field.choices;
        }
    }
    properties.retain(|_, schema| schema["readOnly"] != true);
    let body = json!({"type": "object", "properties": properties});
    if let Some(update) = &mut resource.update {
        update.body = Some(body.clone());
    }
    if let Some(create) = &mut resource.create {
        let mut body = body;
        body["required"] = json!(required);
        create.body = Some(body);
    }
    resource.evidence.retain(|known| known.subject != "write");
    resource.evidence.push(evidence("write", Source::Response, 90, "options"));
    true
}

/// Returns the JSON Schema of a field.
fn schema(field: &Value) -> Value {
    let mut schema = match field["type"].as_str().unwrap_or_default() {
        "string" | "slug" | "regex" => json!({"type": "string"}),
        "integer" => json!({"type": "integer"}),
        "float" => json!({"type": "number"}),
        "decimal" => json!({"type": "string", "format": "decimal"}),
        "boolean" => json!({"type": "boolean"}),
        "email" => json!({"type": "string", "format": "email"}),
        "url" => json!({"type": "string", "format": "uri"}),
        "date" => json!({"type": "string", "format": "date"}),
        "datetime" => json!({"type": "string", "format": "date-time"}),
        "time" => json!({"type": "string", "format": "time"}),
        "file upload" | "image upload" => json!({"type": "string", "format": "binary"}),
        "multiple choice" | "list" => json!({"type": "array"}),
        "nested object" => json!({"type": "object"}),
        _ => json!({}),
    };
    if let Some(choices) = field["choices"].as_array().filter(|_| field["type"] == "choice") {
        let values: Vec<&Value> = choices.iter().map(|choice| &choice["value"]).collect();
        let labels: Vec<&Value> = choices.iter().map(|choice| &choice["display_name"]).collect();
        schema["enum"] = json!(values);
        schema["x-enum-varnames"] = json!(labels);
    }
    for (own, name) in [
        ("max_length", "maxLength"),
        ("min_length", "minLength"),
        ("max_value", "maximum"),
        ("min_value", "minimum"),
        ("read_only", "readOnly"),
        ("help_text", "description"),
    ] {
        if let Some(value) = field.get(own).filter(|value| !value.is_null()) {
            schema[name] = value.clone();
        }
    }
    schema
}
