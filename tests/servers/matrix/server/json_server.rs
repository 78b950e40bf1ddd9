//! json-server, old and new, which serves a file and says nothing of itself.

use std::process::Command;

use serde_json::{Value, json};
use vitrine_core::api::{Credentials, FilterOperator};

use crate::{
    data,
    running::{Running, named, program},
    table::Table,
    trial::{Trial, Writes, provider, understand, verified},
};

/// The operators that the documentation of 0.17 names, by the kind of a field.
const NUMBER: &[FilterOperator] =
    &[FilterOperator::Eq, FilterOperator::Ne, FilterOperator::Gte, FilterOperator::Lte];
const TEXT: &[FilterOperator] = &[FilterOperator::Eq, FilterOperator::Ne, FilterOperator::Contains];
const CHOICE: &[FilterOperator] = &[FilterOperator::Eq, FilterOperator::Ne];

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
    let api = verified(understand(&server.url, &credentials), &credentials);
    let provider = provider(api, &credentials);
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
            filters: &[("id", NUMBER), ("name", TEXT), ("slug", TEXT)],
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
                ("id", NUMBER),
                ("title", TEXT),
                ("description", TEXT),
                ("price", NUMBER),
                ("stock", NUMBER),
                ("status", CHOICE),
                ("brand", CHOICE),
                ("active", CHOICE),
                ("available_from", NUMBER),
                ("created_at", NUMBER),
                ("categoryId", CHOICE),
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
                ("id", NUMBER),
                ("rating", NUMBER),
                ("comment", TEXT),
                ("reviewer", CHOICE),
                ("email", TEXT),
                ("date", NUMBER),
                ("productId", CHOICE),
            ],
            ..table
        },
    }
    .read();
}

/// The operators that the documentation of 1.0 names.
const NUMBER_1: &[FilterOperator] = &[
    FilterOperator::Eq,
    FilterOperator::Ne,
    FilterOperator::Lt,
    FilterOperator::Lte,
    FilterOperator::Gt,
    FilterOperator::Gte,
    FilterOperator::In,
];
const TEXT_1: &[FilterOperator] =
    &[FilterOperator::Eq, FilterOperator::Ne, FilterOperator::In, FilterOperator::Contains];
const CHOICE_1: &[FilterOperator] = &[FilterOperator::Eq, FilterOperator::Ne, FilterOperator::In];
const ORDERED_1: &[FilterOperator] = NUMBER_1;

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
    let api = verified(understand(&server.url, &credentials), &credentials);
    let provider = provider(api, &credentials);
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
                ("id", TEXT_1),
                ("title", TEXT_1),
                ("description", TEXT_1),
                ("price", NUMBER_1),
                ("stock", NUMBER_1),
                ("status", CHOICE_1),
                ("brand", CHOICE_1),
                ("active", CHOICE_1),
                ("available_from", ORDERED_1),
                ("created_at", ORDERED_1),
                ("categoryId", TEXT_1),
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
                ("id", TEXT_1),
                ("rating", NUMBER_1),
                ("comment", TEXT_1),
                ("reviewer", CHOICE_1),
                ("email", TEXT_1),
                ("date", ORDERED_1),
                ("productId", TEXT_1),
            ],
            ..table
        },
    }
    .read();
}
