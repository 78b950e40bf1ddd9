//! Directus 11, which describes what the person who asks may do.

use serde_json::{Value, json};
use vitrine_core::api::Credentials;

use crate::{
    data, rows, start_in,
    table::{CHOICE, FLAG, ORDERED, TEXT, Table},
    trial::{Trial, Writes, open},
};

const PRODUCT: [&str; 11] = [
    "id",
    "title",
    "description",
    "price",
    "stock",
    "status",
    "category_id",
    "brand",
    "active",
    "available_from",
    "created_at",
];

/// Source: the API reference of Directus 11, "Global query parameters" and "Filter rules".
#[test]
fn directus() {
    let shop = data::shop();
    let server = start_in("directus", "VITRINE_SERVERS_DIRECTUS", "/items/products", &shop);
    let credentials = Credentials::new();
    let provider = open(&server.url, &credentials);
    let table =
        Table { can_page: true, can_size: true, has_total: true, can_write: true, ..Table::PLAIN };
    let mut products = rows(&shop, "products", &PRODUCT);
    for row in &mut products {
        // A moment is answered to the millisecond.
        let moment = row["created_at"].as_str().expect("it is a moment").replace('Z', ".000Z");
        row["created_at"] = Value::String(moment);
    }
    let products = Trial {
        provider: &provider,
        resource: "products",
        rows: products,
        table: Table {
            sorts: &PRODUCT,
            can_sort_many: true,
            // Numbers are searched only where the words are one.
            searches: &["title", "description", "status", "brand"],
            filters: &[
                ("id", ORDERED),
                ("title", TEXT),
                ("description", TEXT),
                ("price", ORDERED),
                ("stock", ORDERED),
                ("status", TEXT),
                ("category_id", CHOICE),
                ("brand", TEXT),
                ("active", FLAG),
                ("available_from", ORDERED),
                ("created_at", ORDERED),
            ],
            hides_absence: true,
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
            searches: &["name", "slug"],
            filters: &[("id", ORDERED), ("name", TEXT), ("slug", TEXT)],
            hides_absence: true,
            ..table
        },
    }
    .read();
}
