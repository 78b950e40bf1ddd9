//! LoopBack 4.

use serde_json::json;
use vitrine_core::api::Credentials;

use crate::{
    data, rows, start,
    table::{CHOICE, FLAG, ORDERED, TEXT, Table},
    trial::{Trial, Writes, open},
};

const PRODUCT: [&str; 9] = [
    "id",
    "title",
    "description",
    "price",
    "stock",
    "status",
    "category_id",
    "active",
    "created_at",
];

/// Source: the documentation of LoopBack 4, "Querying data" and "Where filter".
#[test]
fn loopback() {
    let shop = data::shop();
    let server = start("loopback", "/openapi.json", &shop);
    let credentials = Credentials::new();
    let provider = open(&server.url, &credentials);
    let table =
        Table { can_page: true, can_size: true, has_total: true, can_write: true, ..Table::PLAIN };
    let products = Trial {
        provider: &provider,
        resource: "products",
        rows: rows(&shop, "products", &PRODUCT),
        table: Table {
            sorts: &PRODUCT,
            can_sort_many: true,
            filters: &[
                ("id", ORDERED),
                ("title", TEXT),
                ("description", TEXT),
                ("price", ORDERED),
                ("stock", ORDERED),
                ("status", TEXT),
                ("category_id", CHOICE),
                ("active", FLAG),
                ("created_at", ORDERED),
            ],
            ..table.clone()
        },
    };
    products.read();
    products.write(&Writes {
        create: json!({ "title": "Größe “42”", "price": 12.5, "stock": 0, "status": "sold_out",
            "category_id": 3, "active": true }),
        change: json!({ "price": 8.25 }),
        refused: Some((json!({ "price": -1 }), "price")),
    });
    Trial {
        provider: &provider,
        resource: "categories",
        rows: rows(&shop, "categories", &["id", "name", "slug"]),
        table: Table {
            sorts: &["id", "name", "slug"],
            can_sort_many: true,
            filters: &[("id", ORDERED), ("name", TEXT), ("slug", TEXT)],
            ..table
        },
    }
    .read();
}
