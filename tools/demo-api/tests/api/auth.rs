//! Signing in, and what the roles may do.

use std::time::Duration;

use demo_api::Options;
use serde_json::json;

use crate::harness::Client;

#[tokio::test]
async fn signing_in_answers_with_a_token_and_whose_it_is() {
    let credentials = json!({ "email": "customer@example.com", "password": "customer-demo" });
    let answer = Client::shared().post("/auth/login", credentials).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body["token"].as_str().unwrap().split('.').count(), 3);
    assert_eq!(answer.body["expiresIn"], 3600);
    assert_eq!(answer.body["user"]["role"], "customer");
    assert!(answer.body["user"].get("password").is_none());
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn wrong_credentials_are_refused() {
    let client = Client::shared();
    for (email, password) in
        [("admin@example.com", "customer-demo"), ("nobody@example.com", "admin-demo")]
    {
        let credentials = json!({ "email": email, "password": password });
        client.post("/auth/login", credentials).await.problem(401);
    }
    let answer = client.post("/auth/login", json!({ "email": "admin" })).await;
    assert_eq!(
        answer.problem(422),
        [("/email", "must be an e-mail address"), ("/password", "is required")]
    );
}

#[tokio::test]
async fn reading_is_public_and_writing_is_for_admins() {
    let admin = Client::admin().await;
    let customer = admin.as_customer().await;
    let nobody = admin.as_nobody();
    for path in ["products", "categories", "users", "orders", "reviews", "posts", "comments"] {
        nobody.json(&format!("/{path}")).await;
        nobody.json(&format!("/{path}/3")).await;
        let answer = nobody.delete(&format!("/{path}/3")).await;
        answer.problem(401);
        assert_eq!(answer.header("www-authenticate"), "Bearer");
        nobody.post(&format!("/{path}"), json!({})).await.problem(401);
        customer.delete(&format!("/{path}/3")).await.problem(403);
    }
    for path in ["products", "categories", "users", "posts"] {
        customer.post(&format!("/{path}"), json!({})).await.problem(403);
    }
    assert_eq!(admin.patch("/products/3", json!({ "stock": 1 })).await.status, 200);
}

#[tokio::test]
async fn a_token_that_is_not_valid_any_more_is_refused() {
    let options = Options { token_lifetime: Duration::ZERO, ..Options::default() };
    let client = Client::with(&options).signed_in("admin@example.com", "admin-demo").await;
    let answer = client.patch("/products/3", json!({ "stock": 1 })).await;
    answer.problem(401);
    assert_eq!(answer.body["detail"], "The token has expired.");
    let forged = [("authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.")];
    let nobody = client.as_nobody();
    nobody.send("DELETE", "/products/3", &forged, None).await.problem(401);
}

#[tokio::test]
async fn a_customer_reviews_a_product_once_and_only_as_themselves() {
    let customer = Client::fresh().as_customer().await;
    let review = json!({ "productId": 17, "rating": 4, "comment": "Good." });
    let answer = customer.post("/reviews", review.clone()).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(answer.body["userId"], 2);
    let product = customer.json("/products/17").await;
    assert_eq!(product["averageRating"], 4.0);
    assert_eq!(product["ratingsCount"], 1);

    let again = customer.post("/reviews", review).await;
    assert_eq!(again.problem(422), [("/productId", "You already rated this product")]);

    let foreign = json!({ "productId": 18, "userId": 5, "rating": 4 });
    let foreign = customer.post("/reviews", foreign).await;
    assert_eq!(foreign.problem(403), [("/userId", "must be yourself")]);

    let path = format!("/reviews/{}", answer.body["id"]);
    let changed = customer.patch(&path, json!({ "rating": 2 })).await;
    assert_eq!(changed.status, 200);
    assert_eq!(customer.json("/products/17").await["averageRating"], 2.0);
    assert_eq!(customer.delete(&path).await.status, 204);
    assert_eq!(customer.json("/products/17").await["averageRating"], json!(null));
}

#[tokio::test]
async fn a_comment_can_be_left_at_its_post() {
    let customer = Client::fresh().as_customer().await;
    let answer = customer.post("/posts/2/comments", json!({ "body": "Thank you." })).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(answer.body["postId"], 2);
    assert_eq!(answer.body["userId"], 2);
    let empty = customer.post("/posts/2/comments", json!({ "body": " " })).await;
    assert_eq!(empty.problem(422), [("/body", "must not be blank")]);
    customer.post("/posts/9999/comments", json!({ "body": "Hello?" })).await.problem(404);
}

#[tokio::test]
async fn a_new_user_can_sign_in() {
    let admin = Client::admin().await;
    let user = json!({ "name": "Eve", "email": "eve@example.com", "password": "long enough" });
    let answer = admin.post("/users", user).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(answer.body["role"], "customer");
    assert!(answer.body.get("password").is_none());
    let path = format!("/users/{}", answer.body["id"]);
    let changed = admin.patch(&path, json!({ "password": "another one" })).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    admin.as_nobody().signed_in("eve@example.com", "another one").await;
}
