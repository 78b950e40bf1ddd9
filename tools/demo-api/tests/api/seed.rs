//! The demo data: how much there is of it, and that it is always the same.

use std::collections::HashSet;

use demo_api::Options;
use serde_json::{Value, json};

use crate::harness::{Client, TemporaryDatabase, column};

#[tokio::test]
async fn there_is_as_much_as_was_promised() {
    let client = Client::shared();
    for (name, count) in [
        ("products", 10_000),
        ("categories", 5),
        ("users", 500),
        ("orders", 2_000),
        ("reviews", 3_000),
        ("posts", 200),
    ] {
        let page = client.json(&format!("/{name}?limit=1")).await;
        assert_eq!(page["pagination"]["total"], count, "{name}");
    }
    let comments = client.json("/comments?limit=1").await;
    assert!(comments["pagination"]["total"].as_i64().unwrap() > 400);
    let slugs = client.json("/categories").await;
    assert_eq!(column(&slugs, "slug"), ["electronics", "clothing", "books", "home", "other"]);
}

#[tokio::test]
async fn it_is_the_same_every_time() {
    let (one, other) = (Client::with(&Options::default()), Client::shared());
    for path in [
        "/products?limit=100&page=37&sort=-averageRating",
        "/users?limit=100&page=2",
        "/orders?limit=100&page=19",
        "/reviews?limit=100&page=30",
        "/posts?limit=100&page=2",
        "/comments?limit=100",
    ] {
        assert_eq!(one.json(path).await, other.json(path).await, "{path}");
    }
}

#[tokio::test]
async fn it_is_varied_and_consistent() {
    let client = Client::shared();
    let mut names = HashSet::new();
    let mut has_other_script = false;
    for page in 1..=5 {
        let users = client.json(&format!("/users?limit=100&page={page}")).await;
        for name in column(&users, "name") {
            has_other_script |= name.as_str().unwrap().chars().all(|letter| !letter.is_ascii());
            names.insert(name.to_string());
        }
    }
    assert!(names.len() > 400 && has_other_script);
    let orders = client.json("/orders?limit=100").await;
    for order in orders["data"].as_array().unwrap() {
        let items = order["items"].as_array().unwrap();
        let sum: f64 = items
            .iter()
            .map(|item| item["price"].as_f64().unwrap() * item["quantity"].as_f64().unwrap())
            .sum();
        assert!((sum - order["total"].as_f64().unwrap()).abs() < 0.001, "{order}");
    }
    let best = client.json("/products?sort=-ratingsCount&limit=1").await["data"][0].clone();
    let reviews = client.json(&format!("/reviews?limit=100&productId={}", best["id"])).await;
    assert_eq!(reviews["pagination"]["total"], best["ratingsCount"]);
    assert!(best["ratingsCount"].as_i64().unwrap() > 1);
    let sum: i64 = column(&reviews, "rating").iter().filter_map(|rating| rating.as_i64()).sum();
    #[expect(clippy::cast_precision_loss, reason = "these are a few small numbers")]
    let mean = sum as f64 / best["ratingsCount"].as_f64().unwrap();
    assert!((best["averageRating"].as_f64().unwrap() - mean).abs() < 0.006);
}

#[tokio::test]
async fn a_file_keeps_what_was_written_until_it_is_reset() {
    let file = TemporaryDatabase::new();
    let client = Client::with(&file.options()).signed_in("admin@example.com", "admin-demo").await;
    assert_eq!(client.patch("/products/1", json!({ "stock": 4321 })).await.status, 200);
    drop(client);
    let again = Client::with(&file.options());
    assert_eq!(again.json("/products/1").await["stock"], 4321);
    drop(again);
    let reset = Client::with(&Options { reset: true, ..file.options() });
    assert_ne!(reset.json("/products/1").await["stock"], 4321);
}

#[tokio::test]
async fn a_file_of_another_version_is_made_anew() {
    let file = TemporaryDatabase::new();
    drop(Client::with(&file.options()));
    let connection = rusqlite::Connection::open(file.path()).unwrap();
    connection.execute_batch("UPDATE meta SET value = x'30' WHERE name = 'seed';").unwrap();
    connection.execute_batch("DELETE FROM review;").unwrap();
    drop(connection);
    let client = Client::with(&file.options());
    assert_eq!(client.json("/reviews").await["pagination"]["total"], 3000);
}

#[tokio::test]
async fn every_product_picture_is_drawn_here() {
    let client = Client::shared();
    let product = client.json("/products/17").await;
    let url = product["imageUrl"].as_str().unwrap();
    let path = url.strip_prefix("http://127.0.0.1").unwrap();
    let answer = client.get(path).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "image/svg+xml");
    let without = client.json("/products?limit=100").await;
    assert!(column(&without, "imageUrl").contains(&&Value::Null));
}
