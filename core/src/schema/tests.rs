//! Schemas beside values.

use super::*;
use crate::record::Path;
use serde_json::{Value, json};

/// Checks `path: keyword` of every violation.
fn check(schema: &Value, instance: &Value, expected: &[&str]) {
    let violations = Schema::new(schema.clone()).validate(instance);
    let actual: Vec<_> = violations.iter().map(|v| format!("{}: {}", v.path, v.keyword)).collect();
    assert_eq!(actual, expected, "{schema} against {instance}");
}

/// Checks which of the instances are valid.
fn check_all(schema: &Value, valid: &[Value], invalid: &[Value]) {
    let judge = Schema::new(schema.clone());
    for instance in valid {
        assert_eq!(judge.validate(instance), [], "{schema} accepts {instance}");
    }
    for instance in invalid {
        assert!(!judge.validate(instance).is_empty(), "{schema} refuses {instance}");
    }
}

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
fn bounds_include_their_limit() {
    check_all(
        &json!({"minimum": 1, "maximum": 3}),
        &[json!(1), json!(3), json!("a")],
        &[json!(0.9), json!(3.1)],
    );
}

#[test]
fn exclusive_bounds_as_numbers_exclude_their_limit() {
    let schema = json!({"exclusiveMinimum": 1, "exclusiveMaximum": 3});
    check_all(&schema, &[json!(1.1), json!(2)], &[json!(1), json!(3)]);
}

#[test]
fn exclusive_bounds_as_flags_exclude_their_limit() {
    let schema =
        json!({"minimum": 1, "exclusiveMinimum": true, "maximum": 3, "exclusiveMaximum": false});
    check_all(&schema, &[json!(1.1), json!(3)], &[json!(1), json!(3.1)]);
    check(&schema, &json!(1), &[": exclusiveMinimum"]);
}

#[test]
fn integers_of_64_bits_are_compared_exactly() {
    let schema = json!({"maximum": 9_007_199_254_740_992_u64});
    check_all(&schema, &[json!(9_007_199_254_740_992_u64)], &[json!(9_007_199_254_740_993_u64)]);
}

#[test]
fn the_limit_is_told_as_it_was_written() {
    let violations = Schema::new(json!({"maximum": 0.5})).validate(&json!(1));
    assert_eq!(violations[0].message.argument("limit"), Some("0.5"));
}

#[test]
fn multiples_of_decimals_are_told_from_others() {
    check_all(
        &json!({"multipleOf": 0.01}),
        &[json!(19.99), json!(0.07), json!(4.35), json!(100)],
        &[json!(0.005), json!(19.999)],
    );
    check_all(&json!({"multipleOf": 0.0001}), &[json!(0.0075)], &[json!(0.00751)]);
    check_all(
        &json!({"multipleOf": 3}),
        &[json!(9), json!(0), json!(-6)],
        &[json!(10), json!(1.5)],
    );
}

#[test]
fn lengths_count_characters() {
    check_all(
        &json!({"minLength": 2, "maxLength": 3.0}),
        &[json!("äö"), json!("💩💩")],
        &[json!("💩"), json!("abcd")],
    );
}

#[test]
fn a_pattern_matches_anywhere() {
    check_all(&json!({"pattern": "b+"}), &[json!("abbc"), json!(1)], &[json!("ac")]);
}

#[test]
fn an_unreadable_pattern_judges_nothing() {
    check(&json!({"pattern": "("}), &json!("a"), &[]);
}

#[test]
fn emails_are_told_from_other_text() {
    check_all(
        &json!({"format": "email"}),
        &[json!("a@b.co"), json!("a.b+c@localhost"), json!("\"a b\"@c.de"), json!("a@[127.0.0.1]")],
        &[
            json!("a"),
            json!("a@"),
            json!("@b"),
            json!("a b@c.de"),
            json!("a@b..c"),
            json!(".a@b.c"),
            json!("a@-b.c"),
        ],
    );
}

#[test]
fn uris_need_a_scheme() {
    check_all(
        &json!({"format": "uri"}),
        &[json!("https://a.de/b?c=d#e"), json!("urn:isbn:1"), json!("mailto:a@b.c")],
        &[json!("/a"), json!("a b:c"), json!("https://a b"), json!("1a:b"), json!("https:")],
    );
}

#[test]
fn uuids_have_their_shape() {
    check_all(
        &json!({"format": "uuid"}),
        &[json!("2eb8aa08-aa98-11ea-b4aa-73b441d16380")],
        &[
            json!("2eb8aa08-aa98-11ea-b4aa73b441d16380"),
            json!("2eb8aa08aa98-11ea-b4aa-73b441d163800"),
        ],
    );
}

#[test]
fn dates_are_days_of_the_calendar() {
    check_all(
        &json!({"format": "date"}),
        &[json!("2024-02-29"), json!("2000-02-29"), json!("2025-12-31")],
        &[
            json!("2023-02-29"),
            json!("1900-02-29"),
            json!("2025-13-01"),
            json!("2025-04-31"),
            json!("25-01-01"),
            json!("2025-01-00"),
        ],
    );
}

#[test]
fn times_may_lack_seconds_and_zone() {
    check_all(
        &json!({"format": "time"}),
        &[json!("09:30"), json!("09:30:00Z"), json!("23:59:60.5+05:30")],
        &[
            json!("9:30"),
            json!("24:00:00"),
            json!("09:60"),
            json!("09:30:00+5"),
            json!("09:30:00."),
        ],
    );
}

#[test]
fn moments_are_a_day_and_a_time() {
    check_all(
        &json!({"format": "date-time"}),
        &[
            json!("2025-01-01T00:00:00Z"),
            json!("2025-01-01T00:00:00.123+01:00"),
            json!("2025-01-01 10:00:00"),
        ],
        &[json!("2025-01-01"), json!("2025-02-30T00:00:00Z"), json!("10:00")],
    );
}

#[test]
fn int32_has_its_range() {
    check_all(&json!({"format": "int32"}), &[json!(2_147_483_647)], &[json!(2_147_483_648_u64)]);
}

#[test]
fn an_unknown_format_judges_nothing() {
    check(&json!({"format": "tea"}), &json!("a"), &[]);
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
