//! Root documents that link to lists.

use crate::api::address::{join, origin, without_query};
use crate::api::discover::content::{Content, content};
use crate::api::discover::fetch::Fetcher;
use crate::api::discover::words::is_verb;
use serde_json::Value;
use std::collections::VecDeque;

/// Links that do not lead to lists.
///
/// Source: the IANA registry of link relations, as far as roots use it.
const ELSEWHERE: [&str; 20] = [
    "self",
    "next",
    "prev",
    "previous",
    "first",
    "last",
    "up",
    "start",
    "profile",
    "curies",
    "describedby",
    "service-doc",
    "service-desc",
    "documentation",
    "docs",
    "help",
    "license",
    "@id",
    "@context",
    "@type",
];
/// The documents of a tree of links that are read.
const STEPS: usize = 12;
/// The levels of such a tree.
const DEPTH: usize = 3;
/// The lists of one root at most.
const LISTS: usize = 48;

/// Returns whether `value` links to lists and holds nothing else.
pub(in crate::api::discover) fn is_root(value: &Value, url: &str) -> bool {
    let is_plain = value.as_object().is_some_and(|members| {
        let are_links = |value: &Value| {
            value.as_array().is_some_and(|links| links.iter().all(|link| link["href"].is_string()))
        };
        members.values().all(|value| value.is_string() || value.is_object() || are_links(value))
    });
    (is_plain || is_service(value)) && !lists(value, url).is_empty()
}

/// Returns whether `value` is a list of entity sets.
fn is_service(value: &Value) -> bool {
    value.get("@odata.context").is_some() && value["value"].is_array()
}

/// Returns the paths, relative to `url`, that a root links to; those of arrays
/// that it holds itself are guessed by their names.
pub(in crate::api::discover) fn lists(value: &Value, url: &str) -> Vec<String> {
    let base = without_query(url);
    let mut found: Vec<String> = Vec::new();
    let mut add = |link: &str| {
        // `/books{?page,size}` is a link whose end is to be filled in.
        let link = link.split('{').next().unwrap_or_default();
        let address = join(&format!("{base}/"), link);
        let Some(path) =
            address.split(['?', '#']).next().and_then(|address| address.strip_prefix(base))
        else {
            return;
        };
        // A final slash belongs to the path: without it some servers redirect.
        let path = path.trim_start_matches('/').to_owned();
        if !path.trim_matches('/').is_empty() && !found.contains(&path) && found.len() < LISTS {
            found.push(path);
        }
    };
    let mut collect = |name: &str, value: &Value| {
        if ELSEWHERE.contains(&name) || name.starts_with('@') {
            return;
        }
        match value {
            Value::String(link) if link.contains('/') => add(link),
            Value::Object(_) => {
                let link = value.get("href").and_then(Value::as_str);
                link.into_iter().for_each(&mut add);
            }
            Value::Array(rows) if rows.iter().all(|row| row.get("href").is_none()) => add(name),
            Value::Array(links) => {
                let relation = |link: &Value| {
                    let name = link["rel"].as_str().or_else(|| link["name"].as_str());
                    !name.is_some_and(|name| ELSEWHERE.contains(&name))
                };
                let links = links.iter().filter(|link| relation(link));
                links.filter_map(|link| link["href"].as_str()).for_each(&mut add);
            }
            _ => {}
        }
    };
    for (name, value) in value.as_object().into_iter().flatten() {
        collect(name, value);
        // Links may stand one object deeper: `_links`, `links`, `collections`.
        if value.get("href").is_none() {
            for (name, value) in value.as_object().into_iter().flatten() {
                if !value.is_array() {
                    collect(name, value);
                }
            }
        }
    }
    if let Some(links) = value.as_array() {
        collect("links", &Value::Array(links.clone()));
    }
    found.retain(|path| !path.contains("://") && origin(path).is_empty());
    found
}

