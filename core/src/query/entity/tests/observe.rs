//! Who is told of what.

use super::{counted, field, id, put, put_at, put_body, record};
use crate::query::{EntityStore, Representation};
use crate::record::Path;
use serde_json::json;

#[test]
fn only_the_observers_of_the_field_that_changed_are_told() {
    let entities = EntityStore::default();
    put(&entities, "7", json!({"name": "a", "price": 1}));
    let (names, on_name) = counted();
    let (prices, on_price) = counted();
    let (records, on_record) = counted();
    let _name = entities.subscribe_field("notes", &id("7"), &Path::field("name"), on_name);
    let _price = entities.subscribe_field("notes", &id("7"), &Path::field("price"), on_price);
    let _record = entities.subscribe("notes", &id("7"), on_record);
    put(&entities, "7", json!({"name": "b", "price": 1}));
    assert_eq!((names.get(), prices.get(), records.get()), (1, 0, 1));
    put(&entities, "7", json!({"name": "b", "price": 1}));
    put(&entities, "8", json!({"name": "c"}));
    assert_eq!((names.get(), prices.get(), records.get()), (1, 0, 1));
}

#[test]
fn a_field_inside_others_is_told_apart_from_its_neighbors() {
    let entities = EntityStore::default();
    put_body(
        &entities,
        r#"[{"id": 7, "at": {"city": "a", "street": "b"}, "tags": ["x", "y"]}]"#,
        None,
    );
    let (cities, on_city) = counted();
    let (tags, on_tag) = counted();
    let (city, tag) = (Path::from_pointer("/at/city"), Path::from_pointer("/tags/1"));
    let _city = entities.subscribe_field("notes", &id("7"), &city, on_city);
    let _tag = entities.subscribe_field("notes", &id("7"), &tag, on_tag);
    put_body(&entities, r#"[{"id":7,"at":{"city":"a","street":"c"},"tags":["z","y"]}]"#, None);
    assert_eq!((cities.get(), tags.get()), (0, 0));
    put_body(&entities, r#"[{"id":7,"at":{"city":"d","street":"c"},"tags":["z"]}]"#, None);
    assert_eq!((cities.get(), tags.get()), (1, 1));
    assert_eq!(field(&entities, "7", "at.city"), Some(json!("d")));
    assert_eq!(field(&entities, "7", "tags.1"), None);
}

#[test]
fn field_nodes_exist_only_while_somebody_looks() {
    let entities = EntityStore::default();
    put(&entities, "7", json!({"name": "a"}));
    let nodes = || entities.statistics().field_nodes;
    let name = Path::field("name");
    let one = entities.subscribe_field("notes", &id("7"), &name, || ());
    let other = entities.subscribe_field("notes", &id("7"), &name, || ());
    assert_eq!(nodes(), 1);
    drop(one);
    assert_eq!(nodes(), 1);
    drop(other);
    assert_eq!(nodes(), 0);
}

#[test]
fn a_thousand_places_that_show_one_field_share_a_node() {
    let entities = EntityStore::default();
    put(&entities, "7", json!({"name": "a"}));
    let (count, callback) = counted();
    let callback = std::rc::Rc::new(callback);
    let guards: Vec<_> = (0..1_000)
        .map(|_| {
            let callback = std::rc::Rc::clone(&callback);
            entities.subscribe_field("notes", &id("7"), &Path::field("name"), move || callback())
        })
        .collect();
    assert_eq!(entities.statistics().field_nodes, 1);
    put(&entities, "7", json!({"name": "b"}));
    assert_eq!(count.get(), 1_000);
    drop(guards);
    assert_eq!(entities.statistics().field_nodes, 0);
}

#[test]
fn a_field_can_be_waited_for_before_the_record_is_known() {
    let entities = EntityStore::default();
    let (count, callback) = counted();
    let _name = entities.subscribe_field("notes", &id("7"), &Path::field("name"), callback);
    put(&entities, "7", json!({"other": 1}));
    assert_eq!(count.get(), 0);
    put(&entities, "7", json!({"name": "a"}));
    assert_eq!(count.get(), 1);
}

#[test]
fn a_late_answer_that_loses_tells_nobody() {
    let entities = EntityStore::default();
    let (early, late) = (entities.begin(), entities.begin());
    put_at(&entities, "7", json!({"name": "late"}), late);
    let (count, callback) = counted();
    let _record = entities.subscribe("notes", &id("7"), callback);
    put_at(&entities, "7", json!({"name": "early"}), early);
    assert_eq!(count.get(), 0);
    put_at(&entities, "7", json!({"body": "early"}), early);
    assert_eq!(count.get(), 1, "a field that nobody knew is news");
}

#[test]
fn callbacks_may_use_the_store() {
    let entities = EntityStore::default();
    put(&entities, "7", json!({"name": "a", "copy": "a"}));
    let own = entities.clone();
    let guard = entities.subscribe_field("notes", &id("7"), &Path::field("name"), move || {
        let name = field(&own, "7", "name").unwrap();
        if field(&own, "7", "copy") != Some(name.clone()) {
            put(&own, "7", json!({"copy": name}));
        }
        own.collect(None);
    });
    put(&entities, "7", json!({"name": "b"}));
    assert_eq!(field(&entities, "7", "copy"), Some(json!("b")));
    drop(guard);
}

#[test]
fn a_new_entity_tag_is_told_to_those_who_look_at_the_record_only() {
    let entities = EntityStore::default();
    let detail = |tag: &str| {
        let mut record = record("7", json!({"name": "a"}));
        record.etag = Some(tag.to_owned());
        entities.put("notes", &record, Representation::Detail, entities.begin());
    };
    detail("1");
    let (names, on_name) = counted();
    let (records, on_record) = counted();
    let _name = entities.subscribe_field("notes", &id("7"), &Path::field("name"), on_name);
    let _record = entities.subscribe("notes", &id("7"), on_record);
    detail("1");
    assert_eq!((names.get(), records.get()), (0, 0));
    detail("2");
    assert_eq!((names.get(), records.get()), (0, 1));
}

#[test]
fn all_numbers_have_the_digits_that_the_server_wrote() {
    let entities = EntityStore::default();
    let body = r#"[{"id": 1, "big": 123456789012345678901234567890, "price": 10.10}]"#;
    put_body(&entities, body, None);
    let entity = entities.entity("notes", &id("1"));
    let text = |name: &str| entity.text(&Path::field(name)).unwrap();
    assert_eq!(text("big"), "123456789012345678901234567890");
    assert_eq!(text("price"), "10.10");
    let (count, callback) = counted();
    let _price = entity.subscribe_field(&Path::field("price"), callback);
    put_body(&entities, &body.replace("10.10", "10.1"), None);
    assert_eq!((count.get(), text("price").as_str()), (1, "10.1"));
}

#[test]
fn clearing_tells_those_who_still_look() {
    let entities = EntityStore::default();
    put(&entities, "7", json!({"name": "a"}));
    put(&entities, "8", json!({"name": "b"}));
    let (count, callback) = counted();
    let _name = entities.subscribe_field("notes", &id("7"), &Path::field("name"), callback);
    let before = entities.begin();
    entities.clear();
    assert_eq!((count.get(), entities.statistics().places), (1, 1));
    put_at(&entities, "7", json!({"name": "c"}), before);
    assert_eq!(field(&entities, "7", "name"), None);
    put_at(&entities, "7", json!({"name": "d"}), entities.restored());
    assert_eq!(field(&entities, "7", "name"), Some(json!("d")));
}
