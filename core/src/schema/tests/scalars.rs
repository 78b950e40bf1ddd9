//! Keywords of texts and numbers.

use super::super::Schema;
use super::harness::{check, check_all};
use serde_json::json;

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
