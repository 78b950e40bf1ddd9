//! SAP CAP, which speaks OData.
//!
//! Its database is compiled when it is installed, which takes minutes: `cargo xtask test odata`
//! runs it, and `cargo xtask test` without a kind does not.

#![allow(dead_code, reason = "the other servers of the matrix use the rest")]

mod data;
#[path = "../dice.rs"]
mod dice;
mod running;
mod table;
mod trial;

use std::{fmt::Write, fs, os::unix::fs::symlink, path::Path, process::Command};

use serde_json::{Value, json};
use vitrine_core::api::Credentials;

use running::{Running, named, program};
use table::{CHOICE, FLAG, ORDERED, TEXT, Table};
use trial::{Trial, Writes, open};

/// Writes rows in the form in which the server reads them when it starts.
fn write_rows(path: &Path, fields: &[&str], rows: &Value) {
    let mut text = fields.join(";") + "\n";
    for row in rows.as_array().expect("it is a list") {
        let cells = fields.iter().map(|field| match &row[*field] {
            Value::Null => String::new(),
            Value::String(text) => format!("\"{text}\""),
            other => other.to_string(),
        });
        writeln!(text, "{}", cells.collect::<Vec<_>>().join(";")).expect("a text takes all");
    }
    fs::write(path, text).expect("the data can be written");
}

const FIELDS: [&str; 9] = [
    "id",
    "title",
    "description",
    "price",
    "stock",
    "status",
    "category_id",
    "active",
    "available_from",
];

/// Source: OData 4.01, part 2, and the guide of CAP to serving OData.
#[test]
fn odata() {
    let shop = data::shop();
    let modules = named("VITRINE_SERVERS_ODATA");
    let server = Running::start("odata", &Value::Null, "/odata/v4/shop", |place| {
        let data = place.folder.join("srv/data");
        fs::create_dir_all(&data).expect("the folder is new");
        let copy = |name: &str, to: &str| {
            fs::copy(program("odata").join(name), place.folder.join(to)).expect("it is copied");
        };
        copy("package.json", "package.json");
        copy("shop.cds", "srv/shop.cds");
        symlink(&modules, place.folder.join("node_modules")).expect("a link can be made");
        write_rows(&data.join("shop-Categories.csv"), &["id", "name", "slug"], &shop["categories"]);
        write_rows(&data.join("shop-Products.csv"), &FIELDS, &shop["products"]);
        let mut command = Command::new("node");
        command.arg("--require").arg(program("loopback.cjs"));
        command.arg(modules.join("@sap/cds/bin/serve.js")).args(["all", "--in-memory"]);
        command.env("PORT", place.port.to_string()).stdout(std::process::Stdio::null());
        command
    });
    let mut rows = shop["products"].as_array().expect("it is a list").clone();
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        row.retain(|name, _| FIELDS.contains(&name.as_str()));
    }
    let credentials = Credentials::new();
    let provider = open(&format!("{}/odata/v4/shop", server.url), &credentials);
    let products = Trial {
        provider: &provider,
        resource: "products",
        rows,
        table: Table {
            can_page: true,
            can_size: true,
            has_total: true,
            sorts: &FIELDS,
            can_sort_many: true,
            searches: &["title", "description", "status"],
            filters: &[
                ("id", ORDERED),
                ("title", TEXT),
                ("description", TEXT),
                ("price", ORDERED),
                ("stock", ORDERED),
                ("status", TEXT),
                ("category_id", CHOICE),
                ("active", FLAG),
                ("available_from", ORDERED),
            ],
            can_write: true,
            ..Table::PLAIN
        },
    };
    products.read();
    products.write(&Writes {
        create: json!({ "id": 500, "title": "Größe “42”", "price": 12.5, "stock": 0,
            "status": "sold_out", "category_id": 3, "active": true }),
        change: json!({ "price": 8.25 }),
        refused: Some((json!({ "price": -1 }), "price")),
    });
}
