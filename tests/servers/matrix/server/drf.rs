//! Django REST Framework: with a description, without one, and in JSON:API.

use std::process::Command;

use futures::executor::block_on;
use serde_json::{Value, json};
use vitrine_core::api::{AuthScheme, Credential, Credentials, FilterOperator};

use crate::{
    data,
    running::{Running, named, program},
    table::Table,
    trial::{Trial, Writes, open},
};

fn start(flavor: &str, shop: &Value) -> Running {
    let python = named("VITRINE_SERVERS_PYTHON");
    let ready = if flavor == "jsonapi" { "/api/categories" } else { "/api/categories/" };
    Running::start(&format!("drf-{flavor}"), shop, ready, |place| {
        let mut command = Command::new(&python);
        command.arg(program("drf_shop.py")).arg(flavor).arg(place.port.to_string());
        command.arg(place.data).arg(place.folder);
        command
    })
}

/// Returns the rows as the project writes them.
fn rows(shop: &Value, list: &str) -> Vec<Value> {
    let mut rows = shop[list].as_array().expect("it is a list").clone();
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        // Decimals are texts, so that no digit is lost.
        if let Some(price) = row.get("price").and_then(Value::as_f64) {
            row.insert("price".to_owned(), json!(format!("{price:.2}")));
        }
        for (old, new) in [("category_id", "category"), ("product_id", "product")] {
            if let Some(value) = row.shift_remove(old) {
                row.insert(new.to_owned(), value);
            }
        }
    }
    rows
}

/// Returns the products: pages by number, filters of django-filter, search and order.
///
/// Source: the guides of Django REST Framework to pagination and filtering, and that of
/// django-filter to `filterset_fields`.
fn products() -> Table {
    Table {
        can_page: true,
        can_size: true,
        has_total: true,
        is_total_unfiltered: false,
        sorts: &[
            "id",
            "title",
            "description",
            "price",
            "stock",
            "status",
            "category",
            "brand",
            "active",
            "available_from",
            "created_at",
        ],
        can_sort_many: true,
        searches: &["title", "description"],
        filters: &[
            ("id", &[FilterOperator::In]),
            ("category", &[FilterOperator::Eq, FilterOperator::In]),
            ("status", &[FilterOperator::Eq]),
            ("price", &[FilterOperator::Eq, FilterOperator::Gte, FilterOperator::Lte]),
            ("stock", &[FilterOperator::Eq, FilterOperator::Gt, FilterOperator::Lt]),
            ("title", &[FilterOperator::Eq, FilterOperator::Contains]),
            ("active", &[FilterOperator::Eq]),
        ],
        can_write: true,
        hides_absence: false,
    }
}

fn writes() -> Writes {
    Writes {
        create: json!({ "title": "Größe “42”", "description": "", "price": "12.50", "stock": 0,
            "status": "sold_out", "brand": null, "tags": [], "category": 3, "active": true,
            "created_at": "2026-02-03T04:05:06Z" }),
        change: json!({ "price": "8.25", "tags": ["eco"] }),
        refused: Some((json!({ "price": "a lot" }), "price")),
    }
}

fn sign_in(server: &Running, credentials: &Credentials) {
    let basic = Credential::from_scheme(&AuthScheme::Basic, "ada", "counting-engine");
    credentials.set(&server.url, basic);
}

/// Without a description nothing tells which filters there are; one of them is found by trying
/// before the requests are used up.
#[test]
fn drf_plain() {
    let shop = data::shop();
    let server = start("plain", &shop);
    let credentials = Credentials::new();
    sign_in(&server, &credentials);
    let provider = open(&format!("{}/api/", server.url), &credentials);
    let products = Trial {
        provider: &provider,
        resource: "products",
        rows: rows(&shop, "products"),
        table: Table { filters: &[("price", &[FilterOperator::Eq])], ..products() },
    };
    products.read();
    products.write(&writes());
}

#[test]
fn drf_described() {
    let shop = data::shop();
    let server = start("described", &shop);
    let credentials = Credentials::new();
    let provider = open(&server.url, &credentials);
    let products = Trial {
        provider: &provider,
        resource: "products",
        rows: rows(&shop, "products"),
        table: products(),
    };
    products.read();
    // By limit and offset.
    Trial {
        provider: &provider,
        resource: "categories",
        rows: rows(&shop, "categories"),
        table: Table {
            can_page: true,
            can_size: true,
            // No two categories share a value, so nothing shows a second criterion.
            sorts: &["id", "name", "slug"],
            searches: &["name"],
            can_write: true,
            ..Table::PLAIN
        },
    }
    .read();
    // By a cursor, which has an order of its own and no total.
    Trial {
        provider: &provider,
        resource: "reviews",
        rows: rows(&shop, "reviews"),
        table: Table {
            can_page: true,
            has_total: false,
            filters: &[("product", &[FilterOperator::Eq]), ("rating", &[FilterOperator::Eq])],
            can_write: true,
            ..Table::PLAIN
        },
    }
    .read();
    // By an account of the API, whose token goes behind a word of its own.
    let account = json!({ "username": "ada", "password": "counting-engine" });
    let token = block_on(provider.sign_in(&account)).expect("the API knows the account");
    let scheme = AuthScheme::Prefixed { prefix: "Token".to_owned() };
    assert!(provider.api().auth.contains(&scheme), "the description tells the word");
    credentials.set(&server.url, token);
    products.write(&writes());
}

/// Returns the products in JSON:API.
///
/// Source: the guide of Django REST framework JSON:API, "Filter Backends" and "Pagination".
fn json_api_products() -> Table {
    Table {
        can_page: true,
        can_size: true,
        has_total: true,
        is_total_unfiltered: false,
        sorts: &["title", "price", "stock"],
        // Of the fields that can be ordered by none repeats often enough to show a second one.
        can_sort_many: false,
        searches: &[],
        // Nothing tells which fields can be filtered by; of the two that can be, this one is
        // found before the requests are used up.
        filters: &[("price", &[FilterOperator::Eq])],
        can_write: true,
        hides_absence: false,
    }
}

#[test]
fn drf_json_api() {
    let shop = data::shop();
    let server = start("jsonapi", &shop);
    let credentials = Credentials::new();
    sign_in(&server, &credentials);
    let provider = open(&format!("{}/api/", server.url), &credentials);
    let products = Trial {
        provider: &provider,
        resource: "products",
        rows: rows(&shop, "products")
            .into_iter()
            .map(|mut row| {
                // Keys are texts in JSON:API, also where they point.
                for field in ["id", "category"] {
                    row[field] = json!(row[field].to_string());
                }
                row
            })
            .collect(),
        table: json_api_products(),
    };
    products.read();
    let mut writes = writes();
    writes.create["category"] = json!("3");
    products.write(&writes);
}
