//! FastAPI with fastcrud.

use std::process::Command;

use serde_json::{Value, json};
use vitrine_core::api::{Credentials, FilterOperator};

use crate::{
    data,
    running::{Running, named, program},
    table::Table,
    trial::{Trial, Writes, open},
};

fn rows(shop: &Value, list: &str) -> Vec<Value> {
    let mut rows = shop[list].as_array().expect("it is a list").clone();
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        for field in ["created_at", "date"] {
            // The columns keep no time zone.
            if let Some(Value::String(moment)) = row.get_mut(field) {
                moment.pop();
            }
        }
    }
    rows
}

/// Source: the guide of fastcrud to its endpoints, "Advanced filters" and "Sorting".
#[test]
fn fastcrud() {
    let shop = data::shop();
    let python = named("VITRINE_SERVERS_PYTHON");
    let server = Running::start("fastcrud", &shop, "/openapi.json", |place| {
        let mut command = Command::new(&python);
        command.arg(program("fastcrud_shop.py")).arg(place.port.to_string());
        command.arg(place.data).arg(place.folder);
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
                "category_id",
                "brand",
                "active",
                "available_from",
                "created_at",
            ],
            filters: &[
                ("status", &[FilterOperator::Eq]),
                ("category_id", &[FilterOperator::Eq]),
                ("price", &[FilterOperator::Gte, FilterOperator::Lte]),
                ("stock", &[FilterOperator::Gt]),
            ],
            ..table.clone()
        },
    };
    products.read();
    products.write(&Writes {
        create: json!({ "title": "Größe “42”", "description": "", "price": 12.5, "stock": 0,
            "status": "sold_out", "brand": null, "tags": [], "category_id": 3, "active": true }),
        change: json!({ "price": 8.25, "tags": ["eco"] }),
        refused: Some((json!({ "price": -1 }), "price")),
    });
    Trial {
        provider: &provider,
        resource: "categories",
        rows: rows(&shop, "categories"),
        // No two categories share a value, so nothing shows a second criterion.
        table: Table { sorts: &["id", "name", "slug"], can_sort_many: false, ..table.clone() },
    }
    .read();
    Trial {
        provider: &provider,
        resource: "reviews",
        rows: rows(&shop, "reviews"),
        table: Table {
            sorts: &["id", "product_id", "rating", "comment", "reviewer", "email", "date"],
            filters: &[("product_id", &[FilterOperator::Eq]), ("rating", &[FilterOperator::Eq])],
            ..table
        },
    }
    .read();
}
