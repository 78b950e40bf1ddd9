//! The operations of a description, in one form for all its versions.

use super::schema::Document;
use super::schemas::Schemas;
use crate::api::{Endpoint, Parameter, ParameterPlace};
use crate::platform::Method;
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// One operation.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent statement")]
pub(super) struct Call<'a> {
    pub(super) method: Method,
    pub(super) path: &'a str,
    pub(super) name: Option<&'a str>,
    pub(super) summary: Option<&'a str>,
    pub(super) description: Option<&'a str>,
    pub(super) parameters: Vec<Query<'a>>,
    body: Option<(&'a str, BodySchema<'a>)>,
    /// The schema of the answer to success.
    pub(super) answer: Option<&'a Value>,
    /// The names of the headers of that answer.
    pub(super) headers: Vec<&'a str>,
    pub(super) has_precondition_failure: bool,
    pub(super) needs_auth: bool,
    pub(super) is_deprecated: bool,
    pub(super) is_success_json: bool,
}

/// A parameter with what it says for people.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent statement")]
pub(super) struct Query<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) place: ParameterPlace,
    pub(super) is_required: bool,
    pub(super) schema: &'a Value,
    pub(super) description: Option<&'a str>,
    /// A value that the description shows.
    pub(super) example: Option<&'a str>,
    pub(super) is_deep_object: bool,
    /// Whether a list is sent as one text with commas.
    pub(super) is_joined: bool,
    /// Whether the value is sent as JSON.
    pub(super) is_json: bool,
}

#[derive(Debug, Clone)]
enum BodySchema<'a> {
    Schema(&'a Value),
    Fields(Vec<(&'a str, &'a Value, bool)>),
}

impl<'a> Call<'a> {
    /// Returns the endpoint of the model, without the parameters in `used`.
    pub(super) fn endpoint(
        &self,
        document: Document<'a>,
        schemas: &mut Schemas<'a>,
        used: &[String],
    ) -> Endpoint {
        let kept = self.parameters.iter();
        let kept = kept.filter(|parameter| used.iter().all(|known| *known != parameter.name));
        let content_type = self.body.as_ref().map(|(content_type, _)| *content_type);
        Endpoint {
            method: self.method,
            path: self.path.to_owned(),
            parameters: kept.map(|parameter| parameter.model(document)).collect(),
            body: self.body_schema(document, schemas),
            content_type: content_type
                .filter(|kind| *kind != "application/json")
                .map(str::to_owned),
            needs_auth: self.needs_auth,
        }
    }

    /// Returns the schema of the body as it stands in the description.
    pub(super) fn schema(&self) -> Option<&'a Value> {
        match self.body.as_ref()?.1 {
            BodySchema::Schema(schema) => Some(schema),
            BodySchema::Fields(_) => None,
        }
    }

    fn body_schema(&self, document: Document<'a>, schemas: &mut Schemas<'a>) -> Option<Value> {
        match &self.body.as_ref()?.1 {
            BodySchema::Schema(schema) => Some(schemas.body(document, schema)),
            BodySchema::Fields(fields) => {
                let properties = fields
                    .iter()
                    .map(|(name, schema, _)| ((*name).to_owned(), document.expand(schema)));
                let required = fields.iter().filter(|(.., required)| *required);
                let required: Vec<&str> = required.map(|(name, ..)| *name).collect();
                let properties: Map<String, Value> = properties.collect();
                Some(json!({"type": "object", "properties": properties, "required": required}))
            }
        }
    }

    /// Returns the names of the members of the body.
    pub(super) fn body_names(&self, document: Document<'a>) -> Vec<&'a str> {
        match self.body.as_ref().map(|(_, schema)| schema) {
            Some(BodySchema::Schema(schema)) => {
                document.shape(schema).properties.into_iter().map(|(name, _)| name).collect()
            }
            Some(BodySchema::Fields(fields)) => fields.iter().map(|(name, ..)| *name).collect(),
            None => Vec::new(),
        }
    }

    /// Returns whether the body is JSON.
    pub(super) fn sends_json(&self) -> bool {
        self.body.as_ref().is_some_and(|(kind, _)| is_json(kind))
    }

    /// Forgets the body, whose members stand among the parameters.
    pub(super) fn forget_body(&mut self) {
        self.body = None;
    }

    /// Returns what narrows and orders an answer: the parameters of the query,
    /// or the members of the body of a list that is asked for by `POST`.
    pub(super) fn queries(&self) -> impl Iterator<Item = &Query<'a>> {
        let place = match self.method {
            Method::Post => ParameterPlace::Body,
            _ => ParameterPlace::Query,
        };
        self.parameters.iter().filter(move |parameter| parameter.place == place)
    }
}

