//! One place for each record.

use crate::query::{EntityStore, Representation, RequestStart};
use crate::record::{Identifier, Record};
use serde_json::{Value, json};
use std::cell::Cell;
use std::rc::Rc;

fn id() -> Identifier {
    Identifier::new("7")
}

fn list(entities: &EntityStore, fields: Value, start: RequestStart) {
    entities.put("posts", &Record::new(Some(id()), fields), Representation::List, start);
}

fn detail(entities: &EntityStore, fields: Value, etag: &str, start: RequestStart) {
    let mut record = Record::new(Some(id()), fields);
    record.etag = Some(etag.to_owned());
    entities.put("posts", &record, Representation::Detail, start);
}

fn fields(entities: &EntityStore) -> Value {
    (*entities.get("posts", &id()).unwrap().fields).clone()
}

#[test]
fn a_field_that_an_answer_leaves_out_is_kept() {
    let entities = EntityStore::default();
    detail(&entities, json!({"id": 7, "title": "a", "body": "text"}), "1", entities.begin());
    list(&entities, json!({"id": 7, "title": "b"}), entities.begin());
    assert_eq!(fields(&entities), json!({"id": 7, "title": "b", "body": "text"}));
}

#[test]
fn a_field_that_became_null_is_null() {
    let entities = EntityStore::default();
    list(&entities, json!({"title": "a"}), entities.begin());
    list(&entities, json!({"title": null}), entities.begin());
    assert_eq!(fields(&entities), json!({"title": null}));
}

#[test]
fn the_later_request_counts_whichever_answer_arrives_later() {
    let entities = EntityStore::default();
    let (early, late) = (entities.begin(), entities.begin());
    list(&entities, json!({"title": "late"}), late);
    detail(&entities, json!({"title": "early", "body": "early"}), "1", early);
    assert_eq!(fields(&entities), json!({"title": "late", "body": "early"}));
    list(&entities, json!({"body": "late"}), late);
    assert_eq!(fields(&entities), json!({"title": "late", "body": "late"}));
}

#[test]
fn the_entity_tag_is_the_latest_details() {
    let entities = EntityStore::default();
    let tag = || entities.get("posts", &id()).unwrap().etag;
    let (early, late) = (entities.begin(), entities.begin());
    detail(&entities, json!({"title": "a"}), "late", late);
    detail(&entities, json!({"title": "b"}), "early", early);
    list(&entities, json!({"title": "c"}), entities.begin());
    assert_eq!(tag().as_deref(), Some("late"));
    let record = Record::new(Some(id()), json!({"title": "d"}));
    entities.put("posts", &record, Representation::Detail, entities.begin());
    assert_eq!(tag(), None, "a detail without one takes it away");
}

#[test]
fn records_of_other_resources_and_without_identifier_stay_apart() {
    let entities = EntityStore::default();
    list(&entities, json!({"title": "a"}), entities.begin());
    assert!(entities.get("users", &id()).is_none());
    let nameless = Record::new(None, json!({"title": "b"}));
    entities.put_all("posts", &[nameless], Representation::List, entities.begin());
    assert_eq!(entities.len(), 1);
}

#[test]
fn a_subscriber_hears_of_changes_of_its_record_only() {
    let entities = EntityStore::default();
    let heard = Rc::new(Cell::new(0));
    let counter = Rc::clone(&heard);
    let subscription = entities.subscribe("posts", &id(), move || counter.set(counter.get() + 1));
    list(&entities, json!({"title": "a"}), entities.begin());
    list(&entities, json!({"title": "a"}), entities.begin());
    let other = Record::new(Some(Identifier::new("8")), json!({"title": "x"}));
    entities.put("posts", &other, Representation::List, entities.begin());
    assert_eq!(heard.get(), 1);
    entities.remove("posts", &id(), entities.begin());
    assert_eq!(heard.get(), 2);
    drop(subscription);
    list(&entities, json!({"title": "b"}), entities.begin());
    assert_eq!(heard.get(), 2);
}

#[test]
fn a_subscriber_may_read_and_put() {
    let entities = EntityStore::default();
    let inside = entities.clone();
    let _subscription = entities.subscribe("posts", &id(), move || {
        if fields(&inside) == json!({"title": "a"}) {
            list(&inside, json!({"title": "b"}), inside.begin());
        }
    });
    list(&entities, json!({"title": "a"}), entities.begin());
    assert_eq!(fields(&entities), json!({"title": "b"}));
}

#[test]
fn an_unchanged_record_keeps_its_allocation() {
    let entities = EntityStore::default();
    list(&entities, json!({"title": "a"}), entities.begin());
    let before = entities.get("posts", &id()).unwrap().fields;
    list(&entities, json!({"title": "a"}), entities.begin());
    assert!(Rc::ptr_eq(&before, &entities.get("posts", &id()).unwrap().fields));
}

#[test]
fn a_removed_record_is_not_revived_by_an_older_request() {
    let entities = EntityStore::default();
    let early = entities.begin();
    list(&entities, json!({"title": "a"}), early);
    entities.remove("posts", &id(), entities.begin());
    list(&entities, json!({"title": "a"}), early);
    assert!(entities.get("posts", &id()).is_none());
    list(&entities, json!({"title": "again"}), entities.begin());
    assert_eq!(fields(&entities), json!({"title": "again"}));
}

#[test]
fn a_removal_older_than_the_last_answer_does_not_count() {
    let entities = EntityStore::default();
    let early = entities.begin();
    list(&entities, json!({"title": "a"}), entities.begin());
    entities.remove("posts", &id(), early);
    assert_eq!(fields(&entities), json!({"title": "a"}));
}

#[test]
fn clearing_forgets_everything_and_ignores_answers_under_way() {
    let entities = EntityStore::default();
    let early = entities.begin();
    list(&entities, json!({"title": "a"}), entities.begin());
    let heard = Rc::new(Cell::new(0));
    let counter = Rc::clone(&heard);
    let _subscription = entities.subscribe("posts", &id(), move || counter.set(counter.get() + 1));
    entities.clear();
    assert!(entities.is_empty() && heard.get() == 1);
    list(&entities, json!({"title": "a"}), early);
    assert!(entities.is_empty());
    list(&entities, json!({"title": "b"}), entities.begin());
    assert_eq!((entities.len(), heard.get()), (1, 2));
}
