//! Servers that live in a test.

use crate::platform::{HttpClient, HttpError, HttpErrorKind, Method, Request, Response};
use futures::future::LocalBoxFuture;
use serde_json::{Map, Value, json};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use super::address::{decode, path_of};

/// What a server answers.
type Handler = Box<dyn Fn(&Request) -> Result<Response, HttpError>>;

/// A server made of a function; it keeps what it was asked.
#[derive(Clone)]
pub(crate) struct Fake {
    handler: Rc<Handler>,
    pub(crate) log: Rc<RefCell<Vec<String>>>,
    open: Rc<Cell<usize>>,
    /// The most requests that were open at the same time.
    pub(crate) peak: Rc<Cell<usize>>,
}

impl fmt::Debug for Fake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Fake")
    }
}

impl Fake {
    pub(crate) fn new(handler: impl Fn(&Request) -> Result<Response, HttpError> + 'static) -> Self {
        Self {
            handler: Rc::new(Box::new(handler)),
            log: Rc::default(),
            open: Rc::default(),
            peak: Rc::default(),
        }
    }

    pub(crate) fn client(&self) -> Rc<dyn HttpClient> {
        Rc::new(self.clone())
    }
}

impl HttpClient for Fake {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, HttpError>> {
        let fake = self.clone();
        Box::pin(async move {
            fake.log.borrow_mut().push(format!("{} {}", request.method.as_str(), request.url));
            fake.open.set(fake.open.get() + 1);
            fake.peak.set(fake.peak.get().max(fake.open.get()));
            // A turn of the executor, so that requests can overlap.
            let mut has_waited = false;
            std::future::poll_fn(|context| {
                if std::mem::replace(&mut has_waited, true) {
                    return std::task::Poll::Ready(());
                }
                context.waker().wake_by_ref();
                std::task::Poll::Pending
            })
            .await;
            fake.open.set(fake.open.get() - 1);
            let mut response = (fake.handler)(&request)?;
            if let Some(limit) = request.limit {
                response.is_truncated = response.body.len() > limit;
                response.body.truncate(limit);
            }
            if response.url.is_empty() {
                response.url = request.url;
            }
            Ok(response)
        })
    }
}

/// Returns an answer; a text that is no JSON counts as a page.
pub(crate) fn answer(status: u16, body: impl Into<String>) -> Response {
    let body: String = body.into();
    let is_page = body.trim_start().starts_with('<');
    let kind = if is_page { "text/html" } else { "application/json" };
    Response {
        status,
        url: String::new(),
        headers: vec![("content-type".to_owned(), kind.to_owned())],
        body: body.into_bytes(),
        is_truncated: false,
    }
}

pub(crate) fn no_answer() -> HttpError {
    HttpError::new(HttpErrorKind::Network, "refused")
}

/// Returns a server that behaves like json-server 0.17.4 over `data`.
pub(crate) fn json_server(data: Value) -> Fake {
    let data = RefCell::new(data);
    Fake::new(move |request| Ok(respond(&mut data.borrow_mut(), request)))
}

fn respond(data: &mut Value, request: &Request) -> Response {
    let segments: Vec<String> =
        path_of(&request.url).split('/').filter(|part| !part.is_empty()).map(decode).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let body = request.body.as_ref().and_then(|body| serde_json::from_slice::<Value>(body).ok());
    match (request.method, &segments[..]) {
        (Method::Get, []) => {
            answer(200, "<html><title>JSON Server</title><div id=\"resources\"></div></html>")
        }
        (Method::Get, ["db"]) => answer(200, data.to_string()),
        (Method::Get, [name]) => match data.get(*name) {
            Some(Value::Array(rows)) => list(rows, &query(&request.url)),
            Some(other) => answer(200, other.to_string()),
            None => answer(404, "{}"),
        },
        (Method::Post, [name]) => {
            let Some(Value::Array(rows)) = data.get_mut(*name) else { return answer(404, "{}") };
            let mut row = body.unwrap_or_else(|| json!({}));
            row["id"] = json!(rows.len() + 1);
            rows.push(row.clone());
            answer(201, row.to_string())
        }
        (method, [name, key]) => {
            let Some(Value::Array(rows)) = data.get_mut(*name) else { return answer(404, "{}") };
            let position = rows.iter().position(|row| text(&row["id"]) == *key);
            let Some(position) = position else { return answer(404, "{}") };
            match method {
                Method::Delete => {
                    rows.remove(position);
                    answer(200, "{}")
                }
                Method::Patch => {
                    for (name, value) in body.iter().filter_map(Value::as_object).flatten() {
                        rows[position][name] = value.clone();
                    }
                    answer(200, rows[position].to_string())
                }
                _ => answer(200, rows[position].to_string()),
            }
        }
        _ => answer(404, "{}"),
    }
}

fn query(url: &str) -> Vec<(String, String)> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decode(name), decode(value))).collect()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Filters, orders and cuts; unknown fields are ignored, as the server does.
fn list(rows: &[Value], query: &[(String, String)]) -> Response {
    let first =
        |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let empty = Map::new();
    let known = rows.first().and_then(Value::as_object).unwrap_or(&empty);
    let mut rows: Vec<&Value> = rows.iter().collect();
    let mut names: Vec<&String> = query.iter().map(|(name, _)| name).collect();
    names.dedup();
    for name in names {
        let values: Vec<&String> =
            query.iter().filter(|(key, _)| key == name).map(|(_, value)| value).collect();
        if known.contains_key(name) {
            rows.retain(|row| values.contains(&&text(&row[name])));
        } else if let Some(field) =
            name.strip_suffix("_gte").filter(|field| known.contains_key(*field))
        {
            rows.retain(|row| row[field].as_f64() >= values[0].parse().ok());
        }
    }
    if let Some(words) = first("q") {
        rows.retain(|row| row.to_string().to_lowercase().contains(&words.to_lowercase()));
    }
    if let (Some(fields), orders) = (first("_sort"), first("_order").unwrap_or_default()) {
        let orders: Vec<&str> = orders.split(',').collect();
        for (position, field) in fields.split(',').enumerate().collect::<Vec<_>>().into_iter().rev()
        {
            let key = |row: &Value| (row[field].as_f64().map(f64::to_bits), text(&row[field]));
            let is_descending = orders.get(position) == Some(&"desc");
            rows.sort_by(|one, other| {
                let order = key(one).cmp(&key(other));
                if is_descending { order.reverse() } else { order }
            });
        }
    }
    let total = rows.len();
    let number = |name: &str| first(name).and_then(|value| value.parse::<usize>().ok());
    let limit = number("_limit");
    let mut response_headers = Vec::new();
    if let Some(page) = number("_page") {
        let size = limit.unwrap_or(10);
        rows = rows.into_iter().skip((page - 1) * size).take(size).collect();
        response_headers.push(("x-total-count".to_owned(), total.to_string()));
    } else if let Some(limit) = limit {
        rows.truncate(limit);
        response_headers.push(("x-total-count".to_owned(), total.to_string()));
    }
    let mut response = answer(200, json!(rows).to_string());
    response.headers.append(&mut response_headers);
    response
}
