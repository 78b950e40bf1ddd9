//! What a schema says of one field.

use super::super::{Direction, Schema};
use crate::record::Path;
use serde_json::{Value, json};

#[test]
fn what_only_the_server_writes_is_not_asked_for() {
    let document = json!({
        "required": ["id", "name"],
        "properties": {"id": {"type": "integer", "readOnly": true}, "name": {}},
    });
    let schema = Schema::new(document).with_direction(Direction::Write);
    assert_eq!(schema.validate(&json!({"name": "a", "id": "not judged"})), []);
    assert_eq!(schema.validate(&json!({}))[0].path, Path::field("name"));
}

#[test]
fn what_only_the_client_writes_is_not_expected_back() {
    let document = json!({"required": ["secret"], "properties": {"secret": {"writeOnly": true}}});
    assert_eq!(Schema::new(document).with_direction(Direction::Read).validate(&json!({})), []);
}

#[test]
fn one_field_is_judged_alone() {
    let schema = Schema::new(json!({
        "required": ["name", "price"],
        "properties": {
            "name": {"type": "string"},
            "items": {"items": {"allOf": [{"required": ["n"]}, {"properties": {"n": {"minimum": 1}}}]}},
        },
    }));
    let instance = json!({"items": [{"n": 1}, {"n": 0}, {}]});
    let at = |path: &str| {
        let violations = schema.validate_at(&instance, &Path::from(path));
        violations.iter().map(|v| format!("{}: {}", v.path, v.keyword)).collect::<Vec<_>>()
    };
    assert_eq!(at("name"), ["name: required"]);
    assert_eq!(at("items.0.n"), [""; 0]);
    assert_eq!(at("items.1.n"), ["items.1.n: minimum"]);
    assert_eq!(at("items.2.n"), ["items.2.n: required"]);
    assert_eq!(at("items.7.n"), [""; 0], "there is no such row");
}

#[test]
fn a_description_merges_what_people_want_to_know() {
    let schema = Schema::new(json!({
        "$defs": {"base": {
            "description": "from the base",
            "required": ["id"],
            "properties": {"id": {"type": "integer"}, "name": {"title": "Base name"}},
        }},
        "allOf": [{"$ref": "#/$defs/base"}],
        "title": "Own",
        "properties": {"name": {"title": "Own name"}},
    }));
    let description = schema.describe();
    assert_eq!(description.text("title"), Some("Own"));
    assert_eq!(description.text("description"), Some("from the base"));
    assert!(description.requires("id") && description.types().has("object"));
    let properties: Vec<_> = description.properties().into_iter().map(|(name, _)| name).collect();
    assert_eq!(properties, ["name", "id"]);
    assert_eq!(schema.describe_node(description.properties()[0].1).text("title"), Some("Own name"));
}

#[test]
fn a_union_with_null_may_be_null() {
    let null_unions = [
        json!({"type": ["integer", "null"]}),
        json!({"type": "integer", "nullable": true}),
        json!({"anyOf": [{"type": "integer"}, {"type": "null"}]}),
        json!({"oneOf": [{"type": "null"}, {"allOf": [{"type": "integer"}]}]}),
    ];
    for document in null_unions {
        let schema = Schema::new(document);
        let description = schema.describe();
        assert!(description.is_nullable() && !description.is_union());
        assert_eq!(description.types().single(), Some("integer"));
    }
}

#[test]
fn constants_in_a_union_are_choices_with_titles() {
    let schema = Schema::new(json!({"oneOf": [{"const": 1, "title": "One"}, {"const": 2}]}));
    let description = schema.describe();
    let choices: Vec<_> =
        description.choices().into_iter().map(|c| (c.value.clone(), c.title)).collect();
    assert_eq!(choices, [(json!(1), Some("One")), (json!(2), None)]);
    assert!(!description.is_union() && description.types().has("integer"));
}

#[test]
fn a_type_is_told_by_other_keywords() {
    let single = |document: Value| Schema::new(document).describe().types().single();
    assert_eq!(single(json!({"properties": {}})), Some("object"));
    assert_eq!(single(json!({"items": {}})), Some("array"));
    assert_eq!(single(json!({"enum": ["a", null]})), Some("string"));
    assert_eq!(single(json!({"type": ["integer", "number"]})), Some("number"));
    assert_eq!(single(json!({"type": ["integer", "string"]})), None);
}
