//! Posts: what is done with them, and what stands below them.

use serde_json::json;

use crate::harness::Client;

#[tokio::test]
async fn a_draft_is_published_once() {
    let client = Client::admin().await;
    client.patch("/posts/1", json!({ "publishedAt": null })).await;
    let answer = client.post("/posts/1/publish", json!({})).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.body["publishedAt"].is_string());
    assert_eq!(client.json("/posts/1").await, answer.body);
    let again = client.post("/posts/1/publish", json!({})).await;
    assert_eq!(again.status, 409, "{}", again.body);
}

#[tokio::test]
async fn a_post_can_be_planned_and_planned_anew() {
    let client = Client::admin().await;
    client.patch("/posts/1", json!({ "publishedAt": null })).await;
    for moment in ["2999-01-01T00:00:00Z", "2998-01-01T00:00:00Z"] {
        let answer = client.post("/posts/1/publish", json!({ "publishedAt": moment })).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(answer.body["publishedAt"], moment);
    }
    let answer = client.post("/posts/1/publish", json!({ "publishedAt": "soon" })).await;
    assert_eq!(answer.problem(422)[0].0, "/publishedAt");
    let answer = client.post("/posts/1/publish", json!({ "at": "soon" })).await;
    assert_eq!(answer.problem(422), [("/at", "is not a known field")]);
    assert_eq!(client.post("/posts/99999/publish", json!({})).await.status, 404);
}

#[tokio::test]
async fn only_an_admin_publishes() {
    let customer = Client::admin().await.as_customer().await;
    assert_eq!(customer.post("/posts/1/publish", json!({})).await.status, 403);
}

#[tokio::test]
async fn a_comment_is_found_below_its_own_post_only() {
    let client = Client::admin().await;
    let made = client.post("/posts/2/comments", json!({ "body": "Well said." })).await;
    let id = made.body["id"].as_i64().unwrap();
    assert_eq!(client.json(&format!("/posts/2/comments/{id}")).await, made.body);
    let elsewhere = format!("/posts/3/comments/{id}");
    assert_eq!(client.get(&elsewhere).await.status, 404);
    assert_eq!(client.patch(&elsewhere, json!({ "body": "x" })).await.status, 404);
    assert_eq!(client.delete(&elsewhere).await.status, 404);
    let changed = client.patch(&format!("/posts/2/comments/{id}"), json!({ "body": "So." })).await;
    assert_eq!(changed.body["body"], "So.");
    let path = format!("/posts/2/comments/{id}");
    assert_eq!(client.delete(&path).await.status, 204);
    assert_eq!(client.get(&path).await.status, 404);
}
