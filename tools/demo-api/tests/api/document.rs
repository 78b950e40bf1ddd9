//! The `OpenAPI` document says what the server does.

use std::collections::HashSet;

use serde_json::Value;

use crate::harness::Client;

async fn document() -> Value {
    Client::shared().json("/openapi.json").await
}

fn operations(document: &Value) -> Vec<(&str, &str, &Value)> {
    let paths = document["paths"].as_object().unwrap();
    paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().iter();
            methods
                .filter(|(name, _)| *name != "parameters")
                .map(|(method, operation)| (path.as_str(), method.as_str(), operation))
        })
        .collect()
}

fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str));
            map.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[tokio::test]
async fn it_is_openapi_3_1_as_utoipa_reads_it() {
    let document = document().await;
    assert_eq!(document["openapi"], "3.1.0");
    let read: utoipa::openapi::OpenApi = serde_json::from_value(document).unwrap();
    assert_eq!(read.paths.paths.len(), 19);
}

#[tokio::test]
async fn every_reference_in_it_resolves() {
    let document = document().await;
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 200);
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

#[tokio::test]
async fn every_operation_is_named_described_and_answered_for() {
    let document = document().await;
    let operations = operations(&document);
    assert_eq!(operations.len(), 7 * 6 + 2 + 4 + 1 + 2);
    let mut names = HashSet::new();
    for (path, method, operation) in operations {
        assert!(names.insert(operation["operationId"].as_str().unwrap()), "{method} {path}");
        assert_eq!(operation["tags"].as_array().unwrap().len(), 1);
        assert!(!operation["summary"].as_str().unwrap().is_empty());
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')), "{method} {path}");
        let is_public = method == "get" || path == "/auth/login";
        let is_secured = operation["security"][0].get("bearer").is_some();
        assert_eq!(is_secured, !is_public, "{method} {path}");
    }
}

#[tokio::test]
async fn every_operation_in_it_exists() {
    let document = document().await;
    let client = Client::shared();
    let comment = &client.json("/posts/1/comments").await["data"][0]["id"];
    for (path, method, _) in operations(&document) {
        if path == "/events" {
            continue; // Its answer does not end; another test reads it.
        }
        let is_nested = path.contains("{postId}");
        let id = if is_nested { comment.to_string() } else { "1".to_owned() };
        let path = path.replace("{id}", &id).replace("{postId}", "1");
        let answer = client.send(&method.to_uppercase(), &path, &[], None).await;
        let expected = match (method, path.as_str()) {
            ("get", _) => 200,
            (_, "/auth/login") => 415,
            _ => 401,
        };
        assert_eq!(answer.status, expected, "{method} {path}");
    }
}

#[tokio::test]
async fn every_parameter_of_its_lists_is_taken() {
    let document = document().await;
    let client = Client::shared();
    let mut count = 0;
    for (path, method, operation) in operations(&document) {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        for parameter in parameters.filter(|_| method == "get" && !path.ends_with("{id}")) {
            let parameter = match parameter.get("$ref").and_then(Value::as_str) {
                Some(reference) => document.pointer(&reference[1..]).unwrap(),
                None => parameter,
            };
            let schema = &parameter["schema"];
            let schema = schema.get("items").unwrap_or(schema);
            let schema = match schema.get("$ref").and_then(Value::as_str) {
                Some(reference) => document.pointer(&reference[1..]).unwrap(),
                None => schema,
            };
            let value = match (schema["type"].as_str(), schema["format"].as_str()) {
                _ if schema.get("enum").is_some() => schema["enum"][0].as_str().unwrap(),
                (Some("integer" | "number"), _) => "1",
                (Some("boolean"), _) => "true",
                (_, Some("date-time")) => "2025-01-15T10:30:00Z",
                _ => "x",
            };
            let name = parameter["name"].as_str().unwrap();
            let path = path.replace("{postId}", "1");
            client.json(&format!("{path}?{name}={value}")).await;
            count += 1;
        }
    }
    assert!(count > 100, "{count}");
}

#[tokio::test]
async fn records_have_exactly_the_fields_that_it_says() {
    let document = document().await;
    let schemas = &document["components"]["schemas"];
    for (path, title) in [
        ("/products/17", "Product"),
        ("/categories/1", "Category"),
        ("/users/3", "User"),
        ("/orders/4", "Order"),
        ("/reviews/5", "Review"),
        ("/posts/6", "Post"),
        ("/comments/7", "Comment"),
    ] {
        let record = Client::shared().json(path).await;
        let fields: Vec<_> = record.as_object().unwrap().keys().collect();
        let declared: Vec<_> = schemas[title]["properties"].as_object().unwrap().keys().collect();
        assert_eq!(fields, declared, "{title}");
        let required = schemas[title]["required"].as_array().unwrap();
        assert_eq!(required.len(), declared.len(), "{title}: an answer has all its fields");
        let example = schemas[title]["example"].as_object().unwrap();
        assert_eq!(example.keys().collect::<Vec<_>>(), declared, "{title}");
    }
}

#[tokio::test]
async fn its_examples_can_be_created() {
    let document = document().await;
    let admin = Client::admin().await;
    for name in [
        "products",
        "categories",
        "users",
        "orders",
        "reviews",
        "posts",
        "comments",
        "posts/{postId}/comments",
    ] {
        let body = &document["paths"][format!("/{name}")]["post"]["requestBody"]["content"];
        let reference = body["application/json"]["schema"]["$ref"].as_str().unwrap();
        let mut example = document.pointer(&reference[1..]).unwrap()["example"].clone();
        if name == "categories" {
            // The example is the first category, and its name and slug are unique.
            example["name"] = "Garden".into();
            example["slug"] = "garden".into();
        }
        let answer = admin.post(&format!("/{}", name.replace("{postId}", "2")), example).await;
        assert_eq!(answer.status, 201, "{name}: {}", answer.body);
    }
}

#[tokio::test]
async fn it_tells_the_demo_accounts_and_the_root_tells_where_it_is() {
    let document = document().await;
    let description = document["info"]["description"].as_str().unwrap();
    for text in ["`admin@example.com` | `admin-demo`", "`customer@example.com` | `customer-demo`"] {
        assert!(description.contains(text), "{text}");
    }
    let root = Client::shared().get("/").await;
    assert_eq!(root.body["openapi"], "/openapi.json");
    assert!(root.header("link").contains("rel=\"service-desc\""));
}
