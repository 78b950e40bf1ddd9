//! The example that comes with jsonapi-server.

use std::process::Command;

use serde_json::{Value, json};
use vitrine_core::api::{Credentials, FilterOperator};

use crate::{
    running::{Running, named, program},
    table::Table,
    trial::{Trial, Writes, open},
};

/// Returns the articles that the example holds, with the keys of what they link to.
fn articles() -> Vec<Value> {
    let article = |id: &str, title: &str, created: &str, views: u32, author: &str| {
        json!({ "id": id, "title": title, "content": "na", "created": created, "views": views,
            "status": "published", "author": author })
    };
    vec![
        article(
            "de305d54-75b4-431b-adb2-eb6b9e546014",
            "NodeJS Best Practices",
            "2016-01-05",
            10,
            "cc5cca2e-0dd8-4b95-8cfc-a11230e73116",
        ),
        article(
            "1be0913c-3c25-4261-98f1-e41174025ed5",
            "Linux Rocks",
            "2015-11-11",
            20,
            "d850ea75-4427-4f81-8595-039990aeede5",
        ),
        article(
            "d850ea75-4427-4f81-8595-039990aeede5",
            "How to AWS",
            "2016-02-08",
            30,
            "32fb0105-acaa-4adb-9ec4-8b49633695e1",
        ),
        article(
            "fa2a073f-8c64-4cbb-9158-b8f67a4ab9f5",
            "Tea for Beginners",
            "2015-06-23",
            40,
            "ad3aa89e-9c5b-4ac9-a652-6670f9f27587",
        ),
    ]
}

const EQUAL: &[FilterOperator] = &[FilterOperator::Eq];

/// Source: the documentation of jsonapi-server, "Filtering", "Sorting" and "Pagination".
#[test]
fn jsonapi_server() {
    let modules = named("VITRINE_SERVERS_NODE");
    let server = Running::start("jsonapi-server", &Value::Null, "/rest/articles", |place| {
        let mut command = Command::new("node");
        command.arg("--require").arg(program("loopback.cjs"));
        command.arg(program("jsonapi_example.cjs")).arg(place.port.to_string());
        command.env("NODE_PATH", &modules).stdout(std::process::Stdio::null());
        command
    });
    let credentials = Credentials::new();
    let provider = open(&format!("{}/rest", server.url), &credentials);
    let articles = Trial {
        provider: &provider,
        resource: "articles",
        rows: articles(),
        table: Table {
            can_page: true,
            can_size: true,
            has_total: true,
            sorts: &["title", "content", "created", "views", "status"],
            // It counts before it filters.
            is_total_unfiltered: true,
            filters: &[
                ("title", EQUAL),
                ("content", EQUAL),
                ("created", EQUAL),
                ("views", EQUAL),
                ("status", EQUAL),
                ("author", EQUAL),
            ],
            can_write: true,
            ..Table::PLAIN
        },
    };
    articles.read();
    articles.write(&Writes {
        create: json!({ "title": "Größe “42”", "content": "<p>Yes.</p>", "created": "2026-02-03",
            "views": 7, "status": "draft", "author": "ad3aa89e-9c5b-4ac9-a652-6670f9f27587" }),
        change: json!({ "title": "Größe 43" }),
        refused: Some((json!({ "created": "never" }), "created")),
    });
}
