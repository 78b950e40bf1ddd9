//! What an operation answered, made ready to be shown.

use crate::app::controller::columns;
use serde_json::Value;
use std::rc::Rc;
use vitrine_core::api::{Api, Field, Kind, Resource};
use vitrine_core::platform::Response;

/// The most columns of rows of which nothing is known.
const COLUMNS: usize = 12;
/// The rows that are looked at for columns.
const LOOKED_AT: usize = 20;

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// What came.
    pub content: AnswerContent,
    /// The answer as JSON, indented, where it is.
    pub raw: Option<String>,
}

/// What came with an answer, by its kind.
#[derive(Debug, Clone, PartialEq)]
pub enum AnswerContent {
    /// Nothing.
    Nothing,
    /// Rows, and the fields that are columns.
    Rows {
        /// The rows.
        rows: Vec<Value>,
        /// The columns.
        fields: Vec<Field>,
        /// The resource that these are records of, where they are.
        resource: Option<String>,
    },
    /// One object and its fields.
    Record {
        /// The object.
        value: Value,
        /// Its fields.
        fields: Vec<Field>,
        /// The resource that this is a record of, where it is.
        resource: Option<String>,
    },
    /// Text.
    Text(String),
    /// Bytes.
    File {
        /// Their content type.
        kind: String,
        /// What to call them on the device.
        name: String,
        /// The bytes.
        bytes: Rc<[u8]>,
    },
}

impl Answer {
    /// Reads the answer to the operation called `operation`.
    #[must_use]
    pub fn read(api: &Api, operation: &str, response: &Response) -> Self {
        let kind = response.header("content-type").unwrap_or_default();
        let status = response.status;
        let kind = kind.split(';').next().unwrap_or_default().trim().to_lowercase();
        if response.body.is_empty() {
            return Self { status, content: AnswerContent::Nothing, raw: None };
        }
        // Some servers do not say that they answer in JSON.
        let is_json = kind.contains("json") || kind.is_empty() || kind == "text/plain";
        let json = is_json.then(|| serde_json::from_slice::<Value>(&response.body).ok()).flatten();
        if let Some(value) = json {
            let raw = serde_json::to_string_pretty(&value).ok();
            let is_plain = !value.is_object() && !value.is_array();
            return Self { status, content: of_json(api, value), raw: raw.filter(|_| !is_plain) };
        }
        let is_text = kind.starts_with("text/") || kind.contains("xml") || kind.contains("json");
        let text = std::str::from_utf8(&response.body).ok();
        let content = match text.filter(|_| is_text || kind.is_empty()) {
            Some(text) => AnswerContent::Text(text.to_owned()),
            None => AnswerContent::File {
                name: file_name(response).unwrap_or_else(|| operation.to_owned()),
                kind,
                bytes: response.body.as_slice().into(),
            },
        };
        Self { status, content, raw: None }
    }
}

fn of_json(api: &Api, value: Value) -> AnswerContent {
    match value {
        Value::Null => AnswerContent::Nothing,
        Value::String(text) => AnswerContent::Text(text),
        Value::Object(members) => {
            // An envelope: what is beside its rows stands in the JSON below.
            let is_list = |value: &&Value| is_rows(value);
            let mut lists = members.values().filter(is_list);
            if let (Some(rows), None) = (lists.next(), lists.next())
                && members.values().all(|member| is_rows(member) || !member.is_array())
                && members.len() <= 6
                && members.iter().any(|(name, member)| is_rows(member) && is_envelope(name))
            {
                return of_rows(api, rows.as_array().cloned().unwrap_or_default());
            }
            let value = Value::Object(members);
            let resource = resource_of(api, &value);
            let fields = resource.map_or_else(
                || fields_of(std::slice::from_ref(&value)),
                |resource| resource.fields.clone(),
            );
            let resource = resource.map(|resource| resource.name.clone());
            AnswerContent::Record { value, fields, resource }
        }
        value if is_rows(&value) => of_rows(api, value.as_array().cloned().unwrap_or_default()),
        Value::Array(elements) if elements.is_empty() => {
            AnswerContent::Rows { rows: Vec::new(), fields: Vec::new(), resource: None }
        }
        Value::Array(elements) => {
            let lines: Vec<String> = elements.iter().map(crate::app::format::plain).collect();
            AnswerContent::Text(lines.join("\n"))
        }
        scalar => AnswerContent::Text(scalar.to_string()),
    }
}

fn is_rows(value: &Value) -> bool {
    let elements = value.as_array().filter(|elements| !elements.is_empty());
    elements.is_some_and(|elements| elements.iter().all(Value::is_object))
}

fn is_envelope(name: &str) -> bool {
    ["data", "items", "results", "records", "rows", "content", "value", "values", "list"]
        .contains(&name)
}

fn of_rows(api: &Api, rows: Vec<Value>) -> AnswerContent {
    let resource = rows.first().and_then(|row| resource_of(api, row));
    let fields = resource.map_or_else(
        || {
            let mut fields = fields_of(&rows);
            fields.truncate(COLUMNS);
            fields
        },
        columns,
    );
    let resource = resource.map(|resource| resource.name.clone());
    AnswerContent::Rows { rows, fields, resource }
}

