//! The reading of a description.

use super::auth;
use super::call::calls;
use super::collections::collections;
use super::paths::Paths;
use super::references::refer;
use super::resources::{Builder, operations};
use super::schema::Document;
use super::servers::base_url;
use crate::api::discover::evidence::issue;
use crate::api::{Api, Severity};
use serde_json::Value;

/// Returns whether `value` is a description of this kind.
pub(in crate::api::discover) fn is_description(value: &Value) -> bool {
    // A link under the name `openapi` is no version.
    let has_version = ["openapi", "swagger"].iter().any(|name| match value.get(name) {
        Some(Value::String(version)) => version.starts_with(|first: char| first.is_ascii_digit()),
        version => version.is_some_and(Value::is_number),
    });
    has_version || value.get("paths").is_some_and(Value::is_object) && value.get("info").is_some()
}

/// Returns what the description says; `url` is where it was read.
pub(in crate::api::discover) fn read(root: &Value, url: Option<&str>) -> Api {
    let document = Document::new(root);
    let calls = calls(document);
    let paths = Paths::new(&calls);
    let found = collections(document, &calls, &paths);
    let login = auth::login(document, &calls);
    let used = vec![false; calls.len()];
    let mut builder = Builder { document, calls, paths, used, issues: Vec::new() };
    if let Some((position, _)) = &login {
        builder.used[*position] = true;
    }
    let mut names = Vec::new();
    let mut resources = Vec::new();
    for collection in &found {
        let resource = builder.resource(collection, &names);
        names.push(resource.name.clone());
        resources.push(resource);
    }
    let rows: Vec<Option<&Value>> = found.iter().map(|collection| collection.found.row).collect();
    refer(document, &rows, &mut resources);
    let bases = found.iter().zip(&names);
    let bases: Vec<(String, String)> =
        bases.map(|(collection, name)| (name.clone(), collection.base.clone())).collect();
    let text = |pointer: &str| root.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let mut issues = std::mem::take(&mut builder.issues);
    let base_url = base_url(root, url);
    if url.is_none() && crate::api::origin(&base_url).is_empty() {
        issues.push(issue(Severity::Warning, "/servers", "server.relative"));
    }
    if resources.is_empty() {
        issues.push(issue(Severity::Warning, "/paths", "resources.none"));
    }
    Api {
        title: text("/info/title").unwrap_or_default(),
        description: text("/info/description"),
        base_url,
        document_url: url.map(str::to_owned),
        operations: operations(&builder, &bases),
        resources,
        auth: auth::schemes(document),
        login: login.map(|(_, login)| login),
        issues,
    }
}
