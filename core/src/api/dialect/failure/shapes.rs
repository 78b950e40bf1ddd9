//! Error answers of about twenty shapes.

use super::places::{path, place};
use crate::api::transport::seconds;
use crate::api::{Error, ErrorKind, FieldError};
use crate::platform::Response;
use crate::record::Path;
use serde_json::{Map, Value};

/// The most characters of a server's text that are kept.
const TEXT_LIMIT: usize = 300;
/// Members that tell what happened, best first.
const TEXTS: [&str; 11] = [
    "detail",
    "message",
    "title",
    "msg",
    "error_description",
    "description",
    "hydra:description",
    "errorMessage",
    "reason",
    "defaultMessage",
    "error",
];
/// Members that hold messages for single fields.
const CONTAINERS: [&str; 9] = [
    "errors",
    "violations",
    "invalid-params",
    "detail",
    "details",
    "causes",
    "message",
    "data",
    "error",
];
/// Members that hold no message for a field of their name.
const OTHERS: [&str; 6] = ["code", "hint", "schemas", "cause", "stack", "trace"];
/// Names under which messages for no field in particular stand.
const WHOLE: [&str; 6] = ["non_field_errors", "__all__", "base", "_errors", "root", "_schema"];

/// Reads an answer that is no success.
#[must_use]
pub fn decode_error(operation: &str, response: &Response) -> Error {
    let text = String::from_utf8_lossy(&response.body);
    let mut found = Found::default();
    match serde_json::from_slice::<Value>(text.as_bytes()) {
        Ok(body) => found.read(&body),
        Err(_) => found.texts.extend(plain(&text)),
    }
    let has_fields = !found.fields.is_empty();
    let mut error = Error::new(kind(response.status, has_fields), operation)
        .with_status(response.status)
        .with_fields(found.fields);
    let text = found.texts.into_iter().find(|text| !text.trim().is_empty());
    if let Some(text) = text {
        error = error.with_text(shorten(&text));
    }
    match response.header("retry-after").and_then(seconds) {
        Some(wait) => error.with_retry_after(wait),
        None => error,
    }
}

fn kind(status: u16, has_fields: bool) -> ErrorKind {
    match status {
        401 => ErrorKind::Unauthorized,
        // Some servers refuse invalid data with these, naming the field.
        403 | 409 | 500 if has_fields => ErrorKind::Invalid,
        403 => ErrorKind::Forbidden,
        404 | 410 => ErrorKind::NotFound,
        405 | 501 => ErrorKind::Unsupported,
        408 | 504 => ErrorKind::Timeout,
        409 | 412 => ErrorKind::Conflict,
        429 => ErrorKind::RateLimited,
        400..=499 => ErrorKind::Invalid,
        500..=599 => ErrorKind::Server,
        _ => ErrorKind::Unreadable,
    }
}

/// What was found so far.
#[derive(Default)]
struct Found {
    texts: Vec<String>,
    fields: Vec<FieldError>,
}

impl Found {
    fn read(&mut self, body: &Value) {
        match body {
            Value::String(text) => self.texts.push(text.clone()),
            Value::Array(messages) => messages.iter().for_each(|message| self.message(message)),
            Value::Object(members) => {
                self.container(members);
                // What names no field and stands under no known member may
                // still be `{field: [message]}`.
                if self.fields.is_empty() {
                    self.by_field(members);
                }
                let texts = TEXTS.iter().filter_map(|name| members.get(*name)?.as_str());
                let mut texts: Vec<String> = texts.map(str::to_owned).collect();
                // One sentence may stand where others have a list of them.
                if let (true, Some(text)) = (self.fields.is_empty(), texts.first()) {
                    if let Some((_, faults)) = text.split_once("validation failed: ") {
                        self.faults(faults);
                    } else if text.contains(" must ") {
                        self.named_within(text);
                    }
                }
                texts.append(&mut self.texts);
                self.texts = texts;
            }
            _ => {}
        }
    }

    fn container(&mut self, members: &Map<String, Value>) {
        for name in CONTAINERS {
            match members.get(name) {
                Some(Value::Array(messages)) => {
                    for message in messages {
                        self.message(message);
                    }
                }
                Some(Value::Object(inner)) if matches!(name, "error" | "details") => {
                    let texts = TEXTS.iter().filter_map(|name| inner.get(*name)?.as_str());
                    self.texts.extend(texts.map(str::to_owned));
                    self.container(inner);
                    let field = inner.get("target").or_else(|| inner.get("param"));
                    if let (Some(Value::String(field)), Some(text)) =
                        (field, inner.get("message").and_then(Value::as_str))
                    {
                        self.field(path(field), text);
                    }
                }
                Some(Value::Object(inner)) => self.by_field(inner),
                Some(Value::String(text)) if name == "details" => self.sql_key(text),
                _ => {}
            }
        }
    }

    /// Reads one message of a list.
    fn message(&mut self, message: &Value) {
        match message {
            Value::String(text) => self.sentence(text),
            Value::Object(members) => {
                if let Some(Value::Array(nested)) = members.get("detail") {
                    return nested.iter().for_each(|message| self.message(message));
                }
                let mut names = TEXTS.iter().chain(&["code"]);
                let text = names.find_map(|name| members.get(*name)?.as_str());
                let Some(text) = text else { return };
                match place(members) {
                    Some(path) => self.field(path, text),
                    None => self.sentence(text),
                }
            }
            _ => {}
        }
    }

