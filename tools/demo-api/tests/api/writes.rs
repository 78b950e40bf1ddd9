//! Creating, changing and deleting, with what can go wrong.

use serde_json::{Value, json};

use crate::harness::Client;

fn product() -> Value {
    json!({ "name": "Lamp", "price": 19.99, "categoryId": 4 })
}

#[tokio::test]
async fn a_new_record_has_its_defaults_an_address_and_a_tag() {
    let client = Client::admin().await;
    let answer = client.post("/products", product()).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(answer.header("location"), "http://127.0.0.1/products/10001");
    let read = client.get("/products/10001").await;
    assert_eq!(read.body, answer.body);
    assert_eq!(read.header("etag"), answer.header("etag"));
    assert_eq!(read.body["price"], 19.99);
    assert_eq!(read.body["stock"], 0);
    assert_eq!(read.body["featured"], false);
    assert_eq!(read.body["imageUrl"], Value::Null);
    assert_eq!(read.body["averageRating"], Value::Null);
    assert_eq!(read.body["createdAt"], read.body["updatedAt"]);
}

#[tokio::test]
async fn every_wrong_field_is_pointed_to() {
    let client = Client::admin().await;
    let body = json!({ "name": "", "price": -1, "stock": 1.5, "imageUrl": "x", "colour": "red" });
    let answer = client.post("/products", body).await;
    assert_eq!(
        answer.problem(422),
        [
            ("/name", "must not be empty"),
            ("/price", "must be at least 0"),
            ("/categoryId", "is required"),
            ("/imageUrl", "must be an http or https address"),
            ("/stock", "must be a whole number"),
            ("/colour", "is not a known field"),
        ]
    );
    let answer = client.patch("/products/1", json!({ "categoryId": 99 })).await;
    assert_eq!(answer.problem(422), [("/categoryId", "there is no category 99")]);
    let user = json!({ "name": "Eve", "email": "eve", "role": "root", "password": "short" });
    let answer = client.post("/users", user).await;
    assert_eq!(
        answer.problem(422),
        [
            ("/email", "must be an e-mail address"),
            ("/role", "must be one of admin, customer"),
            ("/password", "must have at least 8 characters"),
        ]
    );
}

#[tokio::test]
async fn what_must_be_unique_is() {
    let client = Client::admin().await;
    let slug = client.json("/posts/1").await["slug"].clone();
    let answer = client.patch("/posts/2", json!({ "slug": slug })).await;
    assert_eq!(answer.problem(422), [("/slug", "has already been taken")]);
    let user = json!({ "name": "Eve", "email": "admin@example.com", "password": "long enough" });
    let answer = client.post("/users", user).await;
    assert_eq!(answer.problem(422), [("/email", "has already been taken")]);
}

#[tokio::test]
async fn a_patch_changes_what_it_names_and_a_put_all() {
    let client = Client::admin().await;
    let before = client.json("/products/5").await;
    let patched = client.patch("/products/5", json!({ "price": 1.5 })).await;
    assert_eq!(patched.status, 200);
    assert_eq!(patched.body["price"], 1.5);
    assert_eq!(patched.body["description"], before["description"]);
    assert_ne!(patched.body["updatedAt"], before["updatedAt"]);
    let put = client.put("/products/5", product()).await;
    assert_eq!(put.status, 200);
    assert_eq!(put.body["description"], "");
    assert_eq!(put.body["imageUrl"], Value::Null);
    assert_eq!(put.body["createdAt"], before["createdAt"]);
    let incomplete = client.put("/products/5", json!({ "price": 1 })).await;
    assert_eq!(incomplete.problem(422), [("/name", "is required"), ("/categoryId", "is required")]);
}

#[tokio::test]
async fn a_whole_record_can_be_sent_back() {
    let client = Client::admin().await;
    for path in ["/products/17", "/posts/3", "/orders/4", "/reviews/5", "/comments/6"] {
        let before = client.json(path).await;
        for answer in
            [client.put(path, before.clone()).await, client.patch(path, before.clone()).await]
        {
            assert_eq!(answer.status, 200, "{path}: {}", answer.body);
            let mut after = answer.body;
            if after.get("updatedAt").is_some() {
                after["updatedAt"] = before["updatedAt"].clone();
            }
            assert_eq!(after, before, "{path}");
        }
    }
    let answer = client.patch("/reviews/5", json!({ "userId": 1 })).await;
    assert_eq!(answer.problem(422), [("/userId", "cannot be changed")]);
}

#[tokio::test]
async fn a_write_with_an_old_tag_is_refused() {
    let client = Client::admin().await;
    let tag = client.get("/products/7").await.header("etag").to_owned();
    let write = |body: Value| {
        let tag = tag.clone();
        let client = client.clone();
        async move { client.send("PATCH", "/products/7", &[("if-match", &tag)], Some(body)).await }
    };
    assert_eq!(write(json!({ "stock": 1 })).await.status, 200);
    write(json!({ "stock": 2 })).await.problem(412);
    client.send("DELETE", "/products/7", &[("if-match", &tag)], None).await.problem(412);
    assert_eq!(client.json("/products/7").await["stock"], 1);
    let any =
        client.send("PATCH", "/products/7", &[("if-match", "*")], Some(json!({ "stock": 3 })));
    assert_eq!(any.await.status, 200);
}

#[tokio::test]
async fn an_unchanged_record_is_not_sent_again() {
    let client = Client::shared();
    let first = client.get("/products/8").await;
    let tag = first.header("etag");
    assert!(tag.starts_with('"'), "{tag} is strong");
    for tags in [tag.to_owned(), format!("\"x\", W/{tag}")] {
        let again = client.send("GET", "/products/8", &[("if-none-match", &tags)], None).await;
        assert_eq!(again.status, 304);
        assert_eq!(again.header("etag"), tag);
        assert_eq!(again.body, Value::Null);
    }
    let other = client.send("GET", "/products/8", &[("if-none-match", "\"x\"")], None).await;
    assert_eq!(other.status, 200);
}

#[tokio::test]
async fn a_record_can_be_deleted_unless_others_refer_to_it() {
    let client = Client::admin().await;
    let created = client.post("/products", product()).await;
    let path = format!("/products/{}", created.body["id"]);
    assert_eq!(client.delete(&path).await.status, 204);
    client.get(&path).await.problem(404);
    client.delete(&path).await.problem(404);
    client.delete("/categories/1").await.problem(409);
    let comments = client.json("/comments?postId=1").await;
    assert!(comments["pagination"]["total"] != 0);
    assert_eq!(client.delete("/posts/1").await.status, 204);
    assert_eq!(client.json("/comments?postId=1").await["pagination"]["total"], 0);
}

#[tokio::test]
async fn what_is_no_request_is_a_problem_too() {
    let client = Client::admin().await;
    let json = [("content-type", "application/json")];
    let send = |body: &str| client.send_text("POST", "/products", &json, body.to_owned());
    let broken = send("{\"name\": ").await;
    assert!(broken.problem(400).is_empty());
    assert!(broken.body["detail"].as_str().unwrap().contains("line 1 column"));
    send("[]").await.problem(400);
    client.send_text("POST", "/products", &[], "{}".to_owned()).await.problem(415);
    client.get("/nothing").await.problem(404);
    client.get("/products/seventeen").await.problem(404);
    client.get("/products/0").await.problem(404);
    let answer = client.delete("/products").await;
    answer.problem(405);
    assert!(answer.header("allow").contains("POST"));
}
