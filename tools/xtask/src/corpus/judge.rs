//! What was understood of one document, held against what the oracle found.

use std::{collections::BTreeSet, fmt::Write, time::Duration};

use serde_json::{Value, json};
use vitrine_core::api::{Api, Field, Resource};
use vitrine_core::platform::Method;

use super::expectation::{Expectation, Mistake};
use super::oracle::{self, Pair};

/// The judgement of one pair.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Verdict {
    pub(super) list: String,
    pub(super) is_listed: bool,
    pub(super) is_item_right: bool,
    /// The share of the columns that are right, from 0 to 1; `None` when the document names none.
    pub(super) columns: Option<f64>,
    /// What differs, for a person.
    pub(super) note: String,
}

/// The judgement of one document.
#[derive(Debug, Clone, Default)]
pub(super) struct Judgement {
    pub(super) document: String,
    pub(super) verdicts: Vec<Verdict>,
    pub(super) resources: usize,
    /// The operations of the document, and those that the model can call.
    pub(super) operations: (usize, usize),
    pub(super) bytes: usize,
    pub(super) model_bytes: usize,
    /// The time that reading took.
    pub(super) time: Duration,
    /// What was expected by hand and did not come.
    pub(super) mistakes: Vec<Mistake>,
    pub(super) expectations: usize,
    pub(super) overrides: usize,
}

/// Judges the model of a document.
pub(super) fn judge(root: &Value, api: &Api, expectation: &Expectation) -> Judgement {
    let mut pairs = oracle::pairs(root);
    let overrides = expectation.overrule(&mut pairs);
    let verdicts = pairs.iter().map(|pair| verdict(pair, api)).collect();
    Judgement {
        verdicts,
        resources: api.resources.len(),
        operations: (oracle::operations(root), calls(api)),
        mistakes: expectation.mistakes(api),
        expectations: expectation.len(),
        overrides,
        ..Judgement::default()
    }
}

fn verdict(pair: &Pair, api: &Api) -> Verdict {
    let mut verdict = Verdict { list: pair.list.clone(), ..Verdict::default() };
    let Some(resource) = listed(api, &pair.list) else {
        verdict.columns = (!pair.columns.is_empty()).then_some(0.0);
        verdict.note.push_str("not listed");
        return verdict;
    };
    verdict.is_listed = true;
    let item = resource.item.as_ref().filter(|item| item.method == Method::Get);
    verdict.is_item_right = item.is_some_and(|item| pair.items.contains(&item.path));
    if !verdict.is_item_right {
        let item = item.map_or("none", |item| &item.path);
        verdict.note = format!("item {item} is not {}; ", pair.items.join(" or "));
    }
    if !pair.columns.is_empty() {
        let expected: BTreeSet<&str> = pair.columns.iter().map(String::as_str).collect();
        let found: BTreeSet<&str> = resource.fields.iter().map(name).collect();
        verdict.columns = Some(share(&expected, &found));
        if expected != found {
            let list = |one: &BTreeSet<&str>, other: &BTreeSet<&str>| {
                one.difference(other).take(6).copied().collect::<Vec<_>>().join(" ")
            };
            let (missing, besides) = (list(&expected, &found), list(&found, &expected));
            let envelope = pair.envelope.join(".");
            let _ = write!(verdict.note, "{envelope}: missing [{missing}], besides [{besides}]");
        }
    }
    verdict
}

/// Returns the resource whose list is at `path`.
pub(super) fn listed<'a>(api: &'a Api, path: &str) -> Option<&'a Resource> {
    api.resources.iter().find(|resource| {
        let list = resource.list.as_ref();
        list.is_some_and(|list| list.method == Method::Get && list.path == path)
    })
}

fn name(field: &Field) -> &str {
    &field.name
}

/// Returns how much of both sets is in both: what is invented counts like what is missing.
fn share(expected: &BTreeSet<&str>, found: &BTreeSet<&str>) -> f64 {
    let common = u32::try_from(expected.intersection(found).count()).unwrap_or(u32::MAX);
    let all = u32::try_from(expected.union(found).count()).unwrap_or(u32::MAX);
    if all == 0 { 1.0 } else { f64::from(common) / f64::from(all) }
}

/// Counts the operations that the model can call.
fn calls(api: &Api) -> usize {
    let of_resources = api.resources.iter().flat_map(|it| {
        [&it.list, &it.item, &it.create, &it.update, &it.delete].into_iter().flatten()
    });
    let of_operations = api.operations.iter().map(|it| &it.endpoint);
    let login = api.login.iter().map(|login| &login.endpoint);
    let all = of_resources.chain(of_operations).chain(login);
    let mut kinds: BTreeSet<(&str, &str)> =
        all.map(|endpoint| (endpoint.method.as_str(), endpoint.path.as_str())).collect();
    let searches = api.resources.iter().filter_map(|it| it.dialect.search_path.as_deref());
    kinds.extend(searches.map(|path| ("GET", path)));
    kinds.len()
}

