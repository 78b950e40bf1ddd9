//! Resources of what was seen.

use super::sample::Sample;
use super::values::schema_of_rows;
use crate::api::discover::evidence::evidence;
use crate::api::discover::keys::key;
use crate::api::discover::label::label;
use crate::api::discover::openapi::fields;
use crate::api::discover::openapi::schema::Document;
use crate::api::{Dialect, Endpoint, Evidence, Parameter, ParameterPlace, Resource, Source};
use crate::platform::Method;
use serde_json::{Value, json};

/// Returns the resource at `path`, relative to the base address, with the
/// habits of REST for what cannot be tried out.
pub(super) fn resource(
    name: &str,
    path: &str,
    sample: &Sample,
    mut dialect: Dialect,
    mut reasons: Vec<Evidence>,
) -> Resource {
    let schema = schema_of_rows(&sample.rows);
    let document = Document::new(&schema);
    let row = document.shape(&schema);
    let fields = fields::fields(document, &row);
    dialect.coded = fields::codes(document, &row);
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let key = key(&names, None, name);
    let list = evidence("list", Source::Response, 95, "answer").with("path", path);
    reasons.insert(0, list);
    if let Some(key) = &key {
        reasons.push(evidence("key", Source::Convention, 70, "habit").with("key", key));
    }
    let label_field = label(&fields, name, &sample.rows);
    if let Some(label) = &label_field {
        reasons.push(evidence("label", Source::Convention, 60, "name").with("field", label));
    }
    // Whoever ends the path of a list with a slash does so with those of records.
    let end = if path.ends_with('/') { "/" } else { "" };
    let item_path = format!("{}/{{id}}{end}", path.trim_end_matches('/'));
    let has_key = key.is_some();
    let body = body(&schema, key.as_ref().map(ToString::to_string).as_deref());
    let item = |method: Method, body: Option<Value>| {
        let parameter = Parameter {
            name: "id".to_owned(),
            place: ParameterPlace::Path,
            is_required: true,
            schema: json!({}),
        };
        let endpoint = Endpoint::new(method, &item_path);
        has_key.then(|| Endpoint { parameters: vec![parameter], body, ..endpoint })
    };
    if has_key {
        reasons.push(evidence("write", Source::Convention, 50, "habit"));
    }
    Resource {
        name: name.to_owned(),
        list: Some(Endpoint::new(Method::Get, path)),
        item: item(Method::Get, None),
        create: has_key
            .then(|| Endpoint { body: Some(body.clone()), ..Endpoint::new(Method::Post, path) }),
        update: item(Method::Patch, Some(body.clone())),
        delete: item(Method::Delete, None),
        key: key.unwrap_or_else(|| crate::record::Path::field("id")),
        fields,
        label_field,
        dialect,
        evidence: reasons,
        ..Resource::default()
    }
}

/// Returns what can be written: the row without its key. Values that were
/// seen do not limit those that may come, and nothing is known to be required.
fn body(schema: &Value, key: Option<&str>) -> Value {
    let mut body = schema.clone();
    if let Value::Object(members) = &mut body {
        members.shift_remove("required");
        if let Some(Value::Object(properties)) = members.get_mut("properties") {
            if let Some(key) = key {
                properties.shift_remove(key);
            }
            for property in properties.values_mut().filter_map(Value::as_object_mut) {
                property.shift_remove("enum");
            }
        }
    }
    body
}
