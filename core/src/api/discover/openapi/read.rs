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
use crate::api::dialect::path_parameters;
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

/// How far the reading of a large description is.
#[derive(Debug)]
pub(in crate::api::discover) enum Step {
    /// So many lists are read, of so many.
    Read(usize, usize),
    /// The lists that stand below nothing, as far as they are known and have
    /// not been handed out.
    Lists(Box<Api>),
}

/// Below this a description is read before anybody could look at its beginning.
const LARGE: usize = 100;
/// How often the progress of a large description is told.
const STEPS: usize = 40;
/// How often its lists are handed out before all are known.
const EDITIONS: usize = 4;

/// Returns what the description says; `url` is where it was read, and `watch`
/// is told how far it is.
pub(in crate::api::discover) fn read(root: &Value, url: Option<&str>, watch: &dyn Fn(Step)) -> Api {
    let document = Document::new(root);
    let calls = calls(document);
    let paths = Paths::new(&calls);
    let found = collections(document, &calls, &paths);
    let mut schemas = Schemas::default();
    let login = auth::login(document, &mut schemas, &calls);
    let used = vec![false; calls.len()];
    let (issues, targets, rows) = (Vec::new(), Vec::new(), Vec::new());
    let mut builder = Builder { document, calls, paths, used, issues, schemas, targets, rows };
    if let Some((position, _)) = &login {
        builder.used[*position] = true;
    }
    let mut bases: Vec<&str> = found.iter().map(|collection| collection.base.as_str()).collect();
    let mut taken = HashSet::new();
    let mut names = unique(&bases, &mut taken);
    let text = |pointer: &str| root.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let head = Api {
        title: text("/info/title").unwrap_or_default(),
        description: text("/info/description"),
        base_url: base_url(root, url),
        document_url: url.map(str::to_owned),
        auth: auth::schemes(document),
        login: login.map(|(_, login)| login),
        ..Api::default()
    };
    let (total, mut shown) = (found.len(), 0);
    let mut resources: Vec<Resource> = Vec::with_capacity(total);
    for (collection, name) in found.iter().zip(&names) {
        resources.push(builder.resource(collection, name.clone()));
        let done = resources.len();
        if total < LARGE || done == total {
            continue;
        }
        if done.is_multiple_of(total / STEPS) {
            watch(Step::Read(done, total));
        }
        // The first are handed out soon, the next when they are twice as many.
        let is_edition = |edition: usize| done == total >> (edition + 1);
        if (0..EDITIONS).any(is_edition) {
            let lists = open_lists(&resources[shown..]);
            shown = done;
            if !lists.is_empty() {
                watch(Step::Lists(Box::new(Api { resources: lists, ..head.clone() })));
            }
        }
    }
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
    refer(&builder.targets, &builder.rows, &mut resources);
    let bases: Vec<(String, String)> =
        names.into_iter().zip(bases.into_iter().map(str::to_owned)).collect();
    let operations = operations(&mut builder, &bases);
    let mut issues = std::mem::take(&mut builder.issues);
    if url.is_none() && crate::api::origin(&head.base_url).is_empty() {
        issues.push(issue(Severity::Warning, "/servers", "server.relative"));
    }
    if resources.is_empty() {
        issues.push(issue(Severity::Warning, "/paths", "resources.none"));
    }
    let schemas = builder.schemas.finish(document);
    let mut api = Api { resources, operations, schemas, issues, ..head };
    if describe::is_tables(root) {
        describe::tables(root, url, &mut api);
    }
    api
}

/// Returns the lists that are complete but for their references: what others
/// stand above is known last, and what is written needs the schemas.
fn open_lists(resources: &[Resource]) -> Vec<Resource> {
    let is_open = |resource: &&Resource| {
        let list = resource.list.as_ref();
        list.is_some_and(|list| path_parameters(&list.path).next().is_none())
    };
    let lists = resources.iter().filter(is_open).cloned();
    lists.map(|list| Resource { create: None, update: None, delete: None, ..list }).collect()
}