impl<'a> Query<'a> {
    fn model(&self, document: Document<'a>) -> Parameter {
        let mut schema = document.expand(self.schema);
        if let (Value::Object(members), Some(description)) = (&mut schema, self.description) {
            members.entry("description").or_insert_with(|| description.into());
        }
        if let Value::Object(members) = &mut schema
            && self.is_joined
            && members.get("type").is_some_and(|kind| kind == "array")
        {
            members.insert("explode".to_owned(), false.into());
        }
        Parameter {
            name: self.name.clone().into_owned(),
            place: self.place,
            is_required: self.is_required,
            schema,
        }
    }
}

/// Returns all operations in the order of the document.
pub(super) fn calls(document: Document<'_>) -> Vec<Call<'_>> {
    const METHODS: [(&str, Method); 7] = [
        ("get", Method::Get),
        ("post", Method::Post),
        ("put", Method::Put),
        ("patch", Method::Patch),
        ("delete", Method::Delete),
        ("head", Method::Head),
        ("options", Method::Options),
    ];
    let paths = document.root().get("paths").and_then(Value::as_object);
    let mut calls = Vec::new();
    for (path, item) in paths.into_iter().flatten().filter(|(path, _)| path.starts_with('/')) {
        let item = document.resolve(item);
        let shared = item.get("parameters").and_then(Value::as_array);
        for (name, method) in METHODS {
            let Some(operation) = item.get(name).filter(|operation| operation.is_object()) else {
                continue;
            };
            calls.push(call(document, path, method, operation, shared));
        }
    }
    calls
}

fn call<'a>(
    document: Document<'a>,
    path: &'a str,
    method: Method,
    operation: &'a Value,
    shared: Option<&'a Vec<Value>>,
) -> Call<'a> {
    let text = |name: &str| operation.get(name).and_then(Value::as_str);
    let own = operation.get("parameters").and_then(Value::as_array);
    let declared = shared.into_iter().chain(own).flatten().map(|value| document.resolve(value));
    let mut parameters: Vec<Query<'a>> = Vec::new();
    let mut body = None;
    let mut fields = Vec::new();
    for value in declared {
        let Some(name) = value.get("name").and_then(Value::as_str) else { continue };
        let schema = value
            .get("schema")
            .or_else(|| value.get("content")?.as_object()?.values().next()?.get("schema"));
        let is_required = value.get("required") == Some(&Value::Bool(true));
        let place = match value.get("in").and_then(Value::as_str) {
            Some("query") => ParameterPlace::Query,
            Some("path") => ParameterPlace::Path,
            Some("header") => ParameterPlace::Header,
            Some("body") => {
                body = schema
                    .map(|schema| (consumed(document, operation), BodySchema::Schema(schema)));
                continue;
            }
            Some("formData") => {
                fields.push((name, value, is_required));
                continue;
            }
            _ => continue,
        };
        let style = value.get("style").and_then(Value::as_str);
        let format = value.get("collectionFormat").and_then(Value::as_str);
        let query = Query {
            name: name.into(),
            place,
            is_required,
            // Swagger 2.0 puts the type beside the name.
            schema: schema.unwrap_or(value),
            description: value.get("description").and_then(Value::as_str),
            example: value.get("example").and_then(Value::as_str),
            is_deep_object: style == Some("deepObject"),
            is_json: schema.is_some() && value.get("schema").is_none(),
            is_joined: value.get("explode") == Some(&Value::Bool(false))
                || matches!(format, Some("csv"))
                || style == Some("simple"),
        };
        for query in spread(document, query) {
            parameters.retain(|known| (&known.name, known.place) != (&query.name, place));
            parameters.push(query);
        }
    }
    if !fields.is_empty() {
        body = Some((consumed(document, operation), BodySchema::Fields(fields)));
    }
    if let Some(request) = operation.get("requestBody").map(|body| document.resolve(body)) {
        let media = media(document, request.get("content"));
        body = media.map(|(kind, schema)| (kind, BodySchema::Schema(one(document, schema))));
    }
    let success = success(document, operation);
    let answer = success.and_then(|answer| {
        answer
            .get("schema")
            .or_else(|| media(document, answer.get("content")).map(|(_, schema)| schema))
    });
    let content = success.and_then(|answer| answer.get("content")?.as_object());
    let headers = success.and_then(|answer| answer.get("headers")?.as_object());
    let security = operation.get("security").or_else(|| document.root().get("security"));
    let security = security.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    Call {
        method,
        path,
        name: text("operationId"),
        summary: text("summary").or_else(|| text("description")),
        description: text("description"),
        parameters,
        body,
        answer,
        headers: headers.into_iter().flatten().map(|(name, _)| name.as_str()).collect(),
        has_precondition_failure: operation.pointer("/responses/412").is_some(),
        needs_auth: !security.is_empty()
            && security.iter().all(|choice| choice.as_object().is_some_and(|all| !all.is_empty())),
        is_deprecated: operation.get("deprecated") == Some(&Value::Bool(true)),
        is_success_json: content
            .is_none_or(|content| content.keys().any(|kind| is_json(kind) || kind == "*/*")),
    }
}

