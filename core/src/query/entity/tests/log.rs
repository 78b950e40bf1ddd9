//! Writes that are shown before they are answered.

use super::{counted, field, id, put, put_at, put_body, record};
use crate::query::{EntityStore, PendingChange, Representation};
use crate::record::Path;
use serde_json::{Value, json};

fn name(entities: &EntityStore, key: &str) -> Value {
    field(entities, key, "name").unwrap_or_default()
}

#[test]
fn a_write_is_shown_at_once_and_taken_back_when_it_is_refused() {
    let entities = EntityStore::default();
    put(&entities, "7", json!({"name": "a", "price": 1}));
    let (count, callback) = counted();
    let _name = entities.subscribe_field("notes", &id("7"), &Path::field("name"), callback);
    let write = entities.update("notes", &id("7"), json!({"name": "b"}));
    assert_eq!((name(&entities, "7"), count.get()), (json!("b"), 1));
    assert!(entities.entity("notes", &id("7")).is_pending());
    entities.reject(write);
    assert_eq!((name(&entities, "7"), count.get()), (json!("a"), 2));
    entities.reject(write);
    assert_eq!(count.get(), 2, "a write is refused once");
}

#[test]
fn overlapping_writes_do_not_flicker() {
    let entities = EntityStore::default();
    put(&entities, "7", json!({"name": "a"}));
    let first = entities.update("notes", &id("7"), json!({"name": "b"}));
    let second = entities.update("notes", &id("7"), json!({"name": "c"}));
    let (count, callback) = counted();
    let _name = entities.subscribe_field("notes", &id("7"), &Path::field("name"), callback);
    entities.confirm(first, Some(&record("7", json!({"name": "b"}))));
    put(&entities, "7", json!({"name": "b"}));
    entities.confirm(second, Some(&record("7", json!({"name": "c"}))));
    assert_eq!((name(&entities, "7"), count.get()), (json!("c"), 0));
}

#[test]
fn a_refused_write_takes_back_only_what_it_did() {
    let entities = EntityStore::default();
    put(&entities, "7", json!({"name": "a", "price": 1, "stock": 5}));
    let first = entities.update("notes", &id("7"), json!({"name": "b", "price": 2}));
    let _pending = entities.update("notes", &id("7"), json!({"price": 3}));
    put(&entities, "7", json!({"stock": 4}));
    entities.reject(first);
    let shown = entities.get("notes", &id("7")).unwrap();
    assert_eq!(*shown.fields, json!({"name": "a", "price": 3, "stock": 4}));
}

#[test]
fn an_answer_asked_for_before_the_confirmation_does_not_show_the_old_value() {
    let entities = EntityStore::default();
    put(&entities, "7", json!({"id": 7, "name": "a", "stock": 1}));
    let write = entities.update("notes", &id("7"), json!({"name": "b"}));
    let list = entities.begin();
    let (count, callback) = counted();
    let _name = entities.subscribe_field("notes", &id("7"), &Path::field("name"), callback);
    entities.confirm(write, None);
    put_at(&entities, "7", json!({"id": 7, "name": "a", "stock": 2}), list);
    assert_eq!((name(&entities, "7"), count.get()), (json!("b"), 0));
    assert_eq!(field(&entities, "7", "stock"), Some(json!(2)), "what was not written is news");
    put(&entities, "7", json!({"name": "c"}));
    assert_eq!(name(&entities, "7"), json!("c"), "a later request counts");
}

#[test]
fn writes_confirmed_out_of_their_order_end_with_the_last_one() {
    let entities = EntityStore::default();
    put(&entities, "7", json!({"name": "a"}));
    let list = entities.begin();
    let first = entities.update("notes", &id("7"), json!({"name": "b", "price": 1}));
    let second = entities.update("notes", &id("7"), json!({"name": "c"}));
    entities.confirm(second, Some(&record("7", json!({"id": 7, "name": "c"}))));
    entities.confirm(first, Some(&record("7", json!({"id": 7, "name": "b", "price": 1}))));
    put_at(&entities, "7", json!({"name": "a", "price": 0}), list);
    assert_eq!(name(&entities, "7"), json!("c"));
    assert_eq!(field(&entities, "7", "price"), Some(json!(1)));
}

#[test]
fn a_write_that_sets_what_the_server_has_tells_nobody() {
    let entities = EntityStore::default();
    put(&entities, "7", json!({"name": "a"}));
    let (count, callback) = counted();
    let _record = entities.subscribe("notes", &id("7"), callback);
    let write = entities.update("notes", &id("7"), json!({"name": "a"}));
    entities.confirm(write, None);
    assert_eq!(count.get(), 0);
}

