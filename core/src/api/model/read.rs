//! Reading a model back from JSON.
//!
//! The derived readers of twenty types are a tenth of the whole module that a
//! browser downloads; these functions do the same for a fifth of that. A model
//! that does not fit, because another version wrote it, is not read at all:
//! the API is discovered anew.

use super::{
    Api, AuthScheme, Choice, Dialect, Endpoint, Evidence, Field, FilterStyle, Issue, ItemShape,
    Login, ManyById, Operation, Paging, Parameter, Reference, Resource, Rows, SortStyle, Total,
};
use crate::api::FilterOperator;
use crate::platform::Message;
use crate::record::Path;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};
use serde_json::Value;

impl Api {
    /// Reads a model as its serialization wrote it; `None` when it does not
    /// fit.
    #[must_use]
    pub fn from_json(json: &Value) -> Option<Self> {
        json.as_object()?;
        Some(Self {
            title: text(json, "title").unwrap_or_default(),
            description: text(json, "description"),
            base_url: text(json, "base_url")?,
            document_url: text(json, "document_url"),
            resources: list(json, "resources", resource)?,
            operations: list(json, "operations", operation)?,
            auth: list(json, "auth", auth)?,
            login: optional(json, "login", login)?,
            schemas: json.get("schemas").and_then(Value::as_object).cloned().unwrap_or_default(),
            issues: list(json, "issues", issue)?,
        })
    }
}

fn resource(json: &Value) -> Option<Resource> {
    Some(Resource {
        name: text(json, "name")?,
        list: optional(json, "list", endpoint)?,
        item: optional(json, "item", endpoint)?,
        create: optional(json, "create", endpoint)?,
        update: optional(json, "update", endpoint)?,
        delete: optional(json, "delete", endpoint)?,
        key: path(json, "key").unwrap_or_default(),
        fields: list(json, "fields", field)?,
        item_fields: list(json, "item_fields", field)?,
        label_field: path(json, "label_field"),
        dialect: dialect(json.get("dialect")?)?,
        evidence: list(json, "evidence", evidence)?,
    })
}

fn endpoint(json: &Value) -> Option<Endpoint> {
    Some(Endpoint {
        method: word(json, "method")?,
        path: text(json, "path")?,
        parameters: list(json, "parameters", parameter)?,
        body: json.get("body").cloned(),
        content_type: text(json, "content_type"),
        needs_auth: flag(json, "needs_auth"),
    })
}

fn parameter(json: &Value) -> Option<Parameter> {
    Some(Parameter {
        name: text(json, "name")?,
        place: word(json, "place")?,
        is_required: flag(json, "is_required"),
        schema: json.get("schema").cloned().unwrap_or_default(),
    })
}

fn operation(json: &Value) -> Option<Operation> {
    Some(Operation {
        name: text(json, "name")?,
        resource: text(json, "resource"),
        summary: text(json, "summary"),
        endpoint: endpoint(json.get("endpoint")?)?,
    })
}

fn auth(json: &Value) -> Option<AuthScheme> {
    match choice(json)? {
        ("bearer", _) => Some(AuthScheme::Bearer),
        ("basic", _) => Some(AuthScheme::Basic),
        ("api_key", key) => {
            Some(AuthScheme::ApiKey { name: text(key, "name")?, place: word(key, "place")? })
        }
        _ => None,
    }
}

fn login(json: &Value) -> Option<Login> {
    Some(Login { endpoint: endpoint(json.get("endpoint")?)?, token: path(json, "token") })
}

fn field(json: &Value) -> Option<Field> {
    Some(Field {
        name: text(json, "name")?,
        path: path(json, "path")?,
        kind: word(json, "kind")?,
        is_required: flag(json, "is_required"),
        is_nullable: flag(json, "is_nullable"),
        is_read_only: flag(json, "is_read_only"),
        choices: list(json, "choices", |json| {
            Some(Choice { value: json.get("value")?.clone(), label: text(json, "label") })
        })?,
        reference: optional(json, "reference", |json| {
            Some(Reference { resource: text(json, "resource")?, is_many: flag(json, "is_many") })
        })?,
        description: text(json, "description"),
    })
}

fn evidence(json: &Value) -> Option<Evidence> {
    Some(Evidence {
        subject: text(json, "subject")?,
        source: word(json, "source")?,
        confidence: u8::try_from(json.get("confidence")?.as_u64()?).ok()?,
        message: message(json.get("message")?)?,
    })
}

fn issue(json: &Value) -> Option<Issue> {
    Some(Issue {
        severity: word(json, "severity")?,
        place: text(json, "place")?,
        message: message(json.get("message")?)?,
    })
}

fn message(json: &Value) -> Option<Message> {
    let arguments = list(json, "arguments", |pair| {
        Some((pair.get(0)?.as_str()?.to_owned().into(), pair.get(1)?.as_str()?.to_owned()))
    })?;
    Some(Message { key: text(json, "key")?.into(), arguments })
}

