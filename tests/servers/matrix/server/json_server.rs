//! json-server, old and new, which serves a file and says nothing of itself.

use std::process::Command;

use serde_json::{Value, json};
use vitrine_core::api::{Credentials, FilterOperator};

use crate::{
    data,
    running::{Running, named, program},
    table::{CHOICE, FLAG, ORDERED, TEXT, Table},
    trial::{Trial, Writes, open},
};

/// The operators that the documentation of 0.17 names, by the kind of a field.
const NUMBER_0: &[FilterOperator] =
    &[FilterOperator::Eq, FilterOperator::Ne, FilterOperator::Gte, FilterOperator::Lte];
const TEXT_0: &[FilterOperator] =
    &[FilterOperator::Eq, FilterOperator::Ne, FilterOperator::Contains];
const CHOICE_0: &[FilterOperator] = &[FilterOperator::Eq, FilterOperator::Ne];

/// Returns the data in the names that this server's references have.
fn shop() -> Value {
    let mut shop = data::shop();
    for list in ["products", "reviews"] {
        for row in shop[list].as_array_mut().expect("it is a list") {
            let row = row.as_object_mut().expect("rows are objects");
            for (old, new) in [("category_id", "categoryId"), ("product_id", "productId")] {
                if let Some(value) = row.shift_remove(old) {
                    row.insert(new.to_owned(), value);
                }
            }
        }
    }
    shop
}

fn rows(shop: &Value, list: &str) -> Vec<Value> {
    shop[list].as_array().expect("it is a list").clone()
}

fn writes(category: &Value) -> Writes {
    Writes {
        create: json!({ "title": "Größe “42”", "price": 12.5, "stock": 0, "brand": null,
            "tags": [], "categoryId": category, "active": true }),
        change: json!({ "price": 8.25, "tags": ["eco"] }),
        // This server takes everything.
        refused: None,
    }
}

/// Source: the README of json-server 0.17.4.
#[test]
fn json_server_0() {
    let shop = shop();
    let script = named("VITRINE_JSON_SERVER");
    let server = Running::start("json-server-0", &shop, "/db", |place| {
        let mut command = Command::new("node");
        command.arg(&script).args(["--host", "127.0.0.1", "--quiet", "--port"]);
        command.arg(place.port.to_string()).arg(place.data);
        command
    });
    let credentials = Credentials::new();
    let provider = open(&server.url, &credentials);
    let table = Table {
        can_page: true,
        can_size: true,
        can_sort_many: true,
        can_write: true,
        ..Table::PLAIN
    };
    Trial {
        provider: &provider,
        resource: "categories",
        rows: rows(&shop, "categories"),
        table: Table {
            sorts: &["id", "name", "slug"],
            searches: &["name", "slug"],
            filters: &[("id", NUMBER_0), ("name", TEXT_0), ("slug", TEXT_0)],
            ..table.clone()
        },
    }
    .read();
    let products = Trial {
        provider: &provider,
        resource: "products",
        rows: rows(&shop, "products"),
        table: Table {
            sorts: &[
                "id",
                "title",
                "description",
                "price",
                "stock",
                "status",
                "brand",
                "active",
                "available_from",
                "created_at",
                "categoryId",
            ],
            searches: &["title", "description", "status", "brand"],
            filters: &[
                ("id", NUMBER_0),
                ("title", TEXT_0),
                ("description", TEXT_0),
                ("price", NUMBER_0),
                ("stock", NUMBER_0),
                ("status", CHOICE_0),
                ("brand", CHOICE_0),
                ("active", CHOICE_0),
                ("available_from", NUMBER_0),
                ("created_at", NUMBER_0),
                ("categoryId", CHOICE_0),
            ],
            ..table.clone()
        },
    };
    products.read();
    products.write(&writes(&json!(3)));
    Trial {
        provider: &provider,
        resource: "reviews",
        rows: rows(&shop, "reviews"),
        table: Table {
            sorts: &["id", "rating", "comment", "reviewer", "email", "date", "productId"],
            searches: &["comment", "reviewer", "email"],
            filters: &[
                ("id", NUMBER_0),
                ("rating", NUMBER_0),
                ("comment", TEXT_0),
                ("reviewer", CHOICE_0),
                ("email", TEXT_0),
                ("date", NUMBER_0),
                ("productId", CHOICE_0),
            ],
            ..table
        },
    }
    .read();
}

/// Source: the README of json-server 1.0.0-beta.15.
#[test]
fn json_server_1() {
    let mut shop = shop();
    // It answers keys as texts, and references find nothing unless they are texts, too.
    for list in ["categories", "products", "reviews"] {
        for row in shop[list].as_array_mut().expect("it is a list") {
            row["id"] = json!(row["id"].to_string());
        }
    }
    for (list, field) in [("products", "categoryId"), ("reviews", "productId")] {
        for row in shop[list].as_array_mut().expect("it is a list") {
            row[field] = json!(row[field].to_string());
        }
    }
    let script = named("VITRINE_SERVERS_NODE").join("json-server/lib/bin.js");
    let server = Running::start("json-server-1", &shop, "/categories", |place| {
        let mut command = Command::new("node");
        // Whatever `--host` says, it listens on every address.
        command.arg("--require").arg(program("loopback.cjs")).arg(&script);
        command.args(["--port", &place.port.to_string()]).arg(place.data);
        // Otherwise it reads its file anew after writing it, and may lose what came in between.
        // And then it wants the folder of its pages.
        std::fs::create_dir(place.folder.join("public")).expect("the folder is new");
        command.env("NODE_ENV", "production").stdout(std::process::Stdio::null());
        command
    });
    let credentials = Credentials::new();
    let provider = open(&server.url, &credentials);
    let table = Table {
        can_page: true,
        can_size: true,
        has_total: true,
        can_sort_many: true,
        can_write: true,
        ..Table::PLAIN
    };
    let products = Trial {
        provider: &provider,
        resource: "products",
        rows: rows(&shop, "products"),
        table: Table {
            sorts: &[
                "id",
                "title",
                "description",
                "price",
                "stock",
                "status",
                "brand",
                "active",
                "available_from",
                "created_at",
                "categoryId",
            ],
            filters: &[
                ("id", TEXT),
                ("title", TEXT),
                ("description", TEXT),
                ("price", ORDERED),
                ("stock", ORDERED),
                ("status", CHOICE),
                ("brand", CHOICE),
                ("active", FLAG),
                ("available_from", ORDERED),
                ("created_at", ORDERED),
                ("categoryId", TEXT),
            ],
            ..table.clone()
        },
    };
    products.read();
    products.write(&writes(&json!("3")));
    Trial {
        provider: &provider,
        resource: "reviews",
        rows: rows(&shop, "reviews"),
        table: Table {
            sorts: &["id", "rating", "comment", "reviewer", "email", "date", "productId"],
            filters: &[
                ("id", TEXT),
                ("rating", ORDERED),
                ("comment", TEXT),
                ("reviewer", CHOICE),
                ("email", TEXT),
                ("date", ORDERED),
                ("productId", TEXT),
            ],
            ..table
        },
    }
    .read();
}
