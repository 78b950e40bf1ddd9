//! Paging, order, filters and search.

use serde_json::Value;

use crate::harness::{Client, column};

/// Checks that a filter keeps some products, not all of them, and only those that fit.
async fn check(query: &str, fits: impl Fn(&Value) -> bool) {
    let page = Client::shared().json(&format!("/products?limit=100&{query}")).await;
    let total = page["pagination"]["total"].as_i64().unwrap();
    assert!((1..10_000).contains(&total), "{query}: {total}");
    for product in page["data"].as_array().unwrap() {
        assert!(fits(product), "{query}: {product}");
    }
}

#[tokio::test]
async fn a_list_comes_in_pages_that_do_not_overlap() {
    let client = Client::shared();
    let first = client.get("/products").await;
    assert_eq!(first.body["data"].as_array().unwrap().len(), 20);
    assert_eq!(
        first.body["pagination"],
        serde_json::json!({ "total": 10_000, "page": 1, "pages": 500 })
    );
    assert_eq!(first.header("x-total-count"), "10000");
    let second = client.json("/products?page=2&limit=15&sort=featured").await;
    let before = client.json("/products?page=1&limit=15&sort=featured").await;
    assert!(column(&second, "id").iter().all(|id| !column(&before, "id").contains(id)));
    let beyond = client.json("/products?page=501").await;
    assert!(beyond["data"].as_array().unwrap().is_empty());
    assert_eq!(beyond["pagination"]["total"], 10_000);
}

#[tokio::test]
async fn the_link_header_leads_to_the_neighbors() {
    let answer = Client::shared().get("/products?limit=50&page=3&categoryId=1&sort=-price").await;
    let links = answer.header("link");
    for (relation, page) in [("first", 1), ("prev", 2), ("next", 4)] {
        let link = format!(
            "<http://127.0.0.1/products?limit=50&categoryId=1&sort=-price&page={page}>; \
             rel=\"{relation}\""
        );
        assert!(links.contains(&link), "{links}");
    }
}

#[tokio::test]
async fn several_fields_order_a_list() {
    let page = Client::shared().json("/products?sort=-price,name&limit=100").await;
    let keys: Vec<(f64, String)> = page["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|product| {
            let name = product["name"].as_str().unwrap().to_lowercase();
            (-product["price"].as_f64().unwrap(), name)
        })
        .collect();
    assert!(keys.is_sorted(), "{keys:?}");
    assert!(keys[0].0 < keys[99].0);
}

#[tokio::test]
async fn nulls_come_last_in_either_direction() {
    for sort in ["averageRating", "-averageRating"] {
        let page = Client::shared().json(&format!("/products?sort={sort}")).await;
        assert!(column(&page, "averageRating").iter().all(|rating| rating.is_f64()), "{sort}");
    }
}

#[tokio::test]
async fn every_operator_filters() {
    let price = |product: &Value| product["price"].as_f64().unwrap();
    check("price[gte]=499.99", |product| price(product) >= 499.99).await;
    check("price%5Bgt%5D=499.99", |product| price(product) > 499.99).await;
    check("price[lte]=19.99", |product| price(product) <= 19.99).await;
    check("price[lt]=19.99", |product| price(product) < 19.99).await;
    check("price=19.99", |product| product["price"] == 19.99).await;
    check("stock[ne]=0", |product| product["stock"] != 0).await;
    check("id[in]=3,1,10000", |product| [1, 3, 10_000].contains(&product["id"].as_i64().unwrap()))
        .await;
    check("categoryId=2", |product| product["categoryId"] == 2).await;
    check("featured=true", |product| product["featured"] == true).await;
    check("name[contains]=KETTLE", |product| {
        product["name"].as_str().unwrap().to_lowercase().contains("kettle")
    })
    .await;
    check("createdAt[lt]=2024-02-01", |product| {
        product["createdAt"].as_str().unwrap() < "2024-02-01"
    })
    .await;
    check("price[gte]=100&price[lt]=200&categoryId[in]=1,4", |product| {
        (100.0..200.0).contains(&price(product))
            && (product["categoryId"] == 1 || product["categoryId"] == 4)
    })
    .await;
}

#[tokio::test]
async fn words_and_tags_filter_too() {
    let client = Client::shared();
    let orders = client.json("/orders?status=cancelled&limit=100").await;
    assert!(column(&orders, "status").iter().all(|status| *status == "cancelled"));
    let posts = client.json("/posts?tags[contains]=repair").await;
    assert!(posts["pagination"]["total"].as_i64().unwrap() > 0);
    for tags in column(&posts, "tags") {
        assert!(tags.as_array().unwrap().contains(&"repair".into()), "{tags}");
    }
}

#[tokio::test]
async fn a_search_finds_all_its_words_in_any_text() {
    let page = Client::shared().json("/products?search=linen%20japan&limit=100").await;
    assert!(page["pagination"]["total"].as_i64().unwrap() > 0);
    for product in page["data"].as_array().unwrap() {
        let text = format!("{} {}", product["name"], product["description"]).to_lowercase();
        assert!(text.contains("linen") && text.contains("japan"), "{text}");
    }
    let none = Client::shared().json("/products?search=100%25_off").await;
    assert_eq!(none["pagination"]["total"], 0, "the wildcards of LIKE are plain characters");
}

#[tokio::test]
async fn a_query_that_means_nothing_is_refused() {
    let client = Client::shared();
    for (query, parameter) in [
        ("sort=colour", "sort"),
        ("sort=price,-shape", "sort"),
        ("page=0", "page"),
        ("limit=101", "limit"),
        ("limit=many", "limit"),
        ("price[gte]=cheap", "price[gte]"),
        ("price[like]=1", "price[like]"),
        ("colour=red", "colour"),
        ("featured=maybe", "featured"),
        ("createdAt[gte]=soon", "createdAt[gte]"),
    ] {
        let answer = client.get(&format!("/products?{query}")).await;
        let errors = answer.problem(400);
        assert_eq!(errors.len(), 1, "{query}");
        assert_eq!(errors[0].0, parameter);
    }
}

#[tokio::test]
async fn comments_are_reached_through_their_post_and_by_themselves() {
    let client = Client::shared();
    let nested = client.json("/posts/1/comments?limit=100").await;
    let flat = client.json("/comments?postId=1&limit=100").await;
    assert!(nested["pagination"]["total"].as_i64().unwrap() > 0);
    assert_eq!(nested, flat);
    client.get("/posts/9999/comments").await.problem(404);
}
