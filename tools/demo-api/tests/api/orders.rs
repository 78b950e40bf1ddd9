//! Orders and the stock they draw from.

use serde_json::{Value, json};

use crate::harness::Client;

fn order(items: &Value) -> Value {
    json!({
        "paymentMethod": "card",
        "shippingAddress": {
            "name": "Zoë Lindqvist", "street": "Storgatan 12", "city": "Uppsala",
            "postalCode": "753 31", "country": "SE",
        },
        "items": items,
    })
}

async fn shop() -> (Client, Client) {
    let admin = Client::admin().await;
    for (id, stock, price) in [(1, 10, 19.99), (2, 3, 0.1)] {
        let body = json!({ "stock": stock, "price": price });
        assert_eq!(admin.patch(&format!("/products/{id}"), body).await.status, 200);
    }
    let customer = admin.as_customer().await;
    (admin, customer)
}

#[tokio::test]
async fn an_order_is_priced_by_the_server_and_taken_from_the_stock() {
    let (_, customer) = shop().await;
    let items = json!([{ "productId": 1, "quantity": 3, "price": 0.01 },
                       { "productId": 2, "quantity": 3 }]);
    let answer = customer.post("/orders", order(&items)).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    assert_eq!(answer.body["userId"], 2);
    assert_eq!(answer.body["status"], "pending");
    assert_eq!(answer.body["total"], 60.27);
    assert_eq!(
        answer.body["items"],
        json!([{ "productId": 1, "quantity": 3, "price": 19.99 },
               { "productId": 2, "quantity": 3, "price": 0.1 }])
    );
    assert_eq!(customer.json("/products/1").await["stock"], 7);
    assert_eq!(customer.json("/products/2").await["stock"], 0);
}

#[tokio::test]
async fn an_item_that_is_not_in_stock_is_pointed_to_and_nothing_changes() {
    let (_, customer) = shop().await;
    let items = json!([{ "productId": 1, "quantity": 6 }, { "productId": 2, "quantity": 4 },
                       { "productId": 1, "quantity": 6 }, { "productId": 99_999, "quantity": 1 }]);
    let answer = customer.post("/orders", order(&items)).await;
    assert_eq!(
        answer.problem(422),
        [
            ("/items/1/quantity", "only 3 in stock"),
            ("/items/2/quantity", "only 4 in stock"),
            ("/items/3/productId", "there is no product 99999"),
        ]
    );
    assert_eq!(customer.json("/products/1").await["stock"], 10);
    assert_eq!(customer.json("/orders").await["pagination"]["total"], 2000);
}

#[tokio::test]
async fn the_parts_of_an_order_are_checked() {
    let (_, customer) = shop().await;
    let mut body = order(&json!([{ "productId": 1, "quantity": 0 }]));
    body["shippingAddress"]["country"] = "Sweden".into();
    body["paymentMethod"] = "cash".into();
    let answer = customer.post("/orders", body).await;
    assert_eq!(
        answer.problem(422),
        [
            ("/shippingAddress/country", "must have at most 2 characters"),
            ("/paymentMethod", "must be one of card, paypal, bank_transfer, invoice"),
            ("/items/0/quantity", "must be at least 1"),
        ]
    );
    let answer = customer.post("/orders", order(&json!([]))).await;
    assert_eq!(answer.problem(422), [("/items", "must have at least 1 entry")]);
}

#[tokio::test]
async fn a_cancelled_order_gives_its_items_back_for_good() {
    let (admin, customer) = shop().await;
    let placed = customer.post("/orders", order(&json!([{ "productId": 1, "quantity": 4 }]))).await;
    let path = format!("/orders/{}", placed.body["id"]);
    customer.patch(&path, json!({ "status": "cancelled" })).await.problem(403);
    let paid = admin.patch(&path, json!({ "status": "paid" })).await;
    assert_eq!(paid.status, 200, "{}", paid.body);
    assert_eq!(admin.json("/products/1").await["stock"], 6);
    for _ in 0..2 {
        assert_eq!(admin.patch(&path, json!({ "status": "cancelled" })).await.status, 200);
        assert_eq!(admin.json("/products/1").await["stock"], 10);
    }
    let reopened = admin.patch(&path, json!({ "status": "paid" })).await;
    assert_eq!(reopened.problem(422), [("/status", "cannot change once the order is cancelled")]);
    let items = json!({ "items": [{ "productId": 2, "quantity": 1 }] });
    assert_eq!(admin.patch(&path, items).await.problem(422), [("/items", "cannot be changed")]);
}