    /// Reads `{field: message}`, where a message is a text, texts, an object
    /// with one, or messages for what the field holds.
    fn by_field(&mut self, members: &Map<String, Value>) {
        for (name, value) in members {
            let is_text = TEXTS.contains(&name.as_str());
            // Messages that name no field are none of a field called `errors`.
            let has_text = |message: &Value| {
                TEXTS.iter().any(|name| message.get(*name).is_some_and(Value::is_string))
            };
            let is_read = CONTAINERS.contains(&name.as_str())
                && value.as_array().is_some_and(|messages| messages.iter().all(has_text));
            match value {
                _ if is_read => {}
                _ if OTHERS.contains(&name.as_str()) => {}
                Value::Array(_) | Value::Object(_) => self.nested(name, &path(name), value),
                Value::String(text) if !is_text && is_field_map(members) => {
                    self.named(name, text);
                }
                _ => {}
            }
        }
    }

    /// Reads messages for the field called `name` and for what it holds.
    fn nested(&mut self, name: &str, place: &Path, value: &Value) {
        match value {
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    match element {
                        Value::String(text) if place.segments().len() == 1 => {
                            self.named(name, text);
                        }
                        Value::String(text) => self.field(place.clone(), text),
                        Value::Object(_) => self.nested(name, &place.index(index), element),
                        _ => {}
                    }
                }
            }
            Value::Object(members) => {
                let text = TEXTS.iter().find_map(|name| members.get(*name)?.as_str());
                if let Some(text) = text {
                    self.field(place.clone(), text);
                    return;
                }
                for (name, value) in members {
                    self.nested(name, &place.step(name), value);
                }
            }
            _ => {}
        }
    }

    fn named(&mut self, name: &str, text: &str) {
        if WHOLE.contains(&name) || TEXTS.contains(&name) && name != "title" {
            self.texts.push(text.to_owned());
        } else {
            self.field(path(name), text);
        }
    }

    /// Reads a sentence, which may say which field it is about.
    fn sentence(&mut self, text: &str) {
        self.named_within(text);
        self.texts.push(text.to_owned());
    }

    /// Reads `price: must be a number, name: is required`.
    fn faults(&mut self, text: &str) {
        for (name, text) in text.split(", ").filter_map(|fault| fault.split_once(": ")) {
            if !name.contains(' ') {
                self.field(path(name), text);
            }
        }
    }

    /// Reads `price must be a number`, where the field is the first word, and
    /// `must have required property 'price'`.
    fn named_within(&mut self, text: &str) {
        let required = text.split_once("required property '").and_then(|(_, rest)| {
            let (name, _) = rest.split_once('\'')?;
            Some(path(name))
        });
        let mut words = text.split_whitespace();
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let is_verb =
            matches!(second, "must" | "should" | "is" | "has" | "cannot" | "can't" | "may");
        let is_name = first.starts_with(|c: char| c.is_ascii_lowercase())
            && first.chars().all(|c| c.is_ascii_alphanumeric() || "_.[]/".contains(c));
        let is_word =
            matches!(first, "there" | "it" | "this" | "that" | "each" | "property" | "body");
        if let Some(required) = required {
            self.field(required, text);
        } else if is_verb && is_name && !is_word {
            let name = first.strip_prefix("body/").unwrap_or(first);
            self.field(path(&name.replace('/', ".")), text);
        }
    }

    /// Reads the database's `Key (sku)=(A1) already exists.`
    fn sql_key(&mut self, text: &str) {
        let key = text.strip_prefix("Key (").and_then(|rest| rest.split_once(")=("));
        match key {
            Some((column, _)) if !column.contains(',') => self.field(path(column), text),
            _ => self.texts.push(text.to_owned()),
        }
    }

    fn field(&mut self, path: Path, text: &str) {
        if path.is_root() {
            self.texts.push(text.to_owned());
            return;
        }
        let error = FieldError { path, text: shorten(text) };
        if !self.fields.contains(&error) {
            self.fields.push(error);
        }
    }
}

/// Tells `{"name": "is required"}` from a body with texts of other kinds.
fn is_field_map(members: &Map<String, Value>) -> bool {
    members.iter().all(|(name, value)| {
        (value.is_string() || value.is_array())
            && !matches!(name.as_str(), "type" | "instance" | "status" | "timestamp" | "path")
            && !TEXTS.contains(&name.as_str())
            && name != "code"
    })
}

/// Returns the words of an answer that is no JSON.
fn plain(text: &str) -> Option<String> {
    let text = text.trim();
    if !text.starts_with('<') {
        return (!text.is_empty()).then(|| text.to_owned());
    }
    let tagged = ["<title>", "<h1>", "<pre>"].into_iter().find_map(|tag| {
        let inner = text.split_once(tag)?.1;
        inner.split('<').next().map(str::trim).filter(|inner| !inner.is_empty())
    });
    tagged.map(str::to_owned)
}

fn shorten(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(TEXT_LIMIT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
