//! What shows only over a real port, or in how answers are delivered.

use std::time::{Duration, Instant};

use demo_api::{Options, serve};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::harness::Client;

const PATIENCE: Duration = Duration::from_secs(10);

/// Sends a request as text over a connection of its own, and returns the open connection.
async fn open(url: &str, request: &str) -> TcpStream {
    let address = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let (line, rest) = request.split_once('\n').unwrap_or((request, ""));
    let request = format!("{line} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{rest}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

/// Returns the whole answer; nothing when the connection ended without one.
async fn ask(url: &str, request: &str) -> String {
    let mut answer = Vec::new();
    let mut stream = open(url, request).await;
    let _ = timeout(PATIENCE, stream.read_to_end(&mut answer)).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

async fn read_until(stream: &mut TcpStream, text: &str) -> String {
    let mut seen = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = timeout(PATIENCE, stream.read(&mut buffer)).await.unwrap().unwrap();
        seen.extend_from_slice(&buffer[..count]);
        let so_far = String::from_utf8_lossy(&seen).into_owned();
        if so_far.contains(text) {
            return so_far;
        }
        assert_ne!(count, 0, "the stream ended: {so_far}");
    }
}

async fn token(url: &str) -> String {
    let body = r#"{"email":"admin@example.com","password":"admin-demo"}"#;
    let request = format!(
        "POST /auth/login\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = ask(url, &request).await;
    let json = answer.split_once("\r\n\r\n").unwrap().1;
    let session: Value = serde_json::from_str(json.trim()).unwrap();
    session["token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_change_is_heard_of_and_a_stop_ends_the_stream() {
    let server = serve(Options::default()).await.unwrap();
    let url = server.url();
    let mut events = open(&url, "GET /events").await;
    let start = read_until(&mut events, ": listening").await;
    assert!(start.contains("content-type: text/event-stream"), "{start}");
    let token = token(&url).await;
    let body = r#"{"productId":17,"rating":3}"#;
    let request = format!(
        "POST /reviews\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = ask(&url, &request).await;
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    let heard = read_until(&mut events, r#""resource":"products""#).await;
    assert!(heard.contains(r#"data: {"resource":"reviews","id":3001,"action":"created"}"#));
    assert!(heard.contains(r#"data: {"resource":"products","id":17,"action":"updated"}"#));

    server.shutdown().await;
    let mut rest = Vec::new();
    timeout(PATIENCE, events.read_to_end(&mut rest)).await.unwrap().unwrap();
    assert!(rest.ends_with(b"0\r\n\r\n"), "the stream ends with its last chunk, not by being cut");
    TcpStream::connect(url.strip_prefix("http://").unwrap()).await.unwrap_err();
}

#[tokio::test]
async fn a_taken_port_is_an_error_that_names_it() {
    let server = serve(Options::default()).await.unwrap();
    let port = server.address().port();
    let error = serve(Options { port, ..Options::default() }).await.unwrap_err();
    assert_eq!(error.kind(), demo_api::ErrorKind::Bind);
    assert!(error.to_string().contains(&format!("127.0.0.1:{port}")), "{error}");
}

#[tokio::test]
async fn a_share_of_the_requests_fails_in_an_order_fixed_by_the_seed() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let faults = Some("0.6:11".parse().unwrap());
        let server = serve(Options { faults, ..Options::default() }).await.unwrap();
        let url = server.url();
        let mut run = Vec::new();
        for _ in 0..40 {
            let answer = ask(&url, "GET /categories/1").await;
            let status = answer.split(' ').nth(1).unwrap_or("none").to_owned();
            let may_retry = answer.contains("retry-after: 1");
            assert_eq!(may_retry, status == "503" || status == "429", "{answer}");
            run.push(status);
        }
        for path in ["/openapi.json", "/"] {
            for _ in 0..10 {
                let answer = ask(&url, &format!("GET {path}")).await;
                assert!(answer.starts_with("HTTP/1.1 200"), "{path} is spared");
            }
        }
        runs.push(run);
    }
    assert_eq!(runs[0], runs[1]);
    for status in ["200", "500", "503", "429", "none"] {
        assert!(runs[0].iter().any(|other| other == status), "{status} in {:?}", runs[0]);
    }
}

#[tokio::test]
async fn a_browser_may_read_failures_too() {
    let faults = Some("1:3".parse().unwrap());
    let client = Client::with(&Options { faults, ..Options::default() });
    let mut count = 0;
    for _ in 0..10 {
        let answer =
            client.send("GET", "/products", &[("origin", "http://localhost:8080")], None).await;
        if !answer.status.is_success() {
            assert_eq!(answer.header("access-control-allow-origin"), "*");
            assert!(answer.header("access-control-expose-headers").contains("retry-after"));
            count += 1;
        }
    }
    assert!(count > 2, "{count} of 10 failed with an answer");
}

#[tokio::test]
async fn a_preflight_allows_what_a_client_sends() {
    let headers = [
        ("origin", "https://app.example.com"),
        ("access-control-request-method", "PATCH"),
        ("access-control-request-headers", "authorization,content-type,if-match"),
    ];
    let answer = Client::shared().send("OPTIONS", "/products/1", &headers, None).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        assert!(answer.header("access-control-allow-methods").contains(method));
    }
    for name in [
        "authorization",
        "content-type",
        "if-match",
        "if-none-match",
        "idempotency-key",
        "traceparent",
        "prefer",
    ] {
        assert!(answer.header("access-control-allow-headers").contains(name), "{name}");
    }
    assert_eq!(answer.header("access-control-max-age"), "7200");
    let answer = Client::shared().get("/products/1").await;
    for name in ["etag", "location", "retry-after", "x-total-count", "link"] {
        assert!(answer.header("access-control-expose-headers").contains(name), "{name}");
    }
}

#[tokio::test]
async fn an_answer_waits_for_the_latency() {
    let latency = Duration::from_millis(80);
    let client = Client::with(&Options { latency, ..Options::default() });
    let start = Instant::now();
    assert_eq!(client.json("/categories/1").await["id"], json!(1));
    assert!(start.elapsed() >= latency);
}
