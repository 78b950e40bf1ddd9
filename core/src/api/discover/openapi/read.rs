//! The reading of a description.

use super::auth;
use super::call::calls;
use super::collections::collections;
use super::names::unique;
use super::operations::operations;
use super::parents::adopt;
use super::paths::{Paths, plain};
use super::references::refer;
use super::resources::Builder;
use super::schema::Document;
use super::schemas::Schemas;
use super::servers::base_url;
use crate::api::discover::describe;
use crate::api::discover::evidence::issue;
use crate::api::{Api, Resource, Severity};
use serde_json::Value;
use std::collections::HashSet;

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
    let mut schemas = Schemas::default();
    let login = auth::login(document, &mut schemas, &calls);
    let used = vec![false; calls.len()];
    let (issues, targets) = (Vec::new(), Vec::new());
    let mut builder = Builder { document, calls, paths, used, issues, schemas, targets };
    if let Some((position, _)) = &login {
        builder.used[*position] = true;
    }
    let mut bases: Vec<&str> = found.iter().map(|collection| collection.base.as_str()).collect();
    let mut taken = HashSet::new();
    let mut names = unique(&bases, &mut taken);
    let resources = found.iter().zip(&names);
    let mut resources: Vec<Resource> =
        resources.map(|(collection, name)| builder.resource(collection, name.clone())).collect();
    // What stands alone is found among what the collections leave.
    let singles = builder.singles();
    let paths: Vec<&str> =
        singles.iter().map(|position| plain(builder.calls[*position].path)).collect();
    let single_names = unique(&paths, &mut taken);
    for (position, name) in singles.iter().zip(&single_names) {
        resources.push(builder.single(*position, name.clone()));
    }
    bases.extend(paths);
    names.extend(single_names);
    adopt(&mut resources);
    refer(&builder.targets, &mut resources);
    let bases: Vec<(String, String)> =
        names.into_iter().zip(bases.into_iter().map(str::to_owned)).collect();
    let operations = operations(&mut builder, &bases);
    let text = |pointer: &str| root.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let mut issues = std::mem::take(&mut builder.issues);
    let base_url = base_url(root, url);
    if url.is_none() && crate::api::origin(&base_url).is_empty() {
        issues.push(issue(Severity::Warning, "/servers", "server.relative"));
    }
    if resources.is_empty() {
        issues.push(issue(Severity::Warning, "/paths", "resources.none"));
    }
    let mut api = Api {
        title: text("/info/title").unwrap_or_default(),
        description: text("/info/description"),
        base_url,
        document_url: url.map(str::to_owned),
        operations,
        resources,
        auth: auth::schemes(document),
        login: login.map(|(_, login)| login),
        schemas: builder.schemas.finish(document),
        issues,
    };
    if describe::is_tables(root) {
        describe::tables(root, url, &mut api);
    }
    api
}