#[test]
fn a_change_under_a_pending_write_is_not_told_to_the_observers_of_its_field() {
    let entities = EntityStore::default();
    put(&entities, "7", json!({"name": "a"}));
    let write = entities.update("notes", &id("7"), json!({"name": "b"}));
    let (names, on_name) = counted();
    let (records, on_record) = counted();
    let _name = entities.subscribe_field("notes", &id("7"), &Path::field("name"), on_name);
    let _record = entities.subscribe("notes", &id("7"), on_record);
    put(&entities, "7", json!({"name": "of another person"}));
    assert_eq!((names.get(), records.get()), (0, 0));
    entities.reject(write);
    assert_eq!(name(&entities, "7"), json!("of another person"));
    assert_eq!((names.get(), records.get()), (1, 1));
}

#[test]
fn an_object_changes_the_members_it_names_and_null_clears() {
    let entities = EntityStore::default();
    put(&entities, "7", json!({"at": {"city": "a", "zip": 1, "in": {"x": 1}}, "note": "n"}));
    let changes = json!({"at": {"zip": null, "in": {"y": 2}}, "note": null, "new": {"a": null}});
    let write = entities.update("notes", &id("7"), changes);
    let after = json!({"at": {"city": "a", "in": {"x": 1, "y": 2}}, "note": null, "new": {}});
    assert_eq!(*entities.get("notes", &id("7")).unwrap().fields, after);
    entities.confirm(write, None);
    assert_eq!(*entities.get("notes", &id("7")).unwrap().fields, after);
}

