//! How an API differs from what was understood of it before.
//!
//! What a description says is put down as an outline before any test or
//! person changes the model: two outlines tell what the provider changed.

use crate::api::{Api, Dialect, Field, Resource};
use serde_json::{Map, Value, json};

/// What an API has now and had before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drift {
    /// The resources that are new.
    pub added: Vec<String>,
    /// The resources that are gone.
    pub removed: Vec<String>,
    /// The resources that are different, with what is.
    pub changed: Vec<(String, Vec<Change>)>,
}

/// One difference of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it concerns: `list`, `field:price`, `paging`.
    pub subject: String,
    /// How it was; `None` where it was not there.
    pub before: Option<String>,
    /// How it is; `None` where it is gone.
    pub now: Option<String>,
}

impl Drift {
    /// Returns whether nothing is different.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns whether the resource called `name` is new or different.
    #[must_use]
    pub fn concerns(&self, name: &str) -> bool {
        self.added.iter().any(|added| added == name)
            || self.changed.iter().any(|(changed, _)| changed == name)
    }
}

/// Returns what is worth comparing of an API as it was understood: for each
/// resource an object of short texts.
#[must_use]
pub fn outline(api: &Api) -> Value {
    let resources = api.resources.iter();
    Value::Object(resources.map(|it| (it.name.clone(), Value::Object(facts(it)))).collect())
}

/// Compares two outlines.
#[must_use]
pub fn drift(before: &Value, now: &Value) -> Drift {
    let nothing = Map::new();
    let (before, now) =
        (before.as_object().unwrap_or(&nothing), now.as_object().unwrap_or(&nothing));
    let missing = |from: &Map<String, Value>, of: &Map<String, Value>| {
        of.keys().filter(|name| !from.contains_key(*name)).cloned().collect()
    };
    let changed = now.iter().filter_map(|(name, now)| {
        let changes = changes(before.get(name)?, now);
        (!changes.is_empty()).then(|| (name.clone(), changes))
    });
    Drift { added: missing(before, now), removed: missing(now, before), changed: changed.collect() }
}

fn changes(before: &Value, now: &Value) -> Vec<Change> {
    let nothing = Map::new();
    let (before, now) =
        (before.as_object().unwrap_or(&nothing), now.as_object().unwrap_or(&nothing));
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let gone = before.keys().filter(|subject| !now.contains_key(*subject));
    let subjects = now.keys().chain(gone);
    let changes = subjects.map(|subject| Change {
        subject: subject.clone(),
        before: text(before.get(subject)),
        now: text(now.get(subject)),
    });
    changes.filter(|change| change.before != change.now).collect()
}

fn facts(resource: &Resource) -> Map<String, Value> {
    let mut facts = Map::new();
    let mut put = |subject: String, fact: String| {
        facts.insert(subject, Value::String(fact));
    };
    let endpoints = [
        ("list", &resource.list),
        ("item", &resource.item),
        ("create", &resource.create),
        ("update", &resource.update),
        ("delete", &resource.delete),
    ];
    for (name, endpoint) in endpoints {
        if let Some(endpoint) = endpoint {
            put(name.to_owned(), format!("{} {}", endpoint.method.as_str(), endpoint.path));
        }
    }
    put("key".to_owned(), resource.key.to_string());
    let Dialect { paging, sort, search, total, rows, .. } = &resource.dialect;
    let choices = [
        ("paging", json!(paging)),
        ("sort", json!(sort)),
        ("total", json!(total)),
        ("rows", json!(rows)),
        ("search", json!(search)),
    ];
    for (name, choice) in choices {
        if !choice.is_null() && choice != "none" {
            put(name.to_owned(), choice.to_string());
        }
    }
    for field in resource.fields.iter().chain(&resource.item_fields) {
        put(format!("field:{}", field.path), fact(field));
    }
    for name in resource.dialect.filter.words().1 {
        put(format!("filter:{name}"), name.clone());
    }
    facts
}

fn fact(field: &Field) -> String {
    let kind = json!(field.kind);
    let mut fact = kind.as_str().unwrap_or_default().to_owned();
    if let Some(reference) = &field.reference {
        fact = format!("{fact} > {}", reference.resource);
    }
    fact
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Endpoint, Kind, Paging};
    use crate::platform::Method;

    fn api(resources: Vec<Resource>) -> Api {
        Api { resources, ..Api::default() }
    }

    fn pets() -> Resource {
        Resource {
            name: "pets".into(),
            list: Some(Endpoint::new(Method::Get, "/pets")),
            key: "id".into(),
            fields: vec![Field::new("id", Kind::Integer), Field::new("name", Kind::Text)],
            ..Resource::default()
        }
    }

    fn named(name: &str) -> Resource {
        Resource { name: name.into(), ..pets() }
    }

    #[test]
    fn the_same_api_has_no_drift() {
        let one = outline(&api(vec![pets(), named("people")]));
        let other = outline(&api(vec![named("people"), pets()]));
        assert!(drift(&one, &other).is_empty());
    }

    #[test]
    fn resources_come_and_go() {
        let before = outline(&api(vec![pets(), named("people")]));
        let now = outline(&api(vec![pets(), named("orders")]));
        let drift = drift(&before, &now);
        assert_eq!(
            (drift.added.clone(), drift.removed.clone()),
            (vec!["orders".into()], vec!["people".into()])
        );
        assert!(drift.concerns("orders") && !drift.concerns("pets"));
    }

    #[test]
    fn every_difference_of_a_resource_is_told() {
        let mut other = pets();
        other.fields[0].kind = Kind::Uuid;
        other.fields[1] = Field::new("title", Kind::Text);
        other.dialect.paging =
            Paging::Offset { offset: "skip".into(), limit: "take".into(), max_size: None };
        let drift = drift(&outline(&api(vec![pets()])), &outline(&api(vec![other])));
        let [(name, changes)] = drift.changed.as_slice() else { panic!("{drift:?}") };
        let told: Vec<(&str, bool, bool)> = changes
            .iter()
            .map(|it| (it.subject.as_str(), it.before.is_some(), it.now.is_some()))
            .collect();
        assert_eq!(name, "pets");
        assert_eq!(
            told,
            [
                ("paging", false, true),
                ("field:id", true, true),
                ("field:title", false, true),
                ("field:name", true, false),
            ]
        );
    }
}
