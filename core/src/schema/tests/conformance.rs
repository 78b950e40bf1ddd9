//! The JSON-Schema-Test-Suite.

use super::super::{Draft, Schema};
use crate::record::Path as Place;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

const SUITE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/conformance/json-schema");

type Document = (String, Rc<Value>);

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files
}

/// Returns the documents that the suite serves, and the metaschemas.
fn documents() -> Vec<Document> {
    let suite = Path::new(SUITE);
    let remotes = suite.join("remotes");
    let served = files(&remotes).into_iter().map(|path| {
        let name = path.strip_prefix(&remotes).unwrap().to_str().unwrap().replace('\\', "/");
        (format!("http://localhost:1234/{name}"), Rc::new(read(&path)))
    });
    let metaschemas = files(&suite.join("metaschemas")).into_iter().map(|path| {
        let root = read(&path);
        let id = root.get("$id").or_else(|| root.get("id")).and_then(Value::as_str).unwrap();
        (id.trim_end_matches('#').to_owned(), Rc::new(root))
    });
    served.chain(metaschemas).collect()
}

/// Calls `each` with the name, the schema, the instance and the verdict of
/// every test in `folder`.
fn each(folder: &str, draft: Draft, mut each: impl FnMut(String, &Schema, &Value, bool)) {
    let documents = documents();
    for path in files(&Path::new(SUITE).join(folder)) {
        let file = path.file_stem().unwrap().to_str().unwrap();
        for group in read(&path).as_array().unwrap() {
            let schema = Schema::new(group["schema"].clone()).with_draft(draft);
            let schema = documents.iter().fold(schema, |schema, (uri, document)| {
                schema.with_document(uri, Rc::clone(document))
            });
            for test in group["tests"].as_array().unwrap() {
                let texts = [&group["description"], &test["description"]];
                let [group, title] = texts.map(|text| text.as_str().unwrap());
                let is_valid = test["valid"].as_bool().unwrap();
                each(format!("{file} | {group} | {title}"), &schema, &test["data"], is_valid);
            }
        }
    }
}

/// Runs the tests of `folder` and compares what fails with the list of what is
/// left out.
fn check(folder: &str, draft: Draft) {
    let (mut total, mut failed) = (0, Vec::new());
    each(folder, draft, |name, schema, instance, is_valid| {
        total += 1;
        if schema.validate(instance).is_empty() != is_valid {
            failed.push(name);
        }
    });
    let excluded: BTreeMap<String, BTreeMap<String, String>> =
        serde_json::from_value(read(&Path::new(SUITE).join("excluded.json"))).unwrap();
    let excluded: Vec<&String> = excluded[folder].keys().collect();
    report(folder, total - failed.len(), total);
    failed.sort();
    assert_eq!(failed.iter().collect::<Vec<_>>(), excluded, "what fails is what is excluded");
    assert!(total > 500 && failed.len() * 50 <= total, "at most 2 of 100 fail");
}

fn report(folder: &str, passed: usize, total: usize) {
    println!("JSON-Schema-Test-Suite, {folder}: {passed} of {total} required tests");
}

#[test]
fn draft_4_judges_as_its_suite_asks() {
    check("draft4", Draft::Four);
}

#[test]
fn draft_2020_12_judges_as_its_suite_asks() {
    check("draft2020-12", Draft::Twenty);
}

/// Returns every place in `value`, and one that is missing in each object.
fn places(value: &Value, place: &Place, found: &mut Vec<Place>) {
    found.push(place.clone());
    match value {
        Value::Object(members) => {
            found.push(place.child("a member that is missing"));
            for (name, member) in members {
                places(member, &place.child(name), found);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                places(element, &place.index(index), found);
            }
        }
        _ => {}
    }
}

#[test]
fn one_field_is_judged_as_it_is_among_all() {
    let mut compared = 0;
    for (folder, draft) in [("draft4", Draft::Four), ("draft2020-12", Draft::Twenty)] {
        each(folder, draft, |name, schema, instance, _| {
            let all = schema.validate(instance);
            let mut found = all.iter().map(|violation| violation.path.clone()).collect();
            places(instance, &Place::root(), &mut found);
            for place in found {
                let within = all.iter().filter(|violation| violation.path.starts_with(&place));
                let alone = schema.validate_at(instance, &place);
                assert!(within.eq(&alone), "{name} at {place}: {alone:?} of {all:?}");
                compared += 1;
            }
        });
    }
    assert!(compared > 2000, "{compared} places");
}
