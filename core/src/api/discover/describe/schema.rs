//! What the rows of a list hold, as the JSON Schema says that its answer links
//! to.
//!
//! Source: RFC 8288, and JSON Schema 2020-12, core, section 9.5.1.1
//! (`describedby`).

use crate::api::discover::evidence::evidence;
use crate::api::discover::openapi::fields;
use crate::api::discover::openapi::rows;
use crate::api::discover::openapi::schema::Document;
use crate::api::{Field, Kind, Resource, Source};
use serde_json::{Map, Value, json};

/// Puts what `schema` says of the answer, or of one row of it, into
/// `resource`; returns whether it says anything of its fields.
pub(in crate::api::discover) fn complete(resource: &mut Resource, schema: &Value) -> bool {
    let document = Document::new(schema);
    let found = rows::find(document, schema, &resource.name, true).and_then(|found| found.row);
    let row = document.shape(found.unwrap_or(schema));
    let described = fields::fields(document, &row);
    let is_known = |field: &Field| resource.field(&field.name).is_some();
    if !described.iter().any(is_known) {
        return false;
    }
    for field in described {
        match resource.fields.iter_mut().find(|known| known.path == field.path) {
            // Rows know more than a schema that leaves the kind open.
            Some(known) => {
                let kind = if field.kind == Kind::Unknown { known.kind } else { field.kind };
                let reference = known.reference.take();
                *known = Field { kind, reference, ..field };
            }
            None => resource.fields.push(field),
        }
    }
    resource.dialect.coded.extend(fields::codes(document, &row));
    resource.dialect.coded.dedup();
    let written = row.properties.iter().filter(|(_, schema)| !document.shape(schema).is_read_only);
    let written: Map<String, Value> =
        written.map(|(name, schema)| ((*name).to_owned(), document.expand(schema))).collect();
    let body = json!({"type": "object", "properties": written});
    if let Some(update) = &mut resource.update {
        update.body = Some(body.clone());
    }
    if let Some(create) = &mut resource.create {
        let required = row.required.iter().filter(|name| written_name(&body, name));
        let required: Vec<&&str> = required.collect();
        let mut body = body.clone();
        body["required"] = json!(required);
        create.body = Some(body);
    }
    let reason = evidence("fields", Source::Document, 90, "described");
    resource.evidence.push(reason.with("format", "JSON Schema"));
    true
}

fn written_name(body: &Value, name: &str) -> bool {
    body["properties"].get(name).is_some()
}

#[cfg(test)]
mod tests {
    use crate::api::Kind;
    use crate::api::discover::{DiscoverOptions, Input, discover};
    use crate::api::fake::{Fake, answer};
    use futures::executor::block_on;
    use serde_json::json;

    #[test]
    fn a_list_is_described_by_the_schema_that_it_links_to() {
        let fake = Fake::new(|request| {
            let path = request.url.trim_start_matches("https://a.org");
            let mut response = match path.split('?').next().unwrap_or_default() {
                "/lamps" => answer(200, r#"[{"id": 1, "name": "a", "tone": "warm"}]"#),
                "/schemas/lamps.json" => answer(
                    200,
                    r#"{"type": "array", "items": {"required": ["id", "name"], "properties": {
                        "id": {"type": "integer", "readOnly": true},
                        "name": {"type": "string", "description": "What it is called."},
                        "tone": {"enum": ["warm", "cold"]},
                        "note": {"type": "string", "format": "markdown"}}}}"#,
                ),
                _ => answer(404, ""),
            };
            if path.starts_with("/lamps") {
                let link = r#"</schemas/lamps.json>; rel="describedby""#;
                response.headers.push(("link".to_owned(), link.to_owned()));
            }
            Ok(response)
        });
        let input = Input::Url("https://a.org/lamps".to_owned());
        let api = block_on(discover(&fake.client(), &input, &DiscoverOptions::default())).unwrap();
        let lamps = api.resource("lamps").unwrap();
        let field = |name: &str| lamps.field(name).unwrap();
        assert_eq!(field("tone").kind, Kind::Enum);
        assert_eq!(field("note").kind, Kind::Markdown);
        assert_eq!(field("name").description.as_deref(), Some("What it is called."));
        assert!(field("id").is_read_only);
        let body = lamps.create.as_ref().unwrap().body.clone().unwrap();
        assert_eq!(body["required"], json!(["name"]));
        assert_eq!(body["properties"].get("id"), None);
    }
}
