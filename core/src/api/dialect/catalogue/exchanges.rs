//! Exchanges with servers of known dialects, replayed.
//!
//! `exchanges/README.md` says where they are from and how they are written.

use super::{Answer, Known, known, recognize};
use crate::api::address::decode;
use crate::api::dialect::{
    decode_count, decode_error, decode_list, decode_many, decode_one, decode_write, encode_count,
    encode_create, encode_delete, encode_list, encode_many, encode_one, encode_update,
};
use crate::api::{
    Field, Filter, FilterGroup, FilterOperator, Kind, ListParams, Precondition, Resource, Sort,
    Write,
};
use crate::platform::{Request, Response};
use crate::record::{Identifier, Record};
use serde::Deserialize;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const BASE: &str = "https://api.example";

/// One file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Recording {
    known: String,
    #[serde(rename = "source")]
    _source: String,
    resource: String,
    list: String,
    #[serde(default)]
    fields: Vec<(String, Kind)>,
    exchanges: Vec<Exchange>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exchange {
    verb: Verb,
    #[serde(default)]
    params: Params,
    #[serde(default)]
    keys: Vec<String>,
    #[serde(default)]
    data: Value,
    #[serde(default)]
    previous: Option<Value>,
    /// `GET /path?query`, decoded.
    #[serde(default)]
    request: Option<String>,
    #[serde(default)]
    request_headers: Vec<(String, String)>,
    /// The body that is sent: JSON, or a text.
    #[serde(default)]
    body: Value,
    #[serde(default = "ok")]
    status: u16,
    #[serde(default)]
    headers: Vec<(String, String)>,
    #[serde(default)]
    response: Value,
    /// What is read out of the response.
    #[serde(default)]
    read: Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Verb {
    List,
    Count,
    One,
    Many,
    Create,
    Update,
    Delete,
    Error,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Params {
    page: Option<u32>,
    size: Option<u32>,
    cursor: Option<String>,
    sort: Vec<String>,
    search: Option<String>,
    filter: Vec<(String, FilterOperator, String)>,
    any: Vec<(String, FilterOperator, String)>,
}

fn ok() -> u16 {
    200
}

impl Params {
    fn list(&self) -> ListParams {
        let condition = |(field, operator, value): &(String, FilterOperator, String)| Filter {
            field: field.clone(),
            operator: *operator,
            value: value.clone(),
        };
        let mut params = ListParams {
            search: self.search.clone(),
            filter: self.filter.iter().map(condition).collect(),
            ..ListParams::default()
        };
        if !self.any.is_empty() {
            let filters = self.any.iter().map(condition).collect();
            params.groups.push(FilterGroup { is_any: true, filters, groups: Vec::new() });
        }
        for sort in &self.sort {
            let field = sort.trim_start_matches('-').to_owned();
            params.sort.push(Sort { field, is_descending: sort.starts_with('-') });
        }
        params.page.number = self.page.unwrap_or(1);
        params.page.size = self.size.unwrap_or(25);
        params.page.cursor.clone_from(&self.cursor);
        params
    }
}

impl Exchange {
    fn response(&self) -> Response {
        let body = match &self.response {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            json => json.to_string(),
        };
        Response {
            status: self.status,
            url: String::new(),
            headers: self.headers.clone(),
            body: body.into_bytes(),
            is_truncated: false,
        }
    }

    fn key(&self) -> Identifier {
        Identifier::new(self.keys.first().expect("the exchange names a key"))
    }

    fn write(&self, resource: &Resource) -> Write {
        let previous = self.previous.clone();
        Write {
            identifier: self.key(),
            changes: self.data.clone(),
            previous: previous.map(|fields| Record::new(resource.identifier(&fields), fields)),
            precondition: Precondition::None,
        }
    }

    fn encode(&self, resource: &Resource) -> Option<Request> {
        let params = self.params.list();
        match self.verb {
            Verb::List => encode_list(resource, BASE, &params).ok(),
            Verb::Count => encode_count(resource, BASE, &params).ok().flatten(),
            Verb::One => encode_one(resource, BASE, &self.key()).ok(),
            Verb::Many => {
                let keys: Vec<Identifier> = self.keys.iter().map(Identifier::new).collect();
                encode_many(resource, BASE, &keys)
            }
            Verb::Create => encode_create(resource, BASE, &self.data).ok(),
            Verb::Update => encode_update(resource, BASE, &self.write(resource)).ok(),
            Verb::Delete => encode_delete(resource, BASE, &self.write(resource)).ok(),
            Verb::Error => None,
        }
    }

    /// Returns what is read out of the response, as the file writes it.
    fn decode(&self, resource: &Resource) -> Value {
        let response = self.response();
        let one = |record: &Record| json!({"key": record.identifier.as_ref().map(Identifier::as_str), "record": *record.fields});
        let keys = |records: &[Record]| -> Value {
            let key = |record: &Record| json!(record.identifier.as_ref().map(Identifier::as_str));
            records.iter().map(key).collect()
        };
        match self.verb {
            Verb::List => {
                let page = decode_list(resource, &self.params.list(), &response).unwrap();
                json!({
                    "keys": keys(&page.records), "total": page.total, "has_next": page.has_next,
                    "next_cursor": page.next_cursor,
                    "first": page.records.first().map(|record| (*record.fields).clone()),
                })
            }
            Verb::Count => json!({"total": decode_count(resource, &response)}),
            Verb::One => one(&decode_one(resource, &self.key(), &response).unwrap()),
            Verb::Many => json!({"keys": keys(&decode_many(resource, &response).unwrap())}),
            Verb::Create | Verb::Update => {
                decode_write(resource, "write", &response).unwrap().as_ref().map_or(json!({}), one)
            }
            Verb::Delete => json!({}),
            Verb::Error => {
                let error = decode_error("write", &response);
                let fields: Vec<_> = error
                    .fields()
                    .iter()
                    .map(|field| json!([field.path.to_string(), field.text]))
                    .collect();
                json!({"kind": format!("{:?}", error.kind()), "text": error.text(), "fields": fields})
            }
        }
    }

    /// Returns what differs from the recording.
    fn replay(&self, resource: &Resource) -> Vec<String> {
        let mut faults = Vec::new();
        let mut compare = |what: &str, found: &Value, expected: &Value| {
            if found != expected {
                faults.push(format!("{what}\n    found {found}\n expected {expected}"));
            }
        };
        if let Some(expected) = &self.request {
            let Some(request) = self.encode(resource) else { return vec!["no request".into()] };
            let path = request.url.strip_prefix(BASE).unwrap_or(&request.url);
            let found = format!("{} {}", request.method.as_str(), decode(path));
            compare("request", &json!(found), &json!(expected));
            for (name, value) in &self.request_headers {
                let mut headers = request.headers.iter();
                let found = headers.find(|(known, _)| known == name).map(|(_, value)| value);
                compare(name, &json!(found), &json!(value));
            }
            let sent = request.body.map(|body| String::from_utf8(body).unwrap());
            let sent = sent.map_or(Value::Null, |sent| {
                serde_json::from_str(&sent).unwrap_or(Value::String(sent))
            });
            compare("body", &sent, &self.body);
        }
        let found = if self.read.is_null() { Value::Null } else { self.decode(resource) };
        for (name, expected) in self.read.as_object().into_iter().flatten() {
            compare(name, found.get(name).unwrap_or(&Value::Null), expected);
        }
        faults
    }
}

fn recordings() -> Vec<(String, Recording)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api/dialect/catalogue/exchanges");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let json = files.filter(|path| path.extension().is_some_and(|kind| kind == "json"));
    json.map(|path| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let recording = serde_json::from_str(&text);
        let recording = recording.unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, recording)
    })
    .collect()
}

