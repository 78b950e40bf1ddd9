//! What tells the dialects apart, and references.

use super::super::{Direction, Draft, Schema};
use crate::record::Path;
use serde_json::{Value, json};
use std::rc::Rc;

/// Checks `path: keyword` of every violation.
fn check(schema: &Schema, instance: &Value, expected: &[&str]) {
    let violations = schema.validate(instance);
    let actual: Vec<_> = violations.iter().map(|v| format!("{}: {}", v.path, v.keyword)).collect();
    assert_eq!(actual, expected, "{} against {instance}", schema.root());
}

fn animals() -> Value {
    let animal = |property: &str| {
        json!({
            "type": "object",
            "required": ["kind", property],
            "properties": { "kind": {"type": "string"}, property: {"type": "integer"} },
        })
    };
    json!({
        "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
        "discriminator": {"propertyName": "kind", "mapping": {"feline": "#/components/schemas/Cat"}},
        "components": {"schemas": {"Cat": animal("lives"), "Dog": animal("bones")}},
    })
}

#[test]
fn a_discriminator_chooses_the_branch_that_judges() {
    let schema = Schema::new(animals());
    check(&schema, &json!({"kind": "Dog", "bones": "many"}), &["bones: type"]);
    check(&schema, &json!({"kind": "feline"}), &["lives: required"]);
    check(&schema, &json!({"kind": "Cat", "lives": 9, "bones": 1}), &[]);
}

#[test]
fn a_discriminator_that_names_no_branch_is_wrong_itself() {
    let schema = Schema::new(animals());
    check(&schema, &json!({"kind": "Cow", "lives": 1}), &["kind: discriminator"]);
    let violations = schema.validate_at(&json!({"kind": "Cow"}), &Path::field("kind"));
    assert_eq!(violations[0].message.key, "validation.enum");
}

#[test]
fn branches_without_names_are_tried_in_spite_of_a_discriminator() {
    let branch = |kind: &str, property: &str| json!({"properties": {"kind": {"const": kind}}, "required": [property]});
    let schema = Schema::new(json!({
        "oneOf": [branch("a", "x"), branch("b", "y")],
        "discriminator": {"propertyName": "kind"},
    }));
    check(&schema, &json!({"kind": "b"}), &["y: required"]);
    check(&schema, &json!({"kind": "b", "y": 1}), &[]);
}

#[test]
fn nullable_and_discriminator_are_words_of_api_descriptions_alone() {
    let nullable = || Schema::new(json!({"type": "string", "nullable": true}));
    check(&nullable(), &json!(null), &[]);
    for draft in [Draft::Four, Draft::Twenty] {
        check(&nullable().with_draft(draft), &json!(null), &[": type"]);
    }
    let both = json!({"kind": "Cat", "lives": 9, "bones": 1});
    check(&Schema::new(animals()).with_draft(Draft::Twenty), &both, &[": oneOf"]);
}

#[test]
fn formats_are_judged_in_api_descriptions_alone() {
    let schema = || Schema::new(json!({"format": "date"}));
    check(&schema(), &json!("today"), &[": format"]);
    check(&schema().with_draft(Draft::Twenty), &json!("today"), &[]);
}

#[test]
fn only_draft_4_ignores_what_stands_beside_a_reference() {
    let schema =
        || Schema::new(json!({"$ref": "#/definitions/a", "minimum": 3, "definitions": {"a": {}}}));
    check(&schema(), &json!(1), &[": minimum"]);
    check(&schema().with_draft(Draft::Four), &json!(1), &[]);
}

#[test]
fn a_reference_finds_documents_that_were_given() {
    let address = Rc::new(json!({
        "$id": "https://example.com/address",
        "properties": {"zip": {"$ref": "#zip"}, "country": {"$ref": "country"}},
        "$defs": {"zip": {"$anchor": "zip", "type": "string"}},
    }));
    let schema =
        Schema::new(json!({"properties": {"to": {"$ref": "https://example.com/address"}}}))
            .with_document("https://example.com/address", address)
            .with_document("https://example.com/country", Rc::new(json!({"maxLength": 2})));
    let order = json!({"to": {"zip": 1, "country": "DEU"}});
    check(&schema, &order, &["to.zip: type", "to.country: maxLength"]);
}

#[test]
fn a_description_follows_names_as_well() {
    let schema = Schema::new(json!({"$ref": "#a", "$defs": {"x": {"$anchor": "a", "title": "T"}}}));
    assert_eq!(schema.describe().text("title"), Some("T"));
}

#[test]
fn references_that_branch_in_a_circle_end() {
    let circle =
        json!({"allOf": [{"$ref": "#"}, {"$ref": "#"}, {"$ref": "#/allOf/0"}], "minimum": 1});
    check(&Schema::new(circle), &json!(0), &[": minimum"]);
}

#[test]
fn unevaluated_members_are_told_by_name() {
    let schema = Schema::new(json!({
        "allOf": [{"properties": {"a": {}}}],
        "if": {"required": ["b"]},
        "then": {"properties": {"b": {}}},
        "unevaluatedProperties": false,
    }));
    let instance = json!({"a": 1, "b": 2, "c": 3});
    check(&schema, &instance, &["c: additionalProperties"]);
    assert_eq!(schema.validate(&instance)[0].message.argument("name"), Some("c"));
}

#[test]
fn how_many_elements_fit_can_be_bounded() {
    let schema =
        Schema::new(json!({"contains": {"minimum": 5}, "minContains": 2, "maxContains": 3}));
    check(&schema, &json!([1, 6]), &[": minContains"]);
    check(&schema, &json!([5, 6, 1]), &[]);
    check(&schema, &json!([5, 6, 7, 8]), &[": maxContains"]);
    let violation = &schema.validate(&json!([5, 6, 7, 8]))[0];
    assert_eq!(violation.message.key, "validation.maxContains");
    assert_eq!(violation.message.argument("limit"), Some("3"));
}

#[test]
fn a_field_is_judged_by_the_condition_that_its_neighbor_decides() {
    let schema = Schema::new(json!({
        "properties": {"country": {}, "zip": {"type": "string"}},
        "if": {"properties": {"country": {"const": "DE"}}},
        "then": {"properties": {"zip": {"pattern": "^\\d{5}$"}}},
    }));
    let at_zip = |country: &str| {
        schema.validate_at(&json!({"country": country, "zip": "SW1A"}), &Path::field("zip")).len()
    };
    assert_eq!((at_zip("DE"), at_zip("GB")), (1, 0));
}

#[test]
fn what_does_not_travel_is_left_out_behind_references_too() {
    let schema = Schema::new(json!({
        "required": ["id"],
        "properties": {"id": {"$ref": "#id"}},
        "$defs": {"id": {"$anchor": "id", "readOnly": true, "type": "integer"}},
    }))
    .with_direction(Direction::Write);
    check(&schema, &json!({}), &[]);
    check(&schema, &json!({"id": "x"}), &[]);
}