/// Returns the resource that `row` is a record of: it has the key, and both
/// know most of each other's fields.
fn resource_of<'a>(api: &'a Api, row: &Value) -> Option<&'a Resource> {
    let members = row.as_object()?;
    let shared = |resource: &Resource| {
        let has_key = resource.identifier(row).is_some() && resource.fields.len() > 1;
        let known = resource.fields.iter().filter(|field| field.path.get(row).is_some()).count();
        let is_alike = known * 3 >= members.len() * 2 && known * 2 >= resource.fields.len();
        if has_key && is_alike { known } else { 0 }
    };
    let best = api.resources.iter().rev().max_by_key(|resource| shared(resource));
    best.filter(|resource| shared(resource) > 0)
}

/// Returns fields for values of which only the values are known.
fn fields_of(rows: &[Value]) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for row in rows.iter().take(LOOKED_AT) {
        for (name, value) in row.as_object().into_iter().flatten() {
            match fields.iter_mut().find(|field| field.name == *name) {
                Some(field) if field.kind == Kind::Unknown => field.kind = kind_of(value),
                Some(_) => {}
                None => fields.push(Field::new(name, kind_of(value))),
            }
        }
    }
    fields
}

fn kind_of(value: &Value) -> Kind {
    match value {
        Value::Bool(_) => Kind::Boolean,
        Value::Number(number) if number.is_f64() => Kind::Number,
        Value::Number(_) => Kind::Integer,
        Value::String(text) if text.starts_with("https://") || text.starts_with("http://") => {
            Kind::Url
        }
        Value::String(text) if text.contains('\n') => Kind::LongText,
        Value::String(_) => Kind::Text,
        Value::Array(_) => Kind::Array,
        Value::Object(_) => Kind::Object,
        Value::Null => Kind::Unknown,
    }
}

/// Returns the name that the server gives a file.
///
/// Source: RFC 6266.
fn file_name(response: &Response) -> Option<String> {
    let header = response.header("content-disposition")?;
    let (_, name) = header.split_once("filename=")?;
    let name = name.split(';').next()?.trim().trim_matches('"');
    // What looks like a path is not for the server to choose.
    let name = name.rsplit(['/', '\\']).next()?;
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use vitrine_core::record::Path;

    fn api() -> Api {
        let field = |name: &str| Field::new(name, Kind::Text);
        let pets = Resource {
            name: "pets".into(),
            key: Path::field("id"),
            fields: vec![field("id"), field("name"), field("status")],
            ..Resource::default()
        };
        Api { resources: vec![pets], ..Api::default() }
    }

    fn response(header: &str, value: &str, body: &[u8]) -> Response {
        Response {
            status: 200,
            url: String::new(),
            headers: vec![(header.into(), value.into())],
            body: body.to_vec(),
            is_truncated: false,
        }
    }

    fn read(kind: &str, body: &[u8]) -> Answer {
        Answer::read(&api(), "run", &response("content-type", kind, body))
    }

    #[track_caller]
    fn check(body: &Value, names: &[&str], of: Option<&str>) {
        let answer = read("application/json", body.to_string().as_bytes());
        match answer.content {
            AnswerContent::Rows { fields, resource, .. }
            | AnswerContent::Record { fields, resource, .. } => {
                let found: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
                assert_eq!(found, names);
                assert_eq!(resource.as_deref(), of);
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn records_are_known_by_their_key_and_fields() {
        let pet = json!({ "id": 1, "name": "Mimi", "status": "sold" });
        check(&json!([pet]), &["id", "name", "status"], Some("pets"));
        check(&json!({ "items": [pet], "total": 1 }), &["id", "name", "status"], Some("pets"));
        check(&pet, &["id", "name", "status"], Some("pets"));
        check(&json!({ "sold": 3, "pending": 2 }), &["sold", "pending"], None);
        check(&json!([{ "a": null }, { "a": 1, "b": 2 }]), &["a", "b"], None);
        // Lists of a record are no envelope.
        check(&json!({ "number": 7, "lines": [{ "a": 1 }] }), &["number", "lines"], None);
    }

    #[test]
    fn what_is_no_record_is_shown_as_what_it_is() {
        let text = |text: &str| AnswerContent::Text(text.to_owned());
        assert_eq!(read("text/plain", b"done").content, text("done"));
        assert_eq!(read("application/json", b"\"done\"").content, text("done"));
        assert_eq!(read("application/json", b"[1,2]").content, text("1\n2"));
        assert_eq!(read("application/json", b"").content, AnswerContent::Nothing);
        assert_eq!(read("application/json", b"null").content, AnswerContent::Nothing);
        let file = read("image/png", &[137, 80]).content;
        assert!(matches!(file, AnswerContent::File { name, .. } if name == "run"));
    }

    #[test]
    fn a_file_takes_the_name_of_the_server_but_no_folder() {
        let named = |header: &str| file_name(&response("content-disposition", header, b""));
        let name = Some("report.pdf".to_owned());
        assert_eq!(named("attachment; filename=\"report.pdf\"; size=3"), name);
        assert_eq!(named("attachment; filename=../../report.pdf"), name);
        assert_eq!(named("inline"), None);
    }
}
