//! Feathers, which says nothing of itself.

use serde_json::json;
use vitrine_core::api::{Credentials, FilterOperator};

use crate::{
    data, rows, start,
    table::{CHOICE, FLAG, ORDERED, Table},
    trial::{Trial, Writes, open},
};

const PRODUCT: [&str; 10] = [
    "id",
    "title",
    "description",
    "price",
    "stock",
    "status",
    "category_id",
    "brand",
    "active",
    "created_at",
];
/// The grammar has no part of a text.
const TEXT: &[FilterOperator] = CHOICE;

/// Source: the guide of Feathers to its databases, "Querying".
#[test]
fn feathers() {
    let shop = data::shop();
    let server = start("feathers", "/products", &shop);
    let credentials = Credentials::new();
    let provider = open(&format!("{}/products", server.url), &credentials);
    let products = Trial {
        provider: &provider,
        resource: "products",
        rows: rows(&shop, "products", &PRODUCT),
        table: Table {
            can_page: true,
            can_size: true,
            has_total: true,
            sorts: &PRODUCT,
            can_sort_many: true,
            filters: &[
                ("id", ORDERED),
                ("title", TEXT),
                ("description", TEXT),
                ("price", ORDERED),
                ("stock", ORDERED),
                ("status", CHOICE),
                ("category_id", ORDERED),
                ("brand", CHOICE),
                ("active", FLAG),
                ("created_at", ORDERED),
            ],
            can_write: true,
            ..Table::PLAIN
        },
    };
    products.read();
    products.write(&Writes {
        create: json!({ "title": "Größe “42”", "price": 12.5, "stock": 0, "status": "sold_out",
            "category_id": 3, "active": true }),
        change: json!({ "price": 8.25 }),
        refused: Some((json!({ "price": -1 }), "price")),
    });
}