fn dialect(json: &Value) -> Option<Dialect> {
    let directions = json.get("directions").and_then(|pair| {
        Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned()))
    });
    Some(Dialect {
        paging: paging(choice(json.get("paging")?)?)?,
        sort: sort(choice(json.get("sort")?)?)?,
        sort_fields: texts(json, "sort_fields")?,
        can_sort_many: flag(json, "can_sort_many"),
        directions,
        filter: filter(choice(json.get("filter")?)?)?,
        search: text(json, "search"),
        total: match choice(json.get("total")?)? {
            ("none", _) => Total::None,
            ("header", total) => Total::Header { name: text(total, "name")? },
            ("body", total) => Total::Body { path: path(total, "path")? },
            _ => return None,
        },
        rows: match choice(json.get("rows")?)? {
            ("root", _) => Rows::Root,
            ("path", rows) => Rows::Path { path: path(rows, "path")? },
            _ => return None,
        },
        item: match choice(json.get("item")?)? {
            ("flat", _) => ItemShape::Flat,
            ("path", item) => ItemShape::Path { path: path(item, "path")? },
            _ => return None,
        },
        many: match choice(json.get("many")?)? {
            ("each", _) => ManyById::Each,
            ("repeated", many) => ManyById::Repeated { parameter: text(many, "parameter")? },
            ("joined", many) => ManyById::Joined {
                parameter: text(many, "parameter")?,
                separator: text(many, "separator")?,
            },
            _ => return None,
        },
        update: word(json, "update")?,
        has_if_match: flag(json, "has_if_match"),
    })
}

fn paging((style, json): (&str, &Value)) -> Option<Paging> {
    Some(match style {
        "none" => Paging::None,
        "page" => Paging::Page {
            page: text(json, "page")?,
            size: text(json, "size"),
            first: number(json, "first")?,
            max_size: number(json, "max_size"),
        },
        "offset" => Paging::Offset {
            offset: text(json, "offset")?,
            limit: text(json, "limit")?,
            max_size: number(json, "max_size"),
        },
        "range" => Paging::Range { start: text(json, "start")?, end: text(json, "end")? },
        "cursor" => Paging::Cursor {
            cursor: text(json, "cursor")?,
            size: text(json, "size"),
            next: path(json, "next")?,
        },
        _ => return None,
    })
}

fn sort((style, json): (&str, &Value)) -> Option<SortStyle> {
    Some(match style {
        "none" => SortStyle::None,
        "signed" => SortStyle::Signed { parameter: text(json, "parameter")? },
        "pair" => SortStyle::Pair { field: text(json, "field")?, order: text(json, "order")? },
        "suffixed" => SortStyle::Suffixed {
            parameter: text(json, "parameter")?,
            separator: text(json, "separator")?,
        },
        _ => return None,
    })
}

fn filter((style, json): (&str, &Value)) -> Option<FilterStyle> {
    Some(match style {
        "none" => FilterStyle::None,
        "plain" => FilterStyle::Plain { fields: texts(json, "fields")? },
        "suffix" => FilterStyle::Suffix {
            separator: text(json, "separator")?,
            operators: operators(json)?,
            fields: texts(json, "fields")?,
        },
        "bracket" => {
            FilterStyle::Bracket { operators: operators(json)?, fields: texts(json, "fields")? }
        }
        _ => return None,
    })
}

fn operators(json: &Value) -> Option<Vec<(FilterOperator, String)>> {
    list(json, "operators", |pair| {
        Some((enumerated(pair.get(0)?.as_str()?)?, pair.get(1)?.as_str()?.to_owned()))
    })
}

/// Returns the name of a choice and its details, which may be none.
fn choice(json: &Value) -> Option<(&str, &Value)> {
    match json {
        Value::String(name) => Some((name, &Value::Null)),
        Value::Object(members) => members.iter().next().map(|(name, json)| (name.as_str(), json)),
        _ => None,
    }
}

fn text(json: &Value, name: &str) -> Option<String> {
    json.get(name)?.as_str().map(str::to_owned)
}

fn flag(json: &Value, name: &str) -> bool {
    json.get(name).and_then(Value::as_bool).unwrap_or_default()
}

fn number(json: &Value, name: &str) -> Option<u32> {
    json.get(name)?.as_u64().and_then(|number| u32::try_from(number).ok())
}

fn path(json: &Value, name: &str) -> Option<Path> {
    json.get(name)?.as_str().map(Path::from)
}

fn texts(json: &Value, name: &str) -> Option<Vec<String>> {
    list(json, name, |text| text.as_str().map(str::to_owned))
}

/// Returns the elements of a member that may be missing.
fn list<T>(json: &Value, name: &str, read: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    match json.get(name) {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(Value::Array(elements)) => elements.iter().map(read).collect(),
        Some(_) => None,
    }
}

