//! A client of the router, without a network.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use demo_api::Options;
use serde_json::{Value, json};
use tower::ServiceExt;

/// A server, and who is signed in at it.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    router: Router,
    token: Option<String>,
    /// Kept until the last client of the server is gone.
    _file: Option<Arc<TemporaryDatabase>>,
}

/// A database file that is deleted in the end.
#[derive(Debug)]
pub(crate) struct TemporaryDatabase(PathBuf);

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Client {
    /// A server of its own, for tests that write, on a copy of data that is made only once.
    pub(crate) fn fresh() -> Self {
        static SEEDED: OnceLock<TemporaryDatabase> = OnceLock::new();
        let seeded = SEEDED.get_or_init(|| {
            // A fixed name: a static is never dropped, so this file is left for the next run.
            let file = TemporaryDatabase::named("seeded.db");
            drop(Self::with(&Options { reset: true, ..file.options() }));
            file
        });
        let copy = TemporaryDatabase::new();
        fs::copy(seeded.path(), copy.path()).unwrap();
        let client = Self::with(&copy.options());
        Self { _file: Some(Arc::new(copy)), ..client }
    }

    pub(crate) fn with(options: &Options) -> Self {
        Self { router: demo_api::router(options).unwrap(), token: None, _file: None }
    }

    /// A server that other tests read from too.
    pub(crate) fn shared() -> Self {
        static SHARED: OnceLock<Router> = OnceLock::new();
        let router = SHARED.get_or_init(|| demo_api::router(&Options::default()).unwrap());
        Self { router: router.clone(), token: None, _file: None }
    }

    pub(crate) async fn admin() -> Self {
        Self::fresh().signed_in("admin@example.com", "admin-demo").await
    }

    pub(crate) async fn signed_in(mut self, email: &str, password: &str) -> Self {
        let credentials = json!({ "email": email, "password": password });
        let answer = self.send("POST", "/auth/login", &[], Some(credentials)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        self.token = answer.body["token"].as_str().map(str::to_owned);
        self
    }

    /// The same server, seen by its demo customer.
    pub(crate) async fn as_customer(&self) -> Self {
        self.clone().signed_in("customer@example.com", "customer-demo").await
    }

    pub(crate) fn as_nobody(&self) -> Self {
        Self { token: None, ..self.clone() }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], None).await
    }

    /// Gets what has to be there.
    pub(crate) async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.body
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, &[], Some(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send("PATCH", path, &[], Some(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.send("PUT", path, &[], Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &[], None).await
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answer {
        let text = body.map(|body| body.to_string());
        let kind = text.is_some().then_some(("content-type", "application/json"));
        let headers: Vec<_> = headers.iter().copied().chain(kind).collect();
        self.send_text(method, path, &headers, text.unwrap_or_default()).await
    }

    pub(crate) async fn send_text(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = request.body(Body::from(body)).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

impl TemporaryDatabase {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        Self::named(&format!("{}-{number}.db", std::process::id()))
    }

    fn named(name: &str) -> Self {
        Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn options(&self) -> Options {
        Options { db: Some(self.0.clone()), ..Options::default() }
    }
}

impl Drop for TemporaryDatabase {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{suffix}", self.0.display()));
        }
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Checks that it is a problem with this status, and returns its field errors.
    pub(crate) fn problem(&self, status: u16) -> Vec<(&str, &str)> {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.body["status"], status);
        assert!(!self.body["title"].as_str().unwrap().is_empty());
        assert!(!self.body["detail"].as_str().unwrap().is_empty());
        self.body["errors"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|error| {
                let place = error["pointer"].as_str().or(error["parameter"].as_str());
                (place.unwrap(), error["detail"].as_str().unwrap())
            })
            .collect()
    }
}

/// Returns one field of all records of a page.
pub(crate) fn column<'a>(page: &'a Value, name: &str) -> Vec<&'a Value> {
    page["data"].as_array().unwrap().iter().map(|record| &record[name]).collect()
}
