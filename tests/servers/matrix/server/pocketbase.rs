//! PocketBase, which describes its collections to those who may administer it.

use std::process::Command;

use serde_json::{Value, json};
use vitrine_core::api::{Credential, Credentials, ParameterPlace};
use xtask::http;

use crate::{
    data,
    running::{Running, named},
    table::{CHOICE, FLAG, ORDERED, TEXT, Table},
    trial::{Trial, Writes, open},
};

const NAME: &str = "ada@example.com";
const PASSWORD: &str = "counting-engine";

/// A PocketBase with the rows, and the token of its administrator.
struct Shop {
    server: Running,
    token: String,
    categories: Vec<Value>,
    products: Vec<Value>,
}

impl Shop {
    fn start() -> Self {
        let program = named("VITRINE_SERVERS_PYTHON").with_file_name("pocketbase");
        let server = Running::start("pocketbase", &Value::Null, "/api/health", |place| {
            let folder = place.folder.join("data");
            let made = Command::new(&program)
                .args(["superuser", "upsert", NAME, PASSWORD, "--dir"])
                .arg(&folder)
                .output();
            assert!(made.expect("it runs").status.success(), "the administrator is made");
            let mut command = Command::new(&program);
            command.args(["serve", "--http", &format!("127.0.0.1:{}", place.port), "--dir"]);
            command.arg(folder).stdout(std::process::Stdio::null());
            command
        });
        let mut shop =
            Self { server, token: String::new(), categories: Vec::new(), products: Vec::new() };
        let login = json!({ "identity": NAME, "password": PASSWORD });
        let answer = shop.post("/api/collections/_superusers/auth-with-password", &login);
        shop.token = answer["token"].as_str().expect("a token comes").to_owned();
        shop.fill();
        shop
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}{path}", self.server.url);
        let headers = [("content-type", "application/json"), ("authorization", &self.token)];
        let answer = http::send(&http::Request {
            method: "POST",
            url: &url,
            headers: &headers,
            body: body.to_string().as_bytes(),
            timeout: std::time::Duration::from_secs(20),
        });
        let answer = answer.expect("PocketBase answers");
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        serde_json::from_slice(&answer.body).expect("it answers JSON")
    }

    /// Makes the collections and their records; the keys are PocketBase's own.
    fn fill(&mut self) {
        let collection = |name: &str, fields: Value| {
            // An empty rule lets everybody in, none at all nobody.
            json!({ "name": name, "type": "base", "fields": fields, "listRule": "",
                "viewRule": "", "createRule": "", "updateRule": "", "deleteRule": "" })
        };
        let fields = json!([{ "name": "name", "type": "text", "required": true, "max": 60 }]);
        let categories = self.post("/api/collections", &collection("categories", fields));
        let fields = json!([
            { "name": "title", "type": "text", "required": true, "max": 120 },
            { "name": "description", "type": "editor" },
            { "name": "price", "type": "number", "min": 0 },
            { "name": "stock", "type": "number", "onlyInt": true },
            { "name": "status", "type": "select", "values": ["in_stock", "low", "sold_out"] },
            { "name": "category", "type": "relation", "collectionId": categories["id"],
                "maxSelect": 1, "required": true },
            { "name": "tags", "type": "json" },
            { "name": "active", "type": "bool" },
            { "name": "created", "type": "autodate", "onCreate": true },
        ]);
        self.post("/api/collections", &collection("products", fields));
        let shop = data::shop();
        for row in shop["categories"].as_array().expect("it is a list") {
            let made =
                self.post("/api/collections/categories/records", &json!({ "name": row["name"] }));
            self.categories.push(json!({ "id": made["id"], "name": row["name"] }));
        }
        for row in shop["products"].as_array().expect("it is a list") {
            let category = row["category_id"].as_u64().expect("it is a number");
            let category = &self.categories[usize::try_from(category).expect("it is small") - 1];
            let mut product = json!({
                "title": row["title"], "description": row["description"], "price": row["price"],
                "stock": row["stock"], "status": row["status"], "category": category["id"],
                "tags": row["tags"], "active": row["active"],
            });
            let made = self.post("/api/collections/products/records", &product);
            product["id"] = made["id"].clone();
            self.products.push(product);
        }
    }
}

/// Source: PocketBase's web API reference, "List/Search records".
#[test]
fn pocketbase() {
    let shop = Shop::start();
    let credentials = Credentials::new();
    let token = Credential::ApiKey {
        name: "Authorization".to_owned(),
        place: ParameterPlace::Header,
        key: shop.token.clone(),
    };
    credentials.set(&shop.server.url, token);
    let provider = open(&shop.server.url, &credentials);
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
        rows: shop.products.clone(),
        table: Table {
            sorts: &[
                "title",
                "description",
                "price",
                "stock",
                "status",
                "category",
                "active",
                "created",
                "id",
            ],
            filters: &[
                ("id", TEXT),
                ("title", TEXT),
                ("description", TEXT),
                ("price", ORDERED),
                ("stock", ORDERED),
                ("status", CHOICE),
                ("category", TEXT),
                ("active", FLAG),
                ("created", ORDERED),
            ],
            ..table.clone()
        },
    };
    products.read();
    products.write(&Writes {
        create: json!({ "title": "Größe “42”", "price": 12.5, "stock": 0, "status": "sold_out",
            "category": shop.categories[2]["id"], "tags": [], "active": true }),
        change: json!({ "price": 8.25, "tags": ["eco"] }),
        refused: Some((json!({ "price": -1 }), "price")),
    });
    Trial {
        provider: &provider,
        resource: "categories",
        rows: shop.categories.clone(),
        table: Table { sorts: &["name", "id"], filters: &[("id", TEXT), ("name", TEXT)], ..table },
    }
    .read();
}
