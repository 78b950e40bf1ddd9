//! A small API whose manners towards pages of other origins can be chosen.

use serde_json::{Value, json};
use xtask::server::{Reply, Request, Server};

use super::answering::open;

const ROWS: u64 = 40;

/// How the API treats those who ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manners {
    /// Pages of every origin may do everything.
    Open,
    /// No page of another origin may read anything.
    Closed,
    /// Pages may read, and do nothing that browsers ask a permission for.
    ReadOnly,
    /// Whoever has no `Token abc` is refused, and may see how to sign in.
    Guarded,
    /// Pages may not see the header with the number of rows.
    Discreet,
    /// Rows that are asked for by name come as they are.
    Unordered,
}

/// A running server; it stops when this value is dropped.
pub(crate) struct Lamps(Server);

impl Lamps {
    pub(crate) fn start(manners: Manners) -> Self {
        Self(Server::start(0, move |request| respond(request, manners)).expect("a port is free"))
    }

    /// Returns the address of its document.
    pub(crate) fn document(&self) -> String {
        format!("http://{}/openapi.json", self.0.address())
    }
}

/// Returns the document; its paths are below `server`.
pub(crate) fn lamps_document(server: &str) -> Value {
    let parameter =
        |name: &str, schema: Value| json!({"name": name, "in": "query", "schema": schema});
    let number = || json!({"type": "integer"});
    let orders = json!({"type": "string", "enum": ["watts", "-watts", "name", "-name"]});
    let lamp = json!({"type": "object", "properties": {
        "id": {"type": "integer", "readOnly": true},
        "name": {"type": "string"}, "watts": {"type": "integer"}
    }});
    let content = |schema: Value| json!({"application/json": {"schema": schema}});
    let headers = json!({"X-Total-Count": {"schema": number()}});
    let list = json!({"description": "", "headers": headers,
        "content": content(json!({"type": "array", "items": lamp.clone()}))});
    json!({
        "openapi": "3.1.0", "info": {"title": "Lamps", "version": "1"},
        "servers": [{"url": server}],
        "paths": {"/lamps": {
            "get": {
                "parameters": [parameter("page", number()), parameter("limit", number()),
                    parameter("sort", orders)],
                "responses": {"200": list}
            },
            "post": {
                "requestBody": {"content": content(lamp)},
                "responses": {"201": {"description": ""}}
            }
        }}
    })
}

/// Returns the lamps with these numbers.
pub(crate) fn lamps(numbers: impl Iterator<Item = u64>) -> Vec<Value> {
    let lamp = |number: u64| {
        let name =
            format!("Lamp {}", char::from(b'A' + u8::try_from(number * 7 % 26).unwrap_or(0)));
        json!({"id": number, "name": name, "watts": number * 13 % 37})
    };
    numbers.map(lamp).collect()
}

fn respond(request: &Request, manners: Manners) -> Reply {
    let mut headers = vec![("content-type", "application/json".to_owned())];
    if manners == Manners::ReadOnly {
        headers.push(("access-control-allow-origin", "*".to_owned()));
    } else if manners != Manners::Closed {
        headers.extend(open());
        let shown = if manners == Manners::Discreet { "" } else { "X-Total-Count, " };
        let shown = format!("{shown}WWW-Authenticate");
        headers.push(("access-control-expose-headers", shown));
    }
    if request.method == "OPTIONS" {
        return Reply { status: 204, headers, body: Vec::new() };
    }
    if manners == Manners::Guarded && request.header("authorization") != "Token abc" {
        headers.push(("www-authenticate", "Token".to_owned()));
        return Reply { status: 401, headers, body: b"{}".to_vec() };
    }
    match request.path.as_str() {
        "/openapi.json" => {
            let body = lamps_document("/").to_string().into_bytes();
            Reply { status: 200, headers, body }
        }
        "/lamps" => {
            headers.push(("x-total-count", ROWS.to_string()));
            let body = json!(list(&request.query, manners)).to_string().into_bytes();
            Reply { status: 200, headers, body }
        }
        _ => Reply { status: 404, headers, body: b"{}".to_vec() },
    }
}

/// Returns the page of rows that a query asks for.
fn list(query: &str, manners: Manners) -> Vec<Value> {
    let value = |wanted: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(name, _)| *name == wanted).map(|(_, value)| value)
    };
    let number = |name: &str| value(name).and_then(|text| text.parse::<usize>().ok());
    let mut rows = lamps(1..=ROWS);
    if let Some(sort) = value("sort") {
        let field = sort.trim_start_matches('-');
        if !(manners == Manners::Unordered && field == "name") {
            rows.sort_by_key(|row| (row[field].as_u64(), row[field].to_string()));
        }
        if sort.starts_with('-') {
            rows.reverse();
        }
    }
    let (page, limit) = (number("page").unwrap_or(1), number("limit").unwrap_or(10));
    rows.into_iter().skip((page - 1) * limit).take(limit).collect()
}
