//! Resources that a description names one by one, with typed fields.

use crate::api::discover::evidence::evidence;
use crate::api::discover::kind::label;
use crate::api::discover::openapi::fields;
use crate::api::discover::openapi::schema::Document;
use crate::api::{Dialect, Endpoint, Kind, Parameter, ParameterPlace, Reference, Resource, Source};
use crate::platform::Method;
use crate::record::Path;
use serde_json::{Map, Value, json};

/// What a description says of one list.
#[derive(Debug, Default)]
pub(super) struct Entity {
    pub(super) name: String,
    /// The path of the list.
    pub(super) list: String,
    /// The path of a record, with its key in braces; empty where there is none.
    pub(super) item: String,
    /// The fields that make the key.
    pub(super) key: Vec<String>,
    /// The fields of a row, as JSON Schemas by name.
    pub(super) properties: Map<String, Value>,
    /// The fields that a new record has to have.
    pub(super) required: Vec<String>,
    /// What fields point to: the field and the name of the other list.
    pub(super) references: Vec<(String, String)>,
    pub(super) can_create: bool,
    pub(super) can_update: bool,
    pub(super) can_delete: bool,
}

impl Entity {
    /// Returns the resource; `format` is the name of the description's format.
    pub(super) fn resource(self, dialect: Dialect, format: &str) -> Resource {
        let schema = json!({"type": "object", "properties": self.properties});
        let document = Document::new(&schema);
        let mut fields = fields::fields(document, &document.shape(&schema));
        for (name, target) in &self.references {
            if let Some(field) = fields.iter_mut().find(|field| field.name == *name) {
                let is_many = field.kind == Kind::Array;
                field.reference = Some(Reference { resource: target.clone(), is_many });
            }
        }
        let label_field = label(&fields, &self.name);
        let mut evidence =
            vec![evidence("list", Source::Document, 95, "described").with("format", format)];
        for (name, target) in &self.references {
            let subject = format!("reference:{name}");
            let reason = crate::api::discover::evidence::evidence(
                &subject,
                Source::Document,
                95,
                "described",
            );
            evidence.push(reason.with("field", name).with("resource", target));
        }
        let body = self.body();
        let has_item = !self.item.is_empty();
        let item = |method: Method, is_there: bool, body: Option<Value>| {
            (has_item && is_there).then(|| {
                let parameters = self.key.iter().map(|name| parameter(name)).collect();
                Endpoint { parameters, body, ..Endpoint::new(method, &self.item) }
            })
        };
        let parts: Vec<Path> = self.key.iter().map(Path::field).collect();
        Resource {
            list: Some(Endpoint::new(Method::Get, &self.list)),
            item: item(Method::Get, true, None),
            create: self.can_create.then(|| {
                let mut body = body.clone();
                body["required"] = json!(self.required);
                Endpoint { body: Some(body), ..Endpoint::new(Method::Post, &self.list) }
            }),
            update: item(Method::Patch, self.can_update, Some(body.clone())),
            delete: item(Method::Delete, self.can_delete, None),
            key: parts.first().cloned().unwrap_or_else(|| Path::field("id")),
            key_parts: if parts.len() > 1 { parts } else { Vec::new() },
            fields,
            label_field,
            dialect,
            evidence,
            name: self.name.clone(),
            ..Resource::default()
        }
    }

    /// Returns the schema of what is written.
    fn body(&self) -> Value {
        let written = self.properties.iter().filter(|(_, schema)| schema["readOnly"] != true);
        let written: Map<String, Value> =
            written.map(|(name, schema)| (name.clone(), schema.clone())).collect();
        json!({"type": "object", "properties": written})
    }
}

fn parameter(name: &str) -> Parameter {
    Parameter {
        name: name.to_owned(),
        place: ParameterPlace::Path,
        is_required: true,
        schema: json!({}),
    }
}
