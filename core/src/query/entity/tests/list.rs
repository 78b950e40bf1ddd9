//! Lists by their bodies.

use super::{counted, field, id, put, put_body, record};
use crate::query::{EntityStore, UnreadableBody};
use crate::record::{Path, RowsAt};
use serde_json::json;

fn body(rows: &[(u32, &str)]) -> String {
    let rows: Vec<_> =
        rows.iter().map(|(key, name)| format!(r#"{{"id": {key}, "name": "{name}"}}"#)).collect();
    format!("[{}]", rows.join(", "))
}

#[test]
fn an_equal_body_changes_nothing() {
    let entities = EntityStore::default();
    let text = body(&[(1, "a"), (2, "b")]);
    let page = put_body(&entities, &text, None);
    assert_eq!(page.changed(), [0, 1]);
    let (count, callback) = counted();
    let _row = page.rows()[0].subscribe(callback);
    let again = put_body(&entities, &text, Some(&page));
    assert!(again.changed().is_empty());
    assert_eq!((again, count.get()), (page, 0));
}

#[test]
fn rows_are_compared_by_key_and_not_by_position() {
    let entities = EntityStore::default();
    let page = put_body(&entities, &body(&[(1, "a"), (2, "b"), (3, "c"), (4, "d")]), None);
    let text = body(&[(9, "new"), (1, "a"), (3, "c"), (4, "D"), (2, "b")]);
    let after = put_body(&entities, &text, Some(&page));
    assert_eq!(after.changed(), [0, 3]);
    assert_eq!(after.ids(), [id("9"), id("1"), id("3"), id("4"), id("2")]);
    assert_ne!(after, page);
}

#[test]
fn a_row_that_is_the_same_again_counts_as_news_after_an_older_detail() {
    let entities = EntityStore::default();
    let text = body(&[(1, "a")]);
    let page = put_body(&entities, &text, None);
    put(&entities, "1", json!({"id": 1, "name": "b", "body": "text"}));
    assert_eq!(field(&entities, "1", "name"), Some(json!("b")));
    let page = put_body(&entities, &text, Some(&page));
    assert_eq!(field(&entities, "1", "name"), Some(json!("a")));
    let early = entities.begin();
    put_body(&entities, &text, Some(&page));
    super::put_at(&entities, "1", json!({"name": "c"}), early);
    assert_eq!(field(&entities, "1", "name"), Some(json!("a")), "asked for before that list");
}

#[test]
fn a_page_without_its_rows_is_refused_and_changes_nothing() {
    let entities = EntityStore::default();
    let at = RowsAt { rows: Path::field("data"), ..RowsAt::root("id") };
    for text in ["", "[]", "{\"data\": {}}", "{\"data\": [{\"id\": 1}", "{\"data\": [{\"id\": 1}]]"]
    {
        let put = entities.put_body("notes", &at, text.as_bytes(), entities.begin(), None);
        assert_eq!(put.unwrap_err(), UnreadableBody, "{text}");
    }
    assert_eq!(entities.statistics().places, 0);
    assert_eq!(UnreadableBody.to_string(), "no rows are where they should be");
}

#[test]
fn the_total_is_read_from_around_the_rows() {
    let entities = EntityStore::default();
    let total = Some(Path::from("meta.total"));
    let at = RowsAt { rows: Path::field("data"), key: Path::field("id"), total };
    let text = br#"{"meta": {"total": "41"}, "data": [{"id": 1, "meta": {"total": 1}}]}"#;
    let page = entities.put_body("notes", &at, text, entities.begin(), None).unwrap();
    assert_eq!((page.total(), page.rows().len()), (Some(41), 1));
}

#[test]
fn rows_without_a_key_are_shown_and_live_on_their_page() {
    let entities = EntityStore::default();
    let page = put_body(&entities, r#"[{"name": "a"}, {"id": null, "name": "b"}]"#, None);
    assert_eq!(page.rows()[1].field(&Path::field("name")), Some(json!("b")));
    assert!(page.ids().is_empty());
    assert_eq!(entities.statistics().places, 0);
    let again = put_body(&entities, r#"[{"name": "a"}, {"id": null, "name": "b"}]"#, Some(&page));
    assert_eq!(again, page);
}

#[test]
fn a_key_that_stands_twice_is_one_record() {
    let entities = EntityStore::default();
    let page = put_body(&entities, &body(&[(1, "a"), (1, "b")]), None);
    assert_eq!(page.rows()[0], page.rows()[1]);
    assert_eq!(field(&entities, "1", "name"), Some(json!("b")));
    put_body(&entities, &body(&[(1, "a"), (1, "b")]), Some(&page));
    assert_eq!(field(&entities, "1", "name"), Some(json!("b")));
}

#[test]
fn pages_keep_their_records_and_let_them_go() {
    let entities = EntityStore::default();
    let one = put_body(&entities, &body(&[(1, "a"), (2, "b")]), None);
    let other = put_body(&entities, &body(&[(2, "b"), (3, "c")]), None);
    assert_eq!(entities.collect(None), 0);
    drop(one);
    assert_eq!(entities.statistics().referenced, 2);
    assert_eq!(entities.collect(None), 1);
    let guard = entities.subscribe("notes", &id("2"), || ());
    let _pending = entities.update("notes", &id("3"), json!({"name": "C"}));
    drop(other);
    assert_eq!(entities.collect(None), 0);
    drop(guard);
    assert_eq!(entities.collect(None), 1);
    let statistics = entities.statistics();
    assert_eq!((statistics.places, statistics.pending), (1, 1));
}

#[test]
fn that_a_record_is_gone_is_remembered_while_older_requests_run() {
    let entities = EntityStore::default();
    let list = entities.begin();
    put(&entities, "1", json!({"name": "a"}));
    entities.remove("notes", &id("1"), entities.begin());
    assert_eq!(entities.collect(Some(list)), 0);
    super::put_at(&entities, "1", json!({"name": "a"}), list);
    assert_eq!(entities.get("notes", &id("1")), None);
    assert_eq!(entities.collect(None), 1);
}

#[test]
fn rows_are_copied_out_of_their_body_and_parsed_when_they_are_read() {
    let entities = EntityStore::default();
    let text = body(&[(1, "a"), (2, "b")]);
    let page = put_body(&entities, &text, None);
    let rows = text.len() - "[, ]".len();
    assert_eq!(entities.statistics().pinned_bytes, rows);
    assert_eq!(page.rows()[0].field(&Path::field("name")), Some(json!("a")));
    assert_eq!(entities.statistics().parsed, 0, "one field does not parse the row");
    assert_eq!(*page.rows()[0].record().unwrap().fields, json!({"id": 1, "name": "a"}));
    assert_eq!(entities.statistics().parsed, 1);
    put_body(&entities, &body(&[(1, "c")]), Some(&page));
    assert_eq!(entities.statistics().parsed, 0, "the parsed record is of the row before");
}

#[test]
fn a_detail_hides_the_row_before_it_and_a_later_row_keeps_its_other_fields() {
    let entities = EntityStore::default();
    let page = put_body(&entities, &body(&[(1, "a")]), None);
    let text = br#" {"id": 1, "name": "b", "body": "long"} "#;
    let detail = entities
        .put_detail("notes", &id("1"), text, Some("\"1\"".to_owned()), entities.begin())
        .unwrap();
    assert_eq!(entities.statistics().pinned_bytes, text.len() - 2, "the row is covered");
    put_body(&entities, &body(&[(1, "c")]), Some(&page));
    let shown = detail.record().unwrap();
    assert_eq!(*shown.fields, json!({"id": 1, "name": "c", "body": "long"}));
    assert_eq!(shown.etag.as_deref(), Some("\"1\""));
    assert!(entities.put_detail("notes", &id("1"), b"{", None, entities.begin()).is_err());
}

#[test]
fn parsed_rows_and_bodies_end_in_one_place() {
    let entities = EntityStore::default();
    let records = [record("1", json!({"id": 1, "name": "a"})), record("2", json!({"id": 2}))];
    let page = entities.put_list("notes", &records, Some(2), entities.begin());
    assert_eq!((page.total(), page.changed()), (Some(2), [0, 1].as_slice()));
    let again = entities.put_list("notes", &records, Some(2), entities.begin());
    assert_eq!((again.changed().len(), &again), (0, &page));
    let body = put_body(&entities, &body(&[(1, "b")]), None);
    assert_eq!(body.rows()[0], page.rows()[0]);
    assert_eq!(field(&entities, "1", "name"), Some(json!("b")));
    assert_eq!(entities.page_of("notes", &page.ids(), Some(2)), Some(page));
    assert_eq!(entities.page_of("notes", &[id("3")], None), None);
}
