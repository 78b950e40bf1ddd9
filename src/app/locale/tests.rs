//! Every key that code names has its sentence, and every sentence is needed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn texts() -> BTreeMap<String, String> {
    serde_json::from_value(super::built_in()).expect("the file is an object of texts")
}

/// Groups whose keys code puts together at run time.
const COMPOSED: [&str; 5] = ["connect.error.", "error.", "evidence.", "issue.", "validation."];

/// Sources whose `error.*` are names of events that a standard gives.
const WITHOUT_SENTENCES: &str = "core/src/machine/scxml";

/// Returns all texts in quotes of the shipped sources.
fn quoted() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pending: Vec<PathBuf> =
        ["src", "core/src", "worker/src"].map(|folder| root.join(folder)).to_vec();
    let mut found = BTreeSet::new();
    while let Some(path) = pending.pop() {
        if path == root.join(WITHOUT_SENTENCES) {
            continue;
        }
        if path.is_dir() {
            pending.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            found.extend(code.flat_map(|line| line.split('"')).map(str::to_owned));
        }
    }
    found
}

fn is_key(text: &str, groups: &BTreeSet<&str>) -> bool {
    let group = text.split('.').next().unwrap_or_default();
    text.contains('.')
        && groups.contains(group)
        && !text.ends_with('.')
        && text.chars().all(|c| c.is_ascii_lowercase() || c == '.' || c == '_')
}

#[test]
fn every_key_in_the_sources_has_its_sentence() {
    let texts = texts();
    let groups: BTreeSet<&str> =
        texts.keys().map(|key| key.split('.').next().unwrap_or_default()).collect();
    let missing: Vec<String> = quoted()
        .into_iter()
        .filter(|text| is_key(text, &groups))
        .filter(|key| {
            // Reasons and issues are named by the part behind their group.
            let names = ["", "issue.", "evidence."].map(|group| format!("{group}{key}"));
            let is_there = |name: &String| {
                texts.contains_key(name) || texts.contains_key(&format!("{name}.other"))
            };
            !names.iter().any(is_there)
        })
        .collect();
    assert!(missing.is_empty(), "no sentence for {missing:?}");
}

#[test]
fn every_sentence_is_named_somewhere() {
    let named = quoted();
    let unused: Vec<String> = texts()
        .into_keys()
        .filter(|key| !COMPOSED.iter().any(|group| key.starts_with(group)))
        .filter(|key| {
            let base = ["one", "other", "advice"]
                .iter()
                .find_map(|form| key.strip_suffix(&format!(".{form}")))
                .unwrap_or(key);
            !named.contains(key) && !named.contains(base)
        })
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

#[test]
fn every_error_says_what_to_do() {
    let texts = texts();
    let errors = texts.keys().filter(|key| {
        let is_error = key.starts_with("connect.error.") || key.starts_with("error.");
        is_error && !key.ends_with(".advice") && *key != "error.details" && *key != "error.retry"
    });
    let silent: Vec<&String> =
        errors.filter(|key| !texts.contains_key(&format!("{key}.advice"))).collect();
    assert!(silent.is_empty(), "no advice for {silent:?}");
}
