//! What makes keys equal, and which belong to which.

use super::harness::cases;
use crate::query::QueryKey;
use serde_json::{Value, json};

fn key(value: Value) -> QueryKey {
    let Value::Array(segments) = value else { panic!("a key is an array") };
    QueryKey::from(segments)
}

fn is_prefix(whole: Value, part: Value, expected: bool) {
    assert_eq!(key(whole).starts_with(&key(part)), expected);
}

cases! { is_prefix:
    the_root_covers_a_text(json!(["a"]), json!([]), true);
    the_root_covers_the_root(json!([]), json!([]), true);
    a_key_covers_itself(json!(["a", 1]), json!(["a", 1]), true);
    a_first_segment_covers_two(json!(["a", "b"]), json!(["a"]), true);
    a_second_segment_covers_nothing(json!(["a", "b"]), json!(["b"]), false);
    two_segments_do_not_cover_one(json!(["a"]), json!(["a", "b"]), false);
    the_beginning_of_a_text_covers_nothing(json!(["abc"]), json!(["ab"]), false);
    a_number_is_not_the_beginning_of_another(json!([12]), json!([1]), false);
    a_number_does_not_cover_its_text(json!(["1"]), json!([1]), false);
    a_text_does_not_cover_its_number(json!([1]), json!(["1"]), false);
    null_covers_null(json!([null]), json!([null]), true);
    null_does_not_cover_a_text(json!(["a"]), json!([null]), false);
    a_text_does_not_cover_null(json!([null]), json!(["a"]), false);
    true_does_not_cover_false(json!([false]), json!([true]), false);
    an_empty_object_covers_an_object(json!([{"a": 1}]), json!([{}]), true);
    an_empty_object_covers_no_text(json!(["a"]), json!([{}]), false);
    an_object_covers_one_with_more(json!([{"a": 1, "b": 2}]), json!([{"a": 1}]), true);
    an_object_does_not_cover_one_with_less(json!([{"a": 1}]), json!([{"a": 1, "b": 2}]), false);
    an_object_does_not_cover_other_values(json!([{"a": 1}]), json!([{"a": 2}]), false);
    null_in_an_object_does_not_cover_a_missing_member(json!([{}]), json!([{"a": null}]), false);
    an_object_covers_through_objects(
        json!([{"a": {"b": 1, "c": 2}, "d": 3}]), json!([{"a": {"c": 2}}]), true);
    an_object_compares_through_objects(
        json!([{"a": {"b": 1, "c": 2}}]), json!([{"a": {"c": 3}}]), false);
    an_array_within_is_compared_as_a_whole(json!([["a", "b"]]), json!([["a"]]), false);
    an_array_within_covers_itself(json!([["a", "b"]]), json!([["a", "b"]]), true);
    an_object_in_an_array_within_is_compared_as_a_whole(
        json!([[{"a": 1, "b": 2}]]), json!([[{"a": 1}]]), false);
    an_object_before_a_text_covers(
        json!([{"a": 1, "b": 2}, "x", "y"]), json!([{"b": 2}, "x"]), true);
    an_object_before_another_text_does_not(
        json!([{"a": 1, "b": 2}, "x", "y"]), json!([{"b": 2}, "y"]), false);
    a_text_with_a_quote_is_not_two(json!(["a", "b"]), json!(["a\",\"b"]), false);
}

fn is_equal(one: Value, other: Value, expected: bool) {
    let (one, other) = (key(one), key(other));
    assert_eq!((one == other, one.to_string() == other.to_string()), (expected, expected));
}

cases! { is_equal:
    the_order_of_members_is_nothing(json!([{"a": 1, "b": 2}]), json!([{"b": 2, "a": 1}]), true);
    the_order_of_members_within_is_nothing(
        json!([{"x": {"a": 1, "b": 2}}]), json!([{"x": {"b": 2, "a": 1}}]), true);
    the_order_of_members_in_arrays_is_nothing(
        json!([[{"a": 1, "b": 2}]]), json!([[{"b": 2, "a": 1}]]), true);
    the_order_of_elements_counts(json!([[1, 2]]), json!([[2, 1]]), false);
    the_order_of_segments_counts(json!([1, 2]), json!([2, 1]), false);
    a_missing_member_counts(json!([{"a": 1}]), json!([{"a": 1, "b": null}]), false);
    a_text_is_no_number(json!(["1"]), json!([1]), false);
    a_whole_number_is_no_fraction(json!([1]), json!([1.0]), false);
    an_empty_array_is_no_empty_object(json!([[]]), json!([{}]), false);
    an_empty_text_is_no_null(json!([""]), json!([null]), false);
    one_segment_is_not_the_array_of_it(json!(["a"]), json!([["a"]]), false);
    the_root_is_the_root(json!([]), json!([]), true);
}

#[test]
fn a_key_is_written_as_the_array_it_is_and_read_back() {
    let written = json!(["a", {"b": [1, null], "c": "d"}]);
    let key: QueryKey = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(&key).unwrap(), written);
    assert_eq!(key, self::key(written));
}

#[test]
fn a_child_is_below_its_parent() {
    let parent = QueryKey::new(["a", "b"]);
    let child = parent.child(json!({"page": 1}));
    assert!(child.starts_with(&parent) && !parent.starts_with(&child));
    assert_eq!(child.segments().len(), 3);
    assert_eq!(QueryKey::default(), QueryKey::root());
}

#[test]
fn every_prefix_finds_what_a_search_through_all_keys_finds() {
    let world = super::harness::World::new();
    let segments = [
        json!("a"),
        json!("ab"),
        json!("a\"b"),
        json!(1),
        json!(10),
        json!(null),
        json!({"x": 1}),
        json!({"x": 1, "y": 2}),
        json!([1]),
        json!([]),
        json!({}),
    ];
    let mut keys = vec![QueryKey::root()];
    for one in &segments {
        keys.push(QueryKey::from(vec![one.clone()]));
        keys.extend(segments.iter().map(|two| QueryKey::from(vec![one.clone(), two.clone()])));
    }
    for key in &keys {
        world.client.set_data(key, 0_u8);
    }
    assert_eq!(world.client.statistics().entries, keys.len());
    for prefix in &keys {
        let filter = crate::query::QueryFilter::prefix(prefix.clone());
        let found = world.client.find_all(&filter).len();
        let expected = keys.iter().filter(|key| key.starts_with(prefix)).count();
        assert_eq!(found, expected, "{prefix}");
    }
}
