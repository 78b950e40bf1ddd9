//! Single keywords.

use super::super::Schema;
use super::harness::{check, check_all};
use serde_json::{Value, json};

#[test]
fn an_empty_schema_and_true_accept_everything() {
    for schema in [json!({}), json!(true)] {
        check_all(&schema, &[json!(null), json!(1), json!("a"), json!([]), json!({})], &[]);
    }
}

#[test]
fn false_accepts_nothing() {
    check(&json!(false), &json!(1), &[": false"]);
}

#[test]
fn each_type_accepts_its_own_values() {
    let samples = [
        ("null", json!(null)),
        ("boolean", json!(true)),
        ("string", json!("a")),
        ("number", json!(1.5)),
        ("object", json!({})),
        ("array", json!([])),
    ];
    for (name, _) in &samples {
        let (own, others): (Vec<_>, Vec<_>) = samples.iter().partition(|(other, _)| other == name);
        let values =
            |list: Vec<&(&str, Value)>| list.into_iter().map(|s| s.1.clone()).collect::<Vec<_>>();
        check_all(&json!({ "type": name }), &values(own), &values(others));
    }
}

#[test]
fn a_float_without_fraction_is_an_integer() {
    check_all(
        &json!({"type": "integer"}),
        &[json!(1), json!(1.0), json!(-3)],
        &[json!(1.5), json!("1")],
    );
}

#[test]
fn several_types_may_be_named() {
    check_all(
        &json!({"type": ["string", "null"]}),
        &[json!("a"), json!(null)],
        &[json!(1), json!({})],
    );
}

#[test]
fn the_expected_types_are_told() {
    let violations = Schema::new(json!({"type": ["string", "null"]})).validate(&json!(1));
    assert_eq!(violations[0].message.key, "validation.type");
    assert_eq!(violations[0].message.argument("expected"), Some("string, null"));
}

#[test]
fn a_wrong_type_is_told_once() {
    check(&json!({"type": "string", "minLength": 2, "enum": ["a"]}), &json!(1), &[": type"]);
}

#[test]
fn nullable_of_openapi_3_0_accepts_null() {
    let schema = json!({"type": "string", "nullable": true, "enum": ["a"], "minLength": 1});
    check_all(&schema, &[json!(null), json!("a")], &[json!(""), json!(1)]);
}

#[test]
fn enum_compares_by_value() {
    check_all(
        &json!({"enum": [1, "a", {"b": [2]}, null]}),
        &[json!(1.0), json!("a"), json!({"b": [2.0]}), json!(null)],
        &[json!("1"), json!(true), json!({"b": [3]})],
    );
}

#[test]
fn const_compares_by_value() {
    check_all(&json!({"const": 0}), &[json!(0), json!(0.0)], &[json!(false), json!("0")]);
}

#[test]
fn a_missing_property_is_reported_at_its_own_place() {
    let schema = json!({"properties": {"a": {"type": "object", "required": ["b"]}}});
    check(&schema, &json!({"a": {}}), &["a.b: required"]);
}

#[test]
fn null_is_not_missing() {
    check(&json!({"required": ["a"]}), &json!({"a": null}), &[]);
}

#[test]
fn items_judges_every_element() {
    let schema = json!({"items": {"type": "integer"}});
    check(&schema, &json!([1, "a", 2, null]), &["1: type", "3: type"]);
}

#[test]
fn prefix_items_come_before_items() {
    let schema = json!({"prefixItems": [{"type": "string"}], "items": {"type": "integer"}});
    check(&schema, &json!(["a", 1, "b"]), &["2: type"]);
}

#[test]
fn items_as_a_list_is_a_prefix_in_draft_4() {
    check(&json!({"items": [{"type": "string"}]}), &json!([1, 2]), &["0: type"]);
}

#[test]
fn additional_properties_can_be_forbidden() {
    let schema = json!({"properties": {"a": {}}, "patternProperties": {"^x-": {}}, "additionalProperties": false});
    check(&schema, &json!({"a": 1, "x-b": 2, "c": 3}), &["c: additionalProperties"]);
}

#[test]
fn additional_properties_can_have_a_schema() {
    check(
        &json!({"additionalProperties": {"type": "integer"}}),
        &json!({"a": 1, "b": "c"}),
        &["b: type"],
    );
}

