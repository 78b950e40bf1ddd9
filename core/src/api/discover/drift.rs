//! How an API differs from what was understood of it before.
//!
//! What a description says is put down as an outline before any test or
//! person changes the model: two outlines tell what the provider changed.

use crate::api::{Api, Dialect, Endpoint, Field, Resource};
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
    Value::Object(resources.map(|it| (it.name.clone(), Value::Object(facts(api, it)))).collect())
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

fn facts(api: &Api, resource: &Resource) -> Map<String, Value> {
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
            put(name.to_owned(), call(api, endpoint));
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
    let own = api.operations.iter();
    for operation in own.filter(|it| it.resource.as_ref() == Some(&resource.name)) {
        put(format!("operation:{}", operation.name), call(api, &operation.endpoint));
    }
    facts
}

/// Returns how something is called and with what: `POST /pets (name*, tag)`,
/// where the star stands at what cannot be left out.
fn call(api: &Api, endpoint: &Endpoint) -> String {
    let mut call = format!("{} {}", endpoint.method.as_str(), endpoint.path);
    let body = endpoint.body.as_ref();
    let shared = body.and_then(|body| api.schemas.get(body.get("$ref")?.as_str()?));
    let Some(body) = shared.or(body) else { return call };
    let is_required = |name: &String| {
        body["required"].as_array().is_some_and(|all| all.iter().any(|it| it == name.as_str()))
    };
    let names = body["properties"].as_object().into_iter().flat_map(Map::keys);
    let names = names.map(|name| format!("{name}{}", if is_required(name) { "*" } else { "" }));
    let names: Vec<String> = names.collect();
    if !names.is_empty() {
        for part in [" (", names.join(", ").as_str(), ")"] {
            call.push_str(part);
        }
    }
    call
}

fn fact(field: &Field) -> String {
    let kind = json!(field.kind);
    let mut fact = kind.as_str().unwrap_or_default().to_owned();
    if !field.choices.is_empty() {
        let choices = field.choices.iter().map(|choice| match &choice.value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        fact = format!("{fact} ({})", choices.collect::<Vec<_>>().join(", "));
    }
    if let Some(reference) = &field.reference {
        fact = format!("{fact} > {}", reference.resource);
    }
    fact
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Choice, Kind, Operation, Paging};
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
    fn what_can_be_sent_is_compared_as_well() {
        let described = |body: Value, choices: &[&str], operation: &str| {
            let mut pets = pets();
            let choices = choices.iter();
            let choices = choices.map(|it| Choice { value: json!(it), label: None });
            pets.fields[1].choices = choices.collect();
            pets.create =
                Some(Endpoint { body: Some(body), ..Endpoint::new(Method::Post, "/pets") });
            let operation = Operation {
                name: operation.into(),
                resource: Some("pets".into()),
                summary: None,
                endpoint: Endpoint::new(Method::Post, "/pets/{id}/feed"),
            };
            let shared = json!({"properties": {"name": {}, "tag": {}}, "required": ["name"]});
            let schemas = Map::from_iter([("#/Pet".to_owned(), shared)]);
            outline(&Api { operations: vec![operation], schemas, ..api(vec![pets]) })
        };
        let before = described(json!({"$ref": "#/Pet"}), &["a", "b"], "feed");
        assert_eq!(before["pets"]["create"], "POST /pets (name*, tag)");
        let check = |now: &Value, expected: &[&str]| {
            let drift = drift(&before, now);
            let told = drift.changed.iter().flat_map(|(_, changes)| changes);
            let told: Vec<&str> = told.map(|change| change.subject.as_str()).collect();
            assert_eq!(told, expected);
        };
        check(&described(json!({"$ref": "#/Pet"}), &["a", "b"], "feed"), &[]);
        check(&described(json!({"properties": {"name": {}}}), &["a", "b"], "feed"), &["create"]);
        check(&described(json!({"$ref": "#/Pet"}), &["a"], "feed"), &["field:name"]);
        let told = ["operation:walk", "operation:feed"];
        check(&described(json!({"$ref": "#/Pet"}), &["a", "b"], "walk"), &told);
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
