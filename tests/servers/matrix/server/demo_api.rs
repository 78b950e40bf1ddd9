//! The demo API, whose own rows are the data set.

use std::{fs, path::Path, process::Command, time::Duration};

use serde_json::{Value, json};
use vitrine_core::api::{Credentials, FilterOperator};
use xtask::{http, process::Guard};

use crate::{
    running::named,
    table::{TEXT, Table},
    trial::{Trial, Writes, open},
};

/// Returns all rows of a list as the API holds them.
fn rows(url: &str, list: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    for page in 1.. {
        let url = format!("{url}/{list}?limit=100&page={page}");
        let answer = http::get(&url, &[]).expect("the demo API answers");
        let body: Value = serde_json::from_slice(&answer.body).expect("it answers JSON");
        let part = body["data"].as_array().expect("there are rows");
        if part.is_empty() {
            break;
        }
        rows.extend(part.iter().cloned());
    }
    rows
}

/// Source: the document of the demo API.
#[test]
fn demo_api() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("servers");
    let folder = folder.join(format!("{}-demo-api", std::process::id()));
    fs::create_dir_all(&folder).expect("the target folder can be written");
    let mut server = Guard::spawn_reading(
        "demo-api",
        Command::new(named("VITRINE_DEMO_API"))
            .args(["--port", "0", "--db"])
            .arg(folder.join("demo.db")),
    )
    .expect("the demo API starts");
    let url = server
        .wait_for_line("listening on ", Duration::from_mins(2))
        .expect("the demo API tells its address");
    let credentials = Credentials::new();
    let provider = open(&url, &credentials);
    let categories = Trial {
        provider: &provider,
        resource: "categories",
        rows: rows(&url, "categories"),
        table: Table {
            can_page: true,
            can_size: true,
            has_total: true,
            sorts: &["id", "name", "slug"],
            can_sort_many: true,
            searches: &["name", "description"],
            filters: &[
                ("id", &[FilterOperator::Eq, FilterOperator::Ne, FilterOperator::In]),
                ("name", TEXT),
                ("slug", TEXT),
                ("description", &[FilterOperator::Contains]),
            ],
            can_write: true,
            ..Table::PLAIN
        },
    };
    categories.read();
    let login = json!({ "email": "admin@example.com", "password": "admin-demo" });
    let token = futures::executor::block_on(provider.sign_in(&login)).expect("it signs in");
    credentials.set(&url, token);
    categories.write(&Writes {
        create: json!({ "name": "Größe “42”", "slug": "groesse", "description": "Sizes." }),
        change: json!({ "description": "All sizes." }),
        refused: Some((json!({ "name": "" }), "name")),
    });
    drop(server);
    fs::remove_dir_all(&folder).expect("its folder goes");
}
