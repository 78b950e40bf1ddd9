//! A server with a large description.

use serde_json::{Value, json};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use xtask::server::{Reply, Request, Server};

use super::answering::open;

/// Columns of each list.
const COLUMNS: usize = 24;

/// A running server; it stops when this value is dropped.
pub(crate) struct Describing {
    server: Server,
    reads: Arc<AtomicUsize>,
}

impl Describing {
    /// Serves a description of `count` lists at `/openapi.json`, about 20 kB for each, and two rows
    /// at the path of every list.
    pub(crate) fn start(count: usize) -> Self {
        let description = Arc::new(description(count).to_string().into_bytes());
        let rows = json!([{ "id": 1, "column1": "one" }, { "id": 2, "column1": "two" }]);
        let rows = Arc::new(rows.to_string().into_bytes());
        let reads = Arc::<AtomicUsize>::default();
        let counted = Arc::clone(&reads);
        let answer = move |request: &Request| {
            let is_description = request.path == "/openapi.json";
            counted.fetch_add(usize::from(is_description), Ordering::SeqCst);
            let body = if is_description { &description } else { &rows };
            let mut headers = vec![("content-type", "application/json".to_owned())];
            headers.extend(open());
            Reply { status: 200, headers, body: body.to_vec() }
        };
        Self { server: Server::start(0, answer).expect("a port is free"), reads }
    }

    /// Returns the address of the description.
    pub(crate) fn document(&self) -> String {
        format!("http://{}/openapi.json", self.server.address())
    }

    /// Returns how often the description was asked for.
    pub(crate) fn reads(&self) -> usize {
        self.reads.load(Ordering::SeqCst)
    }
}

/// Returns a description of as many lists, with as many words as people write.
pub(crate) fn description(count: usize) -> Value {
    let words = "What this is, and where it comes from. ".repeat(20);
    let paths = (1..=count).flat_map(|number| {
        let columns = (1..=COLUMNS).map(|column| {
            (format!("column{column}"), json!({ "type": "string", "description": words }))
        });
        let mut properties: serde_json::Map<String, Value> = columns.collect();
        properties.insert("id".to_owned(), json!({ "type": "integer" }));
        let row = json!({ "type": "object", "properties": properties });
        let answer = |schema: Value| {
            let content = json!({ "application/json": { "schema": schema } });
            json!({ "get": { "responses": { "200": { "description": "", "content": content } } } })
        };
        let (list, item) = (format!("/list{number}"), format!("/list{number}/{{id}}"));
        let parameter = json!([{ "name": "id", "in": "path", "required": true, "schema": {} }]);
        let mut one = answer(json!({ "type": "object", "properties": { "id": {} } }));
        one["parameters"] = parameter;
        [(list, answer(json!({ "type": "array", "items": row }))), (item, one)]
    });
    let paths: serde_json::Map<String, Value> = paths.collect();
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Large", "version": "1" },
        "servers": [{ "url": "/" }],
        "paths": paths,
    })
}