#[test]
fn a_deleted_record_is_not_shown_and_comes_back_when_that_is_refused() {
    let entities = EntityStore::default();
    let page = put_body(&entities, r#"[{"id": 7, "name": "a"}, {"id": 8}]"#, None);
    let write = entities.delete("notes", &id("7"));
    let shown = || page.shown().filter_map(super::super::Entity::identifier).collect::<Vec<_>>();
    assert_eq!(shown(), [id("8")]);
    assert_eq!(entities.get("notes", &id("7")), None);
    entities.reject(write);
    assert_eq!(shown(), [id("7"), id("8")]);
    let list = entities.begin();
    let write = entities.delete("notes", &id("7"));
    entities.confirm(write, None);
    put_at(&entities, "7", json!({"name": "a"}), list);
    assert_eq!(shown(), [id("8")], "an answer from before does not revive it");
}

#[test]
fn a_record_that_is_made_gets_its_real_key() {
    let entities = EntityStore::default();
    let made = entities.create("notes", &id("new-1"), json!({"name": "a"}));
    let handle = entities.created("notes").pop().unwrap();
    let (count, callback) = counted();
    let _name = handle.subscribe_field(&Path::field("name"), callback);
    assert_eq!(entities.get("notes", &id("new-1")).unwrap().fields["name"], "a");
    entities.confirm(made, Some(&record("7", json!({"id": 7, "name": "A"}))));
    assert_eq!(handle.identifier(), Some(id("7")));
    assert_eq!(count.get(), 1);
    for key in ["7", "new-1"] {
        assert_eq!(entities.get("notes", &id(key)).unwrap().identifier, Some(id("7")));
        assert_eq!(name(&entities, key), json!("A"));
    }
    assert!(entities.created("notes").is_empty());
    assert_eq!(entities.len(), 1);
    put(&entities, "7", json!({"name": "B"}));
    assert_eq!(count.get(), 2, "who looked at the temporary record looks at the real one");
}

#[test]
fn later_writes_that_name_a_temporary_key_are_given_the_real_one() {
    let entities = EntityStore::default();
    let made = entities.create("authors", &id("new-1"), json!({"name": "a"}));
    let _pending = entities.update("authors", &id("new-1"), json!({"name": "b"}));
    let fields = json!({"author": "new-1", "others": [{"of": "new-1"}, "new-10"]});
    let _pending = entities.create("notes", &id("new-2"), fields);
    put(&entities, "9", json!({"author": 1}));
    let _pending = entities.update("notes", &id("9"), json!({"author": "new-1"}));
    let (count, callback) = counted();
    let _author = entities.subscribe_field("notes", &id("9"), &Path::field("author"), callback);
    entities.confirm(made, Some(&record("7", json!({"id": 7, "name": "a"}))));
    let pending = entities.pending();
    let keys: Vec<_> = pending.iter().map(|entry| entry.identifier.to_string()).collect();
    assert_eq!(keys, ["7", "new-2", "9"]);
    let fields = json!({"author": 7, "others": [{"of": 7}, "new-10"]});
    assert_eq!(pending[1].change, PendingChange::Create(fields));
    assert_eq!(pending[2].change, PendingChange::Update(json!({"author": 7})));
    assert_eq!((field(&entities, "9", "author"), count.get()), (Some(json!(7)), 1));
    assert_eq!(entities.get("authors", &id("7")).unwrap().fields["name"], "b");
}

#[test]
fn a_list_may_show_a_new_record_before_its_own_answer_comes() {
    let entities = EntityStore::default();
    let made = entities.create("notes", &id("new-1"), json!({"name": "a"}));
    let later = entities.update("notes", &id("new-1"), json!({"price": 2}));
    let handle = entities.entity("notes", &id("new-1"));
    let (count, callback) = counted();
    let guard = handle.subscribe_field(&Path::field("stock"), callback);
    let page = put_body(&entities, r#"[{"id": 7, "name": "a", "stock": 3}]"#, None);
    entities.confirm(made, Some(&record("7", json!({"id": 7}))));
    assert_eq!(handle, page.rows()[0]);
    let shown = handle.record().unwrap();
    assert_eq!(*shown.fields, json!({"id": 7, "name": "a", "stock": 3, "price": 2}));
    assert_eq!(count.get(), 1);
    drop(guard);
    entities.reject(later);
    assert_eq!(field(&entities, "7", "price"), None);
    assert_eq!(entities.statistics().field_nodes, 0);
}

#[test]
fn a_refused_creation_leaves_nothing() {
    let entities = EntityStore::default();
    let made = entities.create("notes", &id("new-1"), json!({"name": "a"}));
    entities.reject(made);
    assert_eq!(entities.get("notes", &id("new-1")), None);
    assert_eq!(entities.collect(None), 1);
    assert_eq!(entities.statistics().places, 0);
}

#[test]
fn an_answer_without_a_field_leaves_what_was_written_only_if_the_field_is_known() {
    let entities = EntityStore::default();
    put(&entities, "7", json!({"id": 7, "name": "a"}));
    let changes = json!({"name": "b", "password": "secret"});
    let write = entities.update("notes", &id("7"), changes.clone());
    entities.confirm(write, Some(&record("7", json!({"id": 7, "at": 1}))));
    assert_eq!(name(&entities, "7"), json!("b"));
    assert_eq!(field(&entities, "7", "password"), None, "the server never shows it");
}

#[test]
fn a_confirmed_write_of_a_record_that_nobody_has_seen_makes_no_half_of_it() {
    let entities = EntityStore::default();
    let write = entities.update("notes", &id("7"), json!({"name": "b"}));
    assert_eq!(entities.get("notes", &id("7")), None);
    entities.confirm(write, None);
    assert_eq!(entities.get("notes", &id("7")), None);
    let write = entities.update("notes", &id("7"), json!({"name": "c"}));
    entities.confirm(write, Some(&record("7", json!({"id": 7, "name": "c"}))));
    assert_eq!(name(&entities, "7"), json!("c"));
}

#[test]
fn the_entity_tag_after_a_write_is_the_one_of_its_answer() {
    let entities = EntityStore::default();
    let mut detail = record("7", json!({"id": 7, "name": "a"}));
    detail.etag = Some("1".to_owned());
    entities.put("notes", &detail, Representation::Detail, entities.begin());
    let early = entities.begin();
    let write = entities.update("notes", &id("7"), json!({"name": "b"}));
    let tag = || entities.get("notes", &id("7")).unwrap().etag;
    assert_eq!(tag().as_deref(), Some("1"));
    entities.confirm(write, None);
    assert_eq!(tag(), None, "the old one would be refused");
    entities.put("notes", &detail, Representation::Detail, early);
    assert_eq!(tag(), None);
}

#[test]
fn a_record_that_was_made_here_is_held_no_longer_than_any_other() {
    let entities = EntityStore::default();
    let made = entities.create("notes", &id("new-1"), json!({"name": "a"}));
    let handle = entities.entity("notes", &id("new-1"));
    entities.confirm(made, Some(&record("7", json!({"id": 7, "name": "a"}))));
    assert_eq!(entities.collect(None), 0);
    assert_eq!(name(&entities, "new-1"), json!("a"), "as long as somebody names it");
    drop(handle);
    assert_eq!(entities.collect(None), 1);
    assert_eq!(entities.find("notes", &id("new-1")), None);
    assert_eq!(entities.statistics().places, 0);
}
