//! Pairs of a list and the path of one of its records.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::schema::{Layers, follow};

/// Members that never hold the rows.
const NEVER: [&str; 8] =
    ["_links", "links", "errors", "error", "included", "warnings", "facets", "aggregations"];
/// Members that hold rows, whatever they are rows of.
const GENERIC: [&str; 18] = [
    "data",
    "items",
    "results",
    "result",
    "value",
    "values",
    "content",
    "records",
    "rows",
    "list",
    "entries",
    "docs",
    "hits",
    "elements",
    "objects",
    "resources",
    "collection",
    "_embedded",
];
/// Members that may be a second envelope.
const NESTED: [&str; 3] = ["data", "result", "_embedded"];

/// A list, with what stands in its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The path of the list, verbatim.
    pub list: String,
    /// The paths that read one record, verbatim; one of them is enough.
    pub items: Vec<String>,
    /// The members around the rows, outermost first.
    pub envelope: Vec<String>,
    /// The names in a row; none when the document does not tell.
    pub columns: Vec<String>,
}

/// Returns the pairs in the order of the document.
#[must_use]
pub fn pairs(root: &Value) -> Vec<Pair> {
    let gets: Vec<(&str, &Value)> = gets(root);
    let mut items: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (path, _) in &gets {
        if let Some(base) = base_of(stem(path)) {
            items.entry(base).or_default().push((*path).to_owned());
        }
    }
    let mut pairs = Vec::new();
    for (path, operation) in &gets {
        let base = stem(path);
        if base.is_empty() || base.ends_with(['}', ')']) {
            continue;
        }
        let Some(items) = items.get(base) else { continue };
        let Some(answer) = answer(root, operation) else { continue };
        let noun = base.rsplit('/').find(|part| !part.contains('{')).unwrap_or_default();
        if let Some((envelope, rows)) = rows(&Layers::new(root, answer), noun) {
            pairs.push(Pair {
                list: (*path).to_owned(),
                items: items.clone(),
                envelope: envelope.into_iter().map(str::to_owned).collect(),
                columns: columns(&rows),
            });
        }
    }
    pairs
}

/// Counts the operations of a document that a person may want to call.
#[must_use]
pub fn operations(root: &Value) -> usize {
    let paths = root.get("paths").and_then(Value::as_object);
    let items = paths.into_iter().flatten().filter(|(path, _)| path.starts_with('/'));
    let calls = items.map(|(_, item)| {
        let item = follow(root, item).unwrap_or(item);
        let methods = ["get", "post", "put", "patch", "delete"];
        methods.iter().filter(|method| item.get(**method).is_some_and(Value::is_object)).count()
    });
    calls.sum()
}

fn gets(root: &Value) -> Vec<(&str, &Value)> {
    let paths = root.get("paths").and_then(Value::as_object);
    let gets = paths.into_iter().flatten().filter_map(|(path, item)| {
        let item = follow(root, item).unwrap_or(item);
        Some((path.as_str(), item.get("get")?))
    });
    gets.collect()
}

/// Returns the path without what only says how it is written.
fn stem(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.strip_suffix(".json").unwrap_or(path)
}

/// Returns the path of the list that a path reads one record of.
fn base_of(path: &str) -> Option<&str> {
    if path.ends_with(')') {
        let (base, key) = path.rsplit_once('(')?;
        return key.contains('{').then_some(base);
    }
    let (base, key) = path.rsplit_once('/')?;
    let is_key = key.starts_with('{') && key.ends_with('}') && key.matches('{').count() == 1;
    is_key.then_some(base)
}

/// Returns the schema of the answer to success, as JSON.
fn answer<'a>(root: &'a Value, operation: &'a Value) -> Option<&'a Value> {
    let responses = operation.get("responses")?;
    let statuses = ["200", "201", "202", "203", "206", "2XX", "2xx", "default"];
    let response = statuses.iter().find_map(|status| responses.get(*status))?;
    let response = follow(root, response).unwrap_or(response);
    if let Some(schema) = response.get("schema") {
        return Some(schema);
    }
    let content = response.get("content")?.as_object()?;
    let json = content.iter().find(|(kind, _)| kind.to_lowercase().contains("json"));
    let media = json.map(|(_, media)| media).or_else(|| content.get("*/*"))?;
    media.get("schema")
}

/// Returns the names of the members around the rows, and a row.
fn rows<'a>(answer: &Layers<'a>, noun: &str) -> Option<(Vec<&'a str>, Layers<'a>)> {
    // An envelope says more than an array that may come in its place.
    let mut found = Vec::new();
    for (name, member) in answer.properties() {
        if member.is_array() {
            found.push((rank(name, &member, noun), vec![name], member));
        } else if NESTED.contains(&name) {
            for (inner, member) in member.properties() {
                if member.is_array() {
                    let rank = rank(inner, &member, noun).map(|rank| rank + 1);
                    found.push((rank, vec![name, inner], member));
                }
            }
        }
    }
    let best = found.into_iter().filter_map(|(rank, path, rows)| Some((rank?, path, rows)));
    if let Some((_, path, rows)) = best.min_by_key(|(rank, ..)| *rank) {
        return Some((path, rows.items()?));
    }
    if answer.is_array() { Some((Vec::new(), answer.items()?)) } else { None }
}

/// Returns how likely an array holds the rows; less is more likely.
fn rank(name: &str, array: &Layers<'_>, noun: &str) -> Option<u8> {
    if NEVER.contains(&name) {
        return None;
    }
    let holds_objects = array.items().is_some_and(|row| !row.properties().is_empty());
    let rank = if is_same(name, noun) {
        0
    } else if GENERIC.contains(&name.to_lowercase().as_str()) {
        2
    } else if holds_objects {
        4
    } else {
        6
    };
    Some(rank + if holds_objects { 0 } else { 8 })
}

