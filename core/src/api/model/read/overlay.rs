//! A person's corrections.

use super::api::reference;
use super::dialect::{filter, item, many, paging, rows, sort, total};
use super::parts::{Place, whole};
use crate::api::{FieldOverlay, Overlay, ResourceOverlay};
use serde_json::Value;

impl Overlay {
    /// Reads corrections as their serialization wrote them; `None` when they
    /// do not fit.
    #[must_use]
    pub fn from_json(json: &Value) -> Option<Self> {
        json.as_object()?;
        whole(json, |json| Self {
            title: json.maybe_text("title"),
            base_url: json.maybe_text("base_url"),
            resources: json.list("resources", resource),
        })
    }
}

fn resource(json: Place<'_>) -> ResourceOverlay {
    ResourceOverlay {
        name: json.text("name"),
        title: json.maybe_text("title"),
        is_hidden: json.json.get("is_hidden").and_then(Value::as_bool),
        label_field: json.maybe_path("label_field"),
        key: json.maybe_path("key"),
        paging: json.optional("paging", |json| paging(json.choice())),
        sort: json.optional("sort", |json| sort(json.choice())),
        filter: json.optional("filter", |json| filter(json.choice())),
        search: json.maybe_text("search"),
        total: json.optional("total", |json| total(json.choice())),
        rows: json.optional("rows", |json| rows(json.choice())),
        item: json.optional("item", |json| item(json.choice())),
        many: json.optional("many", |json| many(json.choice())),
        update: json.get("update").and_then(Place::enumerated),
        fields: json.list("fields", field),
    }
}

fn field(json: Place<'_>) -> FieldOverlay {
    FieldOverlay {
        name: json.text("name"),
        title: json.maybe_text("title"),
        is_hidden: json.json.get("is_hidden").and_then(Value::as_bool),
        kind: json.get("kind").and_then(Place::enumerated),
        reference: json.optional("reference", reference),
        is_no_reference: json.flag("is_no_reference"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Api, Field, Kind, Outcome, Paging, Resource, Source, UpdateVerb};
    use serde_json::json;

    fn api() -> Api {
        let owner = Field {
            reference: Some(crate::api::Reference { resource: "people".into(), is_many: false }),
            ..Field::new("owner", Kind::Integer)
        };
        let pets = Resource {
            name: "pets".into(),
            key: "id".into(),
            fields: vec![Field::new("id", Kind::Integer), owner],
            ..Resource::default()
        };
        let people = Resource { name: "people".into(), ..Resource::default() };
        Api { title: "Shop".into(), resources: vec![pets, people], ..Api::default() }
    }

    fn corrections() -> Value {
        json!({
            "title": "Our pets",
            "resources": [
                {
                    "name": "pets", "title": "Animals", "is_hidden": true, "key": "uuid",
                    "label_field": "name.first", "search": "q",
                    "paging": {"offset": {"offset": "skip", "limit": "take"}},
                    "sort": {"pair": {
                        "field": "by", "order": "dir", "ascending": "up", "descending": "down",
                    }},
                    "filter": {"parameters": {"words": [["eq", "{field}", "{value}"]]}},
                    "total": {"body": {"path": "count"}}, "rows": {"path": {"path": "data"}},
                    "item": {"path": {"path": "data"}}, "many": "filter", "update": "put_changes",
                    "fields": [
                        {"name": "owner", "title": "Keeper", "kind": "text", "is_no_reference": true},
                        {
                            "name": "id", "is_hidden": true,
                            "reference": {"resource": "people", "is_many": true},
                        },
                    ],
                },
                {"name": "gone", "search": "q"},
            ],
        })
    }

    #[test]
    fn corrections_read_back_as_they_were_written() {
        let overlay = Overlay::from_json(&corrections()).unwrap();
        assert_eq!(serde_json::to_value(&overlay).unwrap(), corrections());
        assert_eq!(Overlay::from_json(&json!({})), Some(Overlay::default()));
        assert_eq!(Overlay::from_json(&json!([])), None);
        let broken = json!({"resources": [{"name": "pets", "paging": "sideways"}]});
        assert_eq!(Overlay::from_json(&broken), None);
    }

    #[test]
    fn corrections_replace_what_was_understood_and_leave_the_rest() {
        let mut api = api();
        Overlay::from_json(&corrections()).unwrap().merge_into(&mut api);
        let pets = &api.resources[0];
        assert_eq!((api.title.as_str(), pets.title.as_deref()), ("Our pets", Some("Animals")));
        assert!(pets.is_hidden && pets.fields[0].is_hidden);
        assert_eq!((pets.key.to_string(), pets.fields[1].kind), ("uuid".into(), Kind::Text));
        assert!(matches!(&pets.dialect.paging, Paging::Offset { limit, .. } if limit == "take"));
        assert_eq!(pets.fields[1].reference, None);
        assert!(pets.fields[0].reference.is_some());
        assert_eq!(pets.dialect.search.as_deref(), Some("q"));
        assert_eq!(pets.dialect.update, UpdateVerb::PutChanges);
        let proof = pets.evidence.iter().find(|reason| reason.subject == "paging").unwrap();
        assert_eq!((proof.source, proof.confidence), (Source::User, 100));
        assert!(pets.evidence.iter().any(|reason| reason.subject == "reference:owner"));
        assert_eq!(api.resources[1], self::api().resources[1]);
        let mut untouched = self::api();
        Overlay::default().merge_into(&mut untouched);
        assert_eq!(untouched, self::api());
    }

    #[test]
    fn what_corrects_nothing_is_tidied_away() {
        let mut overlay = Overlay::default();
        overlay.resource("pets").field("owner").is_hidden = Some(true);
        overlay.resource("people").search = Some("q".into());
        overlay.resource("pets").fields[0].is_hidden = None;
        overlay.tidy();
        assert!(overlay.of("pets").is_none() && overlay.of("people").is_some());
        overlay.resource("people").search = None;
        overlay.tidy();
        assert!(overlay.is_empty());
    }

    #[test]
    fn an_empty_search_takes_the_search_away() {
        let mut api = api();
        api.resources[0].dialect.search = Some("q".into());
        let mut overlay = Overlay::default();
        assert!(overlay.is_empty());
        overlay.resource("pets").search = Some(String::new());
        overlay.resource("pets").field("id").kind = Some(Kind::Text);
        assert_eq!(overlay.resources.len(), 1);
        overlay.merge_into(&mut api);
        assert_eq!(api.resources[0].dialect.search, None);
        assert_eq!(api.resources[0].fields[0].kind, Kind::Text);
        assert!(
            api.resources[0].evidence.iter().all(|reason| reason.outcome != Some(Outcome::Open))
        );
    }
}