/// Returns a parameter for each member of an object in the query: `page[size]`
/// where it is a deep object and `size` where it is not.
///
/// Source: `OpenAPI` 3.1.1, style values.
fn spread<'a>(document: Document<'a>, query: Query<'a>) -> Vec<Query<'a>> {
    if query.place != ParameterPlace::Query || query.is_joined || query.is_json {
        return vec![query];
    }
    let shape = document.shape(query.schema);
    let is_scalar = ["string", "integer", "number", "boolean"].iter().any(|kind| shape.is(kind));
    if !shape.is_object() || shape.is_array() || is_scalar {
        return vec![query];
    }
    let one = |name: &str, schema: &'a Value| Query {
        name: if query.is_deep_object {
            format!("{}[{name}]", query.name).into()
        } else {
            name.to_owned().into()
        },
        place: query.place,
        is_required: query.is_required && shape.required.contains(&name),
        schema,
        description: None,
        example: None,
        is_deep_object: false,
        is_joined: false,
        is_json: false,
    };
    let declared = shape.properties.iter().map(|(name, schema)| one(name, schema));
    let mut all: Vec<Query<'a>> = declared.collect();
    if all.is_empty() {
        all.extend(told(&query).into_iter().map(|name| one(name, &Value::Null)));
    }
    if all.is_empty() { vec![query] } else { all }
}

/// Returns the members that the example and the description of an object
/// mention: `page[size]`.
fn told<'a>(query: &Query<'a>) -> Vec<&'a str> {
    let start = format!("{}[", query.name);
    let texts = [query.example, query.description].into_iter().flatten();
    let names = texts.flat_map(|text| {
        let ends = text.match_indices(&start).map(|(at, start)| at + start.len());
        ends.filter_map(|end| Some(text[end..].split_once(']')?.0)).collect::<Vec<_>>()
    });
    let mut names: Vec<&str> =
        names.filter(|name| !name.is_empty() && name.chars().all(char::is_alphanumeric)).collect();
    names.dedup();
    names
}

/// Returns the schema of one record where a body is one or a list of them.
fn one<'a>(document: Document<'a>, schema: &'a Value) -> &'a Value {
    let resolved = document.resolve(schema);
    let variants = ["oneOf", "anyOf"].iter().find_map(|name| resolved.get(*name)?.as_array());
    let Some([first, second]) = variants.map(Vec::as_slice) else { return schema };
    for (list, one) in [(first, second), (second, first)] {
        if document.resolve(list).get("items") == Some(one) {
            return one;
        }
    }
    schema
}

/// Returns the first answer to success.
fn success<'a>(document: Document<'a>, operation: &'a Value) -> Option<&'a Value> {
    let responses = operation.get("responses")?.as_object()?;
    let known = ["200", "201", "2XX", "2xx", "202", "203", "206", "default"];
    let found = known.iter().find_map(|status| responses.get(*status));
    found.map(|answer| document.resolve(answer))
}

/// Returns the JSON among the contents, else the form, else the first.
fn media<'a>(document: Document<'a>, content: Option<&'a Value>) -> Option<(&'a str, &'a Value)> {
    let content = content?.as_object()?;
    let kinds = || content.iter().map(|(kind, media)| (kind.as_str(), media));
    let best = kinds()
        .find(|(kind, _)| kind.starts_with("application/json"))
        .or_else(|| kinds().find(|(kind, _)| is_json(kind)))
        .or_else(|| kinds().find(|(kind, _)| kind.contains("form-urlencoded")))
        .or_else(|| kinds().next());
    let (kind, media) = best?;
    // A wildcard is no content type to send.
    let kind = if kind == "*/*" { "application/json" } else { kind };
    // Since 3.2 it may stand among the components.
    document.resolve(media).get("schema").map(|schema| (kind, schema))
}

fn is_json(kind: &str) -> bool {
    kind.starts_with("application/json") || kind.contains("+json") || kind == "text/json"
}

fn consumed<'a>(document: Document<'a>, operation: &'a Value) -> &'a str {
    let kinds = operation.get("consumes").or_else(|| document.root().get("consumes"));
    let kinds = kinds.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut kinds = kinds.iter().filter_map(Value::as_str);
    let first = kinds.clone().next();
    kinds.find(|kind| is_json(kind)).or(first).unwrap_or("application/json")
}
