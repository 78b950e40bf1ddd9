//! What people found by reading a document: expectations, and where the oracle is wrong.

use std::{collections::BTreeMap, collections::BTreeSet, fs, path::Path};

use serde_json::Value;
use vitrine_core::api::{Api, Resource};

use super::judge::listed;
use super::oracle::Pair;
use crate::{Context, Error, Result};

/// What a person expects of the reading of one document.
#[derive(Debug, Clone, Default)]
pub(super) struct Expectation {
    /// An object for each list, with `list`, `item`, `rows`, `columns`, `paging`, `sort`, `total`;
    /// what is left out is not judged.
    lists: Vec<Value>,
    /// An object for each correction of the oracle, with `list`, a `quote` of the document, and
    /// either what is right or nothing: then there is no pair.
    overrides: Vec<Value>,
}

/// An expectation that was not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) list: String,
    pub(super) what: String,
}

/// Expectations by the name of the document.
pub(super) type Expectations = BTreeMap<String, Expectation>;

/// Reads the expectations in `folder`.
pub(super) fn read(folder: &Path) -> Result<Expectations> {
    let mut expectations = Expectations::new();
    let overrides = value(&folder.join("overrides.json"))?;
    for (document, overrides) in overrides.as_object().into_iter().flatten() {
        for correction in overrides.as_array().into_iter().flatten() {
            if correction["quote"].as_str().is_none_or(|quote| quote.trim().is_empty()) {
                return Err(Error::new(format!(
                    "an override of {document} does not quote the document"
                )));
            }
            let expectation = expectations.entry(document.clone()).or_default();
            expectation.overrides.push(correction.clone());
        }
    }
    let expected = folder.join("expected");
    let failed = || format!("cannot read {}", expected.display());
    for entry in fs::read_dir(&expected).context(failed())? {
        let value = value(&entry.context(failed())?.path())?;
        let document = value["document"].as_str().unwrap_or_default().to_owned();
        let lists = value["lists"].as_array().cloned().unwrap_or_default();
        expectations.entry(document).or_default().lists.extend(lists);
    }
    Ok(expectations)
}

fn value(path: &Path) -> Result<Value> {
    let failed = || format!("cannot read {}", path.display());
    let text = fs::read_to_string(path).context(failed())?;
    serde_json::from_str(&text).context(failed())
}

impl Expectation {
    /// Returns the number of lists that are expected.
    pub(super) fn len(&self) -> usize {
        self.lists.len()
    }

    /// Corrects the oracle, and returns how often.
    pub(super) fn overrule(&self, pairs: &mut Vec<Pair>) -> usize {
        for correction in &self.overrides {
            let list = correction["list"].as_str().unwrap_or_default();
            let texts = |name: &str| Some(texts(correction.get(name)?));
            if correction.get("items").or(correction.get("columns")).is_none() {
                pairs.retain(|pair| pair.list != list);
            }
            for pair in pairs.iter_mut().filter(|pair| pair.list == list) {
                pair.items = texts("items").unwrap_or_else(|| pair.items.clone());
                pair.columns = texts("columns").unwrap_or_else(|| pair.columns.clone());
            }
        }
        self.overrides.len()
    }

    /// Returns what of the expectations the model does not meet.
    pub(super) fn mistakes(&self, api: &Api) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        for expected in &self.lists {
            let list = expected["list"].as_str().unwrap_or_default();
            let Some(resource) = listed(api, list) else {
                mistakes.push(Mistake { list: list.to_owned(), what: "not listed".to_owned() });
                continue;
            };
            let model = serde_json::to_value(resource).unwrap_or_default();
            let item = resource.item.as_ref().map_or("none", |item| item.path.as_str());
            let dialect = &model["dialect"];
            for (name, found) in [
                ("item", item.to_owned()),
                ("rows", choice(&dialect["rows"])),
                ("paging", choice(&dialect["paging"])),
                ("sort", choice(&dialect["sort"])),
                ("total", choice(&dialect["total"])),
            ] {
                let wanted = expected.get(name).and_then(Value::as_str);
                if wanted.is_some_and(|wanted| wanted != found) {
                    let wanted = wanted.unwrap_or_default();
                    let what = format!("{name} is `{found}`, not `{wanted}`");
                    mistakes.push(Mistake { list: list.to_owned(), what });
                }
            }
            mistakes.extend(
                columns(expected, resource).map(|what| Mistake { list: list.to_owned(), what }),
            );
        }
        mistakes
    }
}

fn columns(expected: &Value, resource: &Resource) -> Option<String> {
    let wanted: BTreeSet<String> = texts(expected.get("columns")?).into_iter().collect();
    let found = resource.fields.iter().map(|field| field.name.clone()).collect();
    let list = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
        one.difference(other).map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    let is_right = wanted == found;
    (!is_right).then(|| {
        let (missing, besides) = (list(&wanted, &found), list(&found, &wanted));
        format!("columns: missing [{missing}], besides [{besides}]")
    })
}

fn texts(value: &Value) -> Vec<String> {
    let elements = value.as_array().into_iter().flatten();
    elements.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Returns a choice of the dialect as its name and the texts in it: `page page per_page`.
fn choice(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let parts = members.iter().flat_map(|(name, inner)| {
                let details = inner.as_object().into_iter().flatten();
                let texts = details.filter_map(|(_, detail)| detail.as_str().map(str::to_owned));
                [name.clone()].into_iter().chain(texts)
            });
            parts.collect::<Vec<_>>().join(" ")
        }
        Value::String(name) => name.clone(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn api() -> Api {
        let resource = json!({"name": "a", "list": {"method": "GET", "path": "/a"},
            "item": {"method": "GET", "path": "/a/{id}"}, "key": "id",
            "fields": [{"name": "id", "path": "id", "kind": "integer"}],
            "dialect": {"paging": {"page": {"page": "p", "size": "s", "first": 1}},
                "rows": {"path": {"path": "data.items"}}}});
        serde_json::from_value(json!({"resources": [resource]})).unwrap()
    }

    fn check(expected: Value, mistakes: &[&str]) {
        let expectation = Expectation { lists: vec![expected], ..Expectation::default() };
        let found: Vec<String> =
            expectation.mistakes(&api()).into_iter().map(|mistake| mistake.what).collect();
        assert_eq!(found, mistakes);
    }

    #[test]
    fn what_is_expected_is_compared_in_words() {
        check(
            json!({"list": "/a", "item": "/a/{id}", "columns": ["id"], "rows": "path data.items",
                "paging": "page p s", "sort": "none", "total": "none"}),
            &[],
        );
        check(json!({"list": "/b"}), &["not listed"]);
        check(
            json!({"list": "/a", "paging": "none", "columns": ["id", "x"]}),
            &["paging is `page p s`, not `none`", "columns: missing [x], besides []"],
        );
    }

    #[test]
    fn an_override_takes_a_pair_away_or_corrects_it() {
        let pair = |list: &str| Pair {
            list: list.into(),
            items: vec!["x".into()],
            envelope: Vec::new(),
            columns: Vec::new(),
        };
        let overrides = vec![
            json!({"list": "/a", "quote": "q"}),
            json!({"list": "/b", "quote": "q", "columns": ["id"]}),
        ];
        let expectation = Expectation { overrides, ..Expectation::default() };
        let mut pairs = vec![pair("/a"), pair("/b"), pair("/c")];
        assert_eq!(expectation.overrule(&mut pairs), 2);
        let lists: Vec<(&str, usize)> =
            pairs.iter().map(|pair| (pair.list.as_str(), pair.columns.len())).collect();
        assert_eq!(lists, [("/b", 1), ("/c", 0)]);
    }
}