fn is_same(name: &str, noun: &str) -> bool {
    let bare = |text: &str| {
        let text: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        let text = text.to_ascii_lowercase();
        let text = text.strip_suffix("ies").map_or(text.clone(), |stem| format!("{stem}y"));
        text.trim_end_matches('s').to_owned()
    };
    !noun.is_empty() && bare(name) == bare(noun)
}

/// Returns the names in a row. A JSON:API resource has its key, its attributes and its
/// relationships; what else stands there is the same in every row.
fn columns(row: &Layers<'_>) -> Vec<String> {
    let properties = row.properties();
    let inner = |wanted: &str| {
        let found = properties.iter().find(|(name, _)| *name == wanted);
        found.map(|(_, schema)| schema.properties()).unwrap_or_default()
    };
    let attributes = inner("attributes");
    if properties.iter().any(|(name, _)| matches!(*name, "type" | "id")) && !attributes.is_empty() {
        const REST: [&str; 5] = ["type", "links", "meta", "attributes", "relationships"];
        let pointers = inner("relationships").into_iter();
        let pointers = pointers.filter(|(_, it)| it.properties().iter().any(|it| it.0 == "data"));
        let own = properties.iter().map(|(name, _)| *name).filter(|name| !REST.contains(name));
        let names = own.chain(attributes.iter().map(|it| it.0)).chain(pointers.map(|it| it.0));
        let names: BTreeSet<&str> = names.collect();
        return names.into_iter().map(str::to_owned).collect();
    }
    let shown = properties.iter().filter(|(_, schema)| !schema.is_write_only());
    shown.map(|(name, _)| (*name).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn document(paths: &[(&str, Value)]) -> Value {
        let paths = paths.iter().map(|(path, schema)| {
            let content = json!({"application/json": {"schema": schema}});
            ((*path).to_owned(), json!({"get": {"responses": {"200": {"content": content}}}}))
        });
        json!({"paths": Value::Object(paths.collect())})
    }

    fn row() -> Value {
        json!({"type": "array", "items": {"properties": {"id": {}, "name": {}}}})
    }

    fn check(paths: &[(&str, Value)], expected: &[(&str, &str, &str)]) {
        let found = pairs(&document(paths));
        let found: Vec<(&str, String, String)> = found
            .iter()
            .map(|pair| (pair.list.as_str(), pair.items.join(" "), pair.envelope.join(".")))
            .collect();
        let expected: Vec<(&str, String, String)> = expected
            .iter()
            .map(|(list, items, envelope)| (*list, (*items).to_owned(), (*envelope).to_owned()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_pair_is_a_list_with_the_path_of_one_record() {
        let one = json!({"properties": {"id": {}}});
        check(
            &[
                ("/a", row()),
                ("/a/{id}", one.clone()),
                ("/a/{id}/b/", row()),
                ("/a/{id}/b/{b}/", one.clone()),
                ("/alone", row()),
                ("/c.json", row()),
                ("/c/{id}.json", one.clone()),
                ("/D", row()),
                ("/D(x={x},y={y})", one.clone()),
                ("/one", one),
                ("/one/{id}", row()),
            ],
            &[
                ("/a", "/a/{id}", ""),
                ("/a/{id}/b/", "/a/{id}/b/{b}/", ""),
                ("/c.json", "/c/{id}.json", ""),
                ("/D", "/D(x={x},y={y})", ""),
            ],
        );
    }

    #[test]
    fn links_and_errors_are_no_rows() {
        let envelope = |name: &str| {
            json!({"properties": {"_links": row(), "errors": row(), "tags": {"type": "array",
                "items": {"type": "string"}}, name: row()}})
        };
        let nested = json!({"properties": {"data": {"properties": {"things": row()}}}});
        check(
            &[
                ("/things", envelope("things")),
                ("/things/{id}", json!({})),
                ("/x", envelope("found")),
                ("/x/{id}", json!({})),
                ("/y", nested),
                ("/y/{id}", json!({})),
                ("/z", json!({"properties": {"errors": row()}})),
                ("/z/{id}", json!({})),
            ],
            &[
                ("/things", "/things/{id}", "things"),
                ("/x", "/x/{id}", "found"),
                ("/y", "/y/{id}", "data.things"),
            ],
        );
    }

    #[test]
    fn columns_are_the_names_in_a_row() {
        let hidden = json!({"type": "array", "items": {"properties": {"id": {},
            "secret": {"writeOnly": true}}}});
        let wrapped = json!({"properties": {"data": {"type": "array", "items": {"properties":
            {"id": {}, "type": {}, "attributes": {"properties": {"title": {}}},
            "relationships": {"properties": {"log": {}, "tags": {"properties": {"data": {}}}}}}}}}});
        let root = document(&[
            ("/a", hidden),
            ("/a/{id}", json!({})),
            ("/b", wrapped),
            ("/b/{id}", json!({})),
        ]);
        let columns: Vec<Vec<String>> = pairs(&root).into_iter().map(|it| it.columns).collect();
        assert_eq!(columns, [vec!["id"], vec!["id", "tags", "title"]]);
    }

    #[test]
    fn operations_are_counted_by_what_a_person_may_call() {
        let root = json!({"paths": {"/a": {"get": {}, "post": {}, "head": {}, "parameters": []},
            "/b": {"$ref": "#/x"}, "c": {"get": {}}}, "x": {"delete": {}}});
        assert_eq!(operations(&root), 3);
    }
}
