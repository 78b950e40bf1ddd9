//! The parts of a request for rows, before it is known where they are sent.

use super::encode::get;
use crate::api::address::Query;
use crate::api::{Dialect, Kind, Occasion, ParameterPlace};
use crate::platform::{Method, Request};
use crate::record::Path;
use serde_json::{Map, Number, Value};

/// What a request asks for, by the names of the dialect.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// What the carrier takes, where there is one.
    named: Vec<(String, Value)>,
    headers: Vec<(String, String)>,
    /// What stands in the query in any case.
    query: Query,
}

impl Parts {
    /// Adds what the dialect has names for.
    pub(super) fn push(&mut self, name: &str, value: Value) {
        self.named.push((name.to_owned(), value));
    }

    /// Adds a text that the dialect has a name for.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.push(name, Value::from(value));
    }

    /// Adds one of several texts of a parameter: they are joined where there
    /// is a separator, else they make a list.
    pub(super) fn append(&mut self, name: &str, text: &str, separator: Option<&str>) {
        let known = self.named.iter_mut().find(|(known, _)| known == name).map(|(_, value)| value);
        match (known, separator) {
            (Some(Value::String(known)), Some(separator)) => {
                known.push_str(separator);
                known.push_str(text);
            }
            (Some(Value::Array(known)), None) => known.push(term(text)),
            (_, Some(_)) => self.text(name, text),
            (_, None) => self.push(name, Value::Array(vec![term(text)])),
        }
    }

    /// Adds what is sent the same way by every dialect.
    pub(super) fn fixed(&mut self, place: ParameterPlace, name: &str, value: &str) {
        match place {
            ParameterPlace::Query => self.query.push(name, value),
            ParameterPlace::Header => self.headers.push((name.to_owned(), value.to_owned())),
            ParameterPlace::Path | ParameterPlace::Body => {}
        }
    }

    /// Adds what goes with every request of a kind.
    pub(super) fn always(&mut self, dialect: &Dialect, occasion: Occasion) {
        for always in dialect.always.iter().filter(|always| always.on == occasion) {
            self.fixed(always.place, &always.name, &always.value);
        }
    }

    /// Returns the request: a list that is asked for by `POST` takes the parts
    /// in its body, a carrier as one parameter, any other in its query.
    pub(super) fn request(self, method: Method, address: &str, carrier: Option<&str>) -> Request {
        let mut query = Query::default();
        let mut body = None;
        if method == Method::Post {
            body = Some(object(self.named));
        } else if let Some(carrier) = carrier.filter(|_| !self.named.is_empty()) {
            query.push(carrier, &object(self.named).to_string());
        } else {
            for (name, value) in &self.named {
                match value {
                    Value::Array(values) => {
                        for value in values {
                            push(&mut query, name, value);
                        }
                    }
                    value => push(&mut query, name, value),
                }
            }
        }
        let mut request = get(&self.query.append_to(&query.append_to(address)));
        request.method = method;
        request.headers.extend(self.headers);
        if let Some(body) = body {
            request.body = Some(body.to_string().into_bytes());
            request = request.with_header("Content-Type", "application/json");
        }
        request
    }
}

fn push(query: &mut Query, name: &str, value: &Value) {
    match value {
        Value::String(text) => query.push(name, text),
        other => query.push(name, &other.to_string()),
    }
}

/// Returns a term, which is JSON in some bodies.
fn term(text: &str) -> Value {
    if text.starts_with('{')
        && let Ok(term) = serde_json::from_slice(text.as_bytes())
    {
        return term;
    }
    Value::from(text)
}

/// Returns `texts` with `separator` between them; `join` of the standard
/// library is several times as long, since it is made for each length.
pub(crate) fn joined(texts: &mut dyn Iterator<Item = &str>, separator: &str) -> String {
    let mut joined = String::new();
    for (position, text) in texts.enumerate() {
        if position > 0 {
            joined.push_str(separator);
        }
        joined.push_str(text);
    }
    joined
}

/// Returns the object whose members have these names, which are paths.
fn object(parts: Vec<(String, Value)>) -> Value {
    let mut object = Value::Object(Map::new());
    for (name, value) in parts {
        Path::from(name.as_str()).set(&mut object, value);
    }
    object
}

/// Returns `text` as the JSON that a field of the kind holds.
pub(super) fn typed(kind: Kind, text: &str) -> Value {
    let typed = match kind {
        Kind::Integer | Kind::Number | Kind::Money => text.parse().ok().map(Number::into),
        Kind::Boolean => text.parse().ok().map(Value::Bool),
        _ => None,
    };
    typed.unwrap_or_else(|| Value::from(text))
}