/// Returns a member that may be missing, but must fit where it is not.
#[expect(clippy::option_option, reason = "one says whether it fits, the other whether it is there")]
fn optional<T>(json: &Value, name: &str, read: impl Fn(&Value) -> Option<T>) -> Option<Option<T>> {
    match json.get(name) {
        None | Some(Value::Null) => Some(None),
        Some(json) => read(json).map(Some),
    }
}

fn word<'a, T: Deserialize<'a>>(json: &'a Value, name: &str) -> Option<T> {
    enumerated(json.get(name)?.as_str()?)
}

/// Reads an enumeration without details by its derived names.
fn enumerated<'a, T: Deserialize<'a>>(name: &'a str) -> Option<T> {
    let deserializer: StrDeserializer<'a, Error> = name.into_deserializer();
    T::deserialize(deserializer).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_model_reads_back_as_it_was_written() {
        let endpoint = json!({
            "method": "PATCH", "path": "/a/{id}", "needs_auth": true, "content_type": "text/x",
            "body": {"type": "object"},
            "parameters": [{"name": "id", "place": "path", "is_required": true, "schema": {}}],
        });
        let styles = [
            json!({
                "paging": {"page": {"page": "p", "size": "s", "first": 1, "max_size": 9}},
                "sort": {"signed": {"parameter": "sort"}},
                "filter": {"bracket": {"operators": [["gte", "gte"]], "fields": ["a[gte]"]}},
                "total": {"body": {"path": "meta.total"}}, "rows": {"path": {"path": "data"}},
                "item": {"path": {"path": "data"}},
                "many": {"joined": {"parameter": "id[in]", "separator": ","}},
                "update": "patch", "search": "q", "has_if_match": true, "can_sort_many": true,
                "sort_fields": ["a"], "directions": ["asc", "desc"],
            }),
            json!({
                "paging": {"offset": {"offset": "o", "limit": "l", "max_size": 2}},
                "sort": {"pair": {"field": "_sort", "order": "_order"}},
                "filter": {"suffix": {"separator": "_", "operators": [["ne", "ne"]], "fields": ["a"]}},
                "total": {"header": {"name": "X-Total-Count"}}, "rows": "root", "item": "flat",
                "many": {"repeated": {"parameter": "id"}}, "update": "put_collection",
            }),
            json!({
                "paging": {"cursor": {"cursor": "c", "size": "s", "next": "next"}},
                "sort": {"suffixed": {"parameter": "sort", "separator": ":"}},
                "filter": {"plain": {"fields": ["a"]}}, "total": "none", "rows": "root",
                "item": "flat", "many": "each", "update": "put",
            }),
            json!({
                "paging": {"range": {"start": "_start", "end": "_end"}}, "sort": "none",
                "filter": "none", "total": "none", "rows": "root", "item": "flat", "many": "each",
                "update": "post",
            }),
        ];
        let message = json!({"key": "evidence.key.habit", "arguments": [["key", "id"]]});
        let resources: Vec<Value> = styles
            .into_iter()
            .map(|dialect| {
                json!({
                    "name": "a", "list": endpoint, "item": endpoint, "create": endpoint,
                    "update": endpoint, "delete": endpoint, "key": "id", "label_field": "b.c",
                    "dialect": dialect, "item_fields": [],
                    "fields": [{
                        "name": "b", "path": "b.0", "kind": "date_time", "is_required": true,
                        "is_nullable": true, "is_read_only": true, "description": "d",
                        "choices": [{"value": 1, "label": "one"}],
                        "reference": {"resource": "a", "is_many": true},
                    }],
                    "evidence": [{
                        "subject": "key", "source": "verified", "confidence": 90, "message": message,
                    }],
                })
            })
            .collect();
        let json = json!({
            "title": "T", "description": "D", "base_url": "https://a", "document_url": "https://b",
            "resources": resources,
            "operations": [{"name": "o", "resource": "a", "summary": "s", "endpoint": endpoint}],
            "auth": ["bearer", "basic", {"api_key": {"name": "k", "place": "header"}}],
            "login": {"endpoint": endpoint, "token": "data.token"},
            "issues": [{"severity": "warning", "place": "/paths", "message": message}],
        });
        let derived: Api = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(Api::from_json(&json).as_ref(), Some(&derived));
        let written = serde_json::to_value(&derived).unwrap();
        assert_eq!(Api::from_json(&written), Some(derived));
        assert_eq!(Api::from_json(&json!({"base_url": ""})), Some(Api::default()));
    }

    #[test]
    fn a_model_of_another_version_is_not_read() {
        assert_eq!(Api::from_json(&json!({"base_url": "", "resources": 7})), None);
        let paging =
            json!({"base_url": "", "resources": [{"name": "a", "dialect": {"paging": "x"}}]});
        assert_eq!(Api::from_json(&paging), None);
        assert_eq!(Api::from_json(&json!([])), None);
    }
}
