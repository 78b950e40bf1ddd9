//! Parts of a description that stand in other documents.

use crate::api::address::{join, without_query};
use crate::api::discover::evidence::issue;
use crate::api::discover::fetch::Fetcher;
use crate::api::discover::yaml::parse_yaml;
use crate::api::{Issue, Severity};
use crate::platform::Response;
use futures::StreamExt;
use futures::stream;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Documents that one description may draw in.
const MOST: usize = 64;
/// The requests that run at the same time.
const AT_ONCE: usize = 2;
/// The member of the description that the other documents are put into.
const STORE: &str = "x-documents";

/// The documents that were fetched, by address; `None` where nothing came.
type Loaded = BTreeMap<String, Option<Value>>;

/// Returns whether a description refers to other documents.
pub(in crate::api::discover) fn is_scattered(root: &Value) -> bool {
    let mut is_found = false;
    references(root, &mut |file| is_found |= !file.is_empty());
    is_found
}

/// Returns the description with all that it refers to inside it, and what
/// could not be had; `url` is where it was read.
pub(in crate::api::discover) async fn gather(
    fetcher: Fetcher<'_>,
    mut root: Value,
    url: Option<&str>,
) -> (Value, Vec<Issue>) {
    let mut loaded = Loaded::new();
    let mut waiting = wanted(&root, url);
    waiting.retain(|address| Some(address.as_str()) != url.map(without_query));
    while !waiting.is_empty() && loaded.len() < MOST {
        waiting.truncate(MOST - loaded.len());
        let requests = waiting.drain(..).map(|address| async move {
            let document = document(fetcher, &address).await;
            (address, document)
        });
        let answers: Vec<(String, Option<Value>)> =
            stream::iter(requests).buffered(AT_ONCE).collect().await;
        let next = answers.iter().flat_map(|(address, document)| {
            document.iter().flat_map(|document| wanted(document, Some(address)))
        });
        let next: BTreeSet<String> = next.collect();
        loaded.extend(answers);
        waiting = next.into_iter().filter(|it| !loaded.contains_key(it)).collect();
        waiting.retain(|address| Some(address.as_str()) != url.map(without_query));
    }
    let missing = loaded.iter().filter(|(_, document)| document.is_none());
    let missing = missing.map(|(address, _)| address.clone()).chain(waiting);
    let issues = missing.map(|place| issue(Severity::Warning, place, "reference.external"));
    let issues = issues.collect();
    put_in(&mut root, url, loaded);
    (root, issues)
}

async fn document(fetcher: Fetcher<'_>, address: &str) -> Option<Value> {
    if fetcher.is_mixed(address) {
        return None;
    }
    let response = fetcher.document(address).await.ok().filter(Response::is_success)?;
    let text = String::from_utf8_lossy(&response.body);
    let text = text.trim_start_matches('\u{feff}');
    let json = serde_json::from_str(text).ok();
    json.or_else(|| parse_yaml(text).ok()).filter(|value: &Value| value.is_object())
}

/// Returns the addresses of the documents that `document` refers to.
fn wanted(document: &Value, base: Option<&str>) -> Vec<String> {
    let mut found = BTreeSet::new();
    references(document, &mut |file| {
        if let Some(address) = address(file, base).filter(|_| !file.is_empty()) {
            found.insert(address);
        }
    });
    found.into_iter().collect()
}

/// Returns the address of a file; one that is relative to nothing has none.
fn address(file: &str, base: Option<&str>) -> Option<String> {
    let address = base.map_or_else(|| file.to_owned(), |base| join(base, file));
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    is_web.then(|| without_query(&address).to_owned())
}

/// Calls `visit` with the file of every reference.
fn references(value: &Value, visit: &mut impl FnMut(&str)) {
    match value {
        Value::Object(members) => {
            if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                visit(reference.split('#').next().unwrap_or_default());
            }
            // Examples often stand in files of their own, and tell nothing that is needed.
            let told = members.iter().filter(|(name, _)| {
                !name.starts_with("x-") && !matches!(name.as_str(), "example" | "examples")
            });
            told.for_each(|(_, member)| references(member, visit));
        }
        Value::Array(elements) => elements.iter().for_each(|element| references(element, visit)),
        _ => {}
    }
}

/// Puts the documents into `root` and points all references there.
fn put_in(root: &mut Value, url: Option<&str>, loaded: Loaded) {
    let known: BTreeSet<String> =
        loaded.iter().filter(|(_, it)| it.is_some()).map(|(address, _)| address.clone()).collect();
    let own = url.map(without_query);
    let place = |file: &str, base: Option<&str>, here: Option<&str>| {
        if file.is_empty() {
            return here.map(pointer);
        }
        let address = address(file, base)?;
        if Some(address.as_str()) == own {
            return Some(String::new());
        }
        known.contains(&address).then(|| pointer(&address))
    };
    rewrite(root, &|file| place(file, url, None));
    let mut store = Map::new();
    for (address, document) in loaded {
        let Some(mut document) = document else { continue };
        rewrite(&mut document, &|file| place(file, Some(&address), Some(&address)));
        store.insert(address, document);
    }
    if let Value::Object(members) = root {
        members.insert(STORE.to_owned(), Value::Object(store));
    }
}

/// Returns where the document of an address stands, without `#`.
fn pointer(address: &str) -> String {
    format!("/{STORE}/{}", address.replace('~', "~0").replace('/', "~1"))
}

fn rewrite(value: &mut Value, place: &impl Fn(&str) -> Option<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get_mut("$ref") {
                let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
                if let Some(place) = place(file) {
                    *reference = format!("#{place}{fragment}");
                }
            }
            members.values_mut().for_each(|member| rewrite(member, place));
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| rewrite(element, place)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn references_point_into_what_was_fetched() {
        let mut root = json!({"a": {"$ref": "b.json#/x"}, "c": {"$ref": "#/a"},
            "d": {"$ref": "root.json#/c"}, "e": {"$ref": "gone.json"},
            "examples": {"f": {"$ref": "f.json"}}, "x-g": {"$ref": "g.json"}});
        let url = Some("https://a.org/v1/root.json");
        assert!(is_scattered(&root));
        assert_eq!(
            wanted(&root, url),
            ["b.json", "gone.json", "root.json"].map(|it| format!("https://a.org/v1/{it}"))
        );
        let other = json!({"x": {"$ref": "#/y"}, "y": {"$ref": "root.json#/c"}});
        let loaded = Loaded::from([
            ("https://a.org/v1/b.json".to_owned(), Some(other)),
            ("https://a.org/v1/gone.json".to_owned(), None),
        ]);
        put_in(&mut root, url, loaded);
        let place = "/x-documents/https:~1~1a.org~1v1~1b.json";
        assert_eq!(root["a"]["$ref"], json!(format!("#{place}/x")));
        assert_eq!((&root["c"]["$ref"], &root["d"]["$ref"]), (&json!("#/a"), &json!("#/c")));
        assert_eq!(root["e"]["$ref"], json!("gone.json"));
        let inside = root.pointer(place).unwrap();
        assert_eq!(inside["x"]["$ref"], json!(format!("#{place}/y")));
        assert_eq!(inside["y"]["$ref"], json!("#/c"));
    }

    #[test]
    fn what_is_relative_to_nothing_is_not_asked_for() {
        let root = json!({"a": {"$ref": "b.json"}, "c": {"$ref": "file:///etc/x"}});
        assert!(wanted(&root, None).is_empty());
    }
}