/// Follows links that lead to further links, not to rows, and returns the
/// paths that are found there, relative to `base`.
pub(in crate::api::discover) async fn deeper(
    fetcher: Fetcher<'_>,
    base: &str,
    names: &[String],
) -> Vec<String> {
    let mut pending: VecDeque<(String, usize)> =
        names.iter().map(|name| (name.trim_end_matches('/').to_owned(), 1)).collect();
    let mut found: Vec<String> = Vec::new();
    let mut requests = 0;
    while let Some((name, depth)) = pending.pop_front().filter(|_| requests < STEPS) {
        if name.split('/').any(is_verb) {
            continue;
        }
        requests += 1;
        let url = format!("{base}/{name}");
        let Ok(response) = fetcher.glance(&url).await else { continue };
        let Content::Json(value) = content(&response) else { continue };
        if !response.is_success() || !is_root(&value, &url) && !is_root(&value, base) {
            continue;
        }
        let below = lists(&value, &url).into_iter().map(|inner| format!("{name}/{inner}"));
        let mut inner: Vec<String> = below.collect();
        if inner.is_empty() {
            inner = lists(&value, base);
        }
        inner.retain(|path| !found.contains(path) && !names.contains(path));
        if depth < DEPTH {
            let next = inner.iter().map(|path| (path.trim_end_matches('/').to_owned(), depth + 1));
            pending.extend(next);
        }
        found.extend(inner);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::discover::{DiscoverOptions, Input, discover};
    use crate::api::fake::{Fake, answer};
    use futures::executor::block_on;
    use serde_json::json;

    #[test]
    fn links_to_links_are_followed_to_their_lists() {
        let fake = Fake::new(|request| {
            Ok(match request.url.split('?').next().unwrap_or_default() {
                "https://a.org" | "https://a.org/" => answer(
                    200,
                    r#"{"_links": {"shop": {"href": "/shop"}, "logout": {"href": "/logout"}}}"#,
                ),
                "https://a.org/shop" => answer(200, r#"{"_links": {"v1": {"href": "/shop/v1"}}}"#),
                "https://a.org/shop/v1" => answer(
                    200,
                    r#"{"links": [{"rel": "lamps", "href": "/shop/v1/lamps"}, {"rel": "self", "href": "/shop/v1"}]}"#,
                ),
                "https://a.org/shop/v1/lamps" => {
                    answer(200, r#"[{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]"#)
                }
                _ => answer(404, ""),
            })
        });
        let input = Input::Url("https://a.org".to_owned());
        let api = block_on(discover(&fake.client(), &input, &DiscoverOptions::default())).unwrap();
        let paths: Vec<&str> =
            api.resources.iter().filter_map(|it| Some(it.list.as_ref()?.path.as_str())).collect();
        assert_eq!(paths, ["/shop/v1/lamps"]);
        assert!(!fake.log.borrow().iter().any(|line| line.contains("logout")));
    }

    fn check(root: &Value, expected: &[&str]) {
        assert_eq!(lists(root, "https://a.org/api/"), expected, "{root}");
    }

    #[test]
    fn roots_of_all_kinds_link_to_their_lists() {
        // Django REST Framework.
        check(&json!({"pets": "https://a.org/api/pets/"}), &["pets/"]);
        // HAL.
        let hal = json!({"_links": {"self": {"href": "/api"}, "profile": {"href": "/api/profile"},
            "pets": {"href": "https://a.org/api/pets{?page,size,sort}", "templated": true}}});
        check(&hal, &["pets"]);
        // JSON:API.
        let json_api = json!({"jsonapi": {"version": "1.0"}, "links": {"self": "/api/",
            "pets": {"href": "/api/pets"}, "owners": "/api/owners"}});
        check(&json_api, &["pets", "owners"]);
        // Hydra.
        let hydra = json!({"@context": "/api/contexts/Entrypoint", "@id": "/api",
            "@type": "Entrypoint", "pet": "/api/pets"});
        check(&hydra, &["pets"]);
        // Links by relation.
        let links = json!([{"rel": "self", "href": "/api/"}, {"rel": "pets", "href": "pets"}]);
        check(&links, &["pets"]);
        check(&json!({"pets": [{"id": 1}], "count": 7}), &["pets"]);
        check(&json!({"other": "https://b.org/x"}), &[]);
    }
}