#[test]
fn pattern_properties_are_judged() {
    check(
        &json!({"patternProperties": {"^n": {"type": "number"}}}),
        &json!({"n1": "a", "m": "a"}),
        &["n1: type"],
    );
}

#[test]
fn property_names_are_judged() {
    check(
        &json!({"propertyNames": {"maxLength": 2}}),
        &json!({"ab": 1, "abc": 1}),
        &["abc: maxLength"],
    );
}

#[test]
fn arrays_have_bounds() {
    check_all(
        &json!({"minItems": 1, "maxItems": 2}),
        &[json!([1]), json!([1, 2])],
        &[json!([]), json!([1, 2, 3])],
    );
}

#[test]
fn unique_items_compare_by_value() {
    check_all(
        &json!({"uniqueItems": true}),
        &[json!([1, true, "1"])],
        &[json!([1, 1.0]), json!([{"a": 1}, {"a": 1}])],
    );
}

#[test]
fn one_element_must_fit_contains() {
    check_all(&json!({"contains": {"const": 1}}), &[json!([0, 1])], &[json!([0]), json!([])]);
}

#[test]
fn objects_have_bounds() {
    check_all(
        &json!({"minProperties": 1, "maxProperties": 2}),
        &[json!({"a": 1})],
        &[json!({}), json!({"a": 1, "b": 1, "c": 1})],
    );
}

#[test]
fn all_of_asks_for_every_branch() {
    let schema = json!({"allOf": [{"minLength": 2}, {"pattern": "^a"}]});
    check(&schema, &json!("b"), &[": minLength", ": pattern"]);
}

#[test]
fn any_of_asks_for_one_branch() {
    check_all(
        &json!({"anyOf": [{"type": "integer"}, {"minLength": 2}]}),
        &[json!(1), json!("ab"), json!(null)],
        &[json!("a")],
    );
}

#[test]
fn one_of_refuses_two_branches() {
    let schema = json!({"oneOf": [{"multipleOf": 2}, {"multipleOf": 3}]});
    check(&schema, &json!(6), &[": oneOf"]);
    check_all(&schema, &[json!(2), json!(3)], &[json!(5)]);
}

#[test]
fn a_union_tells_the_reasons_of_the_branch_that_was_meant() {
    let schema = json!({"oneOf": [
        {"type": "object", "required": ["size"], "properties": {"kind": {"const": "box"}}},
        {"type": "object", "required": ["radius"], "properties": {"kind": {"const": "ball"}}},
        {"type": "null"},
    ]});
    check(&schema, &json!({"kind": "ball"}), &["radius: required"]);
    check(&schema, &json!({"kind": "egg"}), &[": oneOf"]);
}

#[test]
fn not_turns_around() {
    check_all(&json!({"not": {"type": "string"}}), &[json!(1)], &[json!("a")]);
}

#[test]
fn a_condition_chooses_its_branch() {
    let schema = json!({
        "if": {"properties": {"a": {"const": 1}}, "required": ["a"]},
        "then": {"required": ["b"]},
        "else": {"required": ["c"]},
    });
    check(&schema, &json!({"a": 1}), &["b: required"]);
    check(&schema, &json!({"a": 2}), &["c: required"]);
}

#[test]
fn one_property_can_ask_for_another() {
    check(
        &json!({"dependentRequired": {"card": ["cvc"]}}),
        &json!({"card": 1}),
        &["cvc: required"],
    );
}

#[test]
fn a_reference_is_followed() {
    let schema = json!({"$defs": {"a/b c": {"type": "integer"}}, "properties": {"x": {"$ref": "#/$defs/a~1b%20c"}}});
    check(&schema, &json!({"x": "a"}), &["x: type"]);
}

#[test]
fn a_recursive_schema_judges_at_every_depth() {
    let schema = json!({"properties": {"child": {"$ref": "#"}, "name": {"type": "string"}}});
    check(&schema, &json!({"child": {"child": {"name": 1}}}), &["child.child.name: type"]);
}

#[test]
fn a_reference_to_itself_ends() {
    check(&json!({"$ref": "#"}), &json!(1), &[]);
    assert_eq!(Schema::new(json!({"$ref": "#"})).describe().parts().len(), 1);
}

#[test]
fn a_reference_elsewhere_judges_nothing() {
    check(&json!({"$ref": "https://example.com/a.json"}), &json!(1), &[]);
}