fn find<'a>(table: &'a [Known], name: &str) -> &'a Known {
    let found = table.iter().find(|known| known.name == name);
    found.unwrap_or_else(|| panic!("{name} is not in the table"))
}

#[test]
fn recorded_exchanges_are_sent_and_read_as_they_were() {
    let table = known();
    let recordings = recordings();
    assert!(recordings.len() >= 40, "{} files", recordings.len());
    let mut faults: Vec<String> = Vec::new();
    for (name, recording) in recordings {
        let known = find(&table, &recording.known);
        let mut resource = known.resource(&recording.resource, &recording.list);
        let fields = recording.fields.iter();
        resource.fields = fields.map(|(name, kind)| Field::new(name, *kind)).collect();
        for (position, exchange) in recording.exchanges.iter().enumerate() {
            let place = format!("{name} {position} {:?}", exchange.verb);
            faults
                .extend(exchange.replay(&resource).iter().map(|fault| format!("{place}: {fault}")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_signs_of_a_dialect_are_found_in_its_own_answers_first() {
    let table = known();
    for (name, recording) in recordings() {
        let known = find(&table, &recording.known);
        if !known.signs.iter().any(|sign| sign.of == Answer::List) {
            continue;
        }
        let lists = recording
            .exchanges
            .iter()
            .filter(|exchange| exchange.verb == Verb::List && !exchange.response.is_null());
        for exchange in lists {
            let found = recognize(&table, Answer::List, &exchange.response());
            assert_eq!(found.first().map(|known| &known.name), Some(&known.name), "{name}");
        }
    }
}