impl Judgement {
    /// Returns the judgement as one line of a worker.
    pub(super) fn to_json(&self) -> Value {
        let verdicts = self
            .verdicts
            .iter()
            .map(|it| json!([it.list, it.is_listed, it.is_item_right, it.columns, it.note]));
        let mistakes = self.mistakes.iter().map(|it| json!([it.list, it.what]));
        json!({
            "document": self.document,
            "verdicts": verdicts.collect::<Vec<_>>(),
            "resources": self.resources,
            "operations": self.operations,
            "bytes": self.bytes,
            "model_bytes": self.model_bytes,
            "time": self.time.as_micros().to_string(),
            "mistakes": mistakes.collect::<Vec<_>>(),
            "expectations": self.expectations,
            "overrides": self.overrides,
        })
    }

    /// Reads what [`Judgement::to_json`] wrote.
    pub(super) fn from_json(value: &Value) -> Option<Self> {
        let count = |name: &str| usize::try_from(value.get(name)?.as_u64()?).ok();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let operations = value.get("operations")?;
        let operation = |at: usize| usize::try_from(operations.get(at)?.as_u64()?).ok();
        let verdicts = value.get("verdicts")?.as_array()?.iter().map(|it| {
            Some(Verdict {
                list: text(it.get(0)?)?,
                is_listed: it.get(1)?.as_bool()?,
                is_item_right: it.get(2)?.as_bool()?,
                columns: it.get(3)?.as_f64(),
                note: text(it.get(4)?)?,
            })
        });
        let mistakes = value.get("mistakes")?.as_array()?.iter();
        let mistakes =
            mistakes.map(|it| Some(Mistake { list: text(&it[0])?, what: text(&it[1])? }));
        Some(Self {
            document: text(value.get("document")?)?,
            verdicts: verdicts.collect::<Option<_>>()?,
            resources: count("resources")?,
            operations: (operation(0)?, operation(1)?),
            bytes: count("bytes")?,
            model_bytes: count("model_bytes")?,
            time: Duration::from_micros(value.get("time")?.as_str()?.parse().ok()?),
            mistakes: mistakes.collect::<Option<_>>()?,
            expectations: count("expectations")?,
            overrides: count("overrides")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitrine_core::api::Endpoint;

    fn endpoint(path: &str) -> Endpoint {
        serde_json::from_value(json!({"method": "GET", "path": path})).unwrap()
    }

    fn field(name: &str) -> Field {
        serde_json::from_value(json!({"name": name, "path": name, "kind": "text"})).unwrap()
    }

    fn pair() -> Pair {
        Pair {
            list: "/a".into(),
            items: vec!["/a/{id}".into()],
            envelope: Vec::new(),
            columns: ["id", "name", "size"].map(str::to_owned).to_vec(),
        }
    }

    fn check(item: &str, fields: &[&str], expected: (bool, bool, f64)) {
        let resource = Resource {
            list: Some(endpoint("/a")),
            item: Some(endpoint(item)),
            fields: fields.iter().map(|name| field(name)).collect(),
            ..Resource::default()
        };
        let api = Api { resources: vec![resource], ..Api::default() };
        let verdict = verdict(&pair(), &api);
        let columns = verdict.columns.unwrap();
        assert_eq!((verdict.is_listed, verdict.is_item_right), (expected.0, expected.1));
        assert!((columns - expected.2).abs() < 1e-9, "{columns}");
    }

    #[test]
    fn invented_columns_count_like_missing_ones() {
        check("/a/{id}", &["id", "name", "size"], (true, true, 1.0));
        check("/a/{id}", &["id", "name", "color"], (true, true, 0.5));
        check("/b/{id}", &[], (true, false, 0.0));
    }

    #[test]
    fn a_pair_without_a_list_has_nothing_right() {
        let verdict = verdict(&pair(), &Api::default());
        assert!(!verdict.is_listed && !verdict.is_item_right);
        assert_eq!(verdict.columns, Some(0.0));
    }

    #[test]
    fn a_judgement_survives_its_line() {
        let judgement = Judgement {
            document: "x".into(),
            verdicts: vec![Verdict { list: "/a".into(), is_listed: true, ..Verdict::default() }],
            operations: (3, 2),
            time: Duration::from_micros(1500),
            mistakes: vec![Mistake { list: "/a".into(), what: "b".into() }],
            ..Judgement::default()
        };
        let read = Judgement::from_json(&judgement.to_json()).unwrap();
        assert_eq!(format!("{read:?}"), format!("{judgement:?}"));
    }
}
