//! Journeys through forms.

use super::*;
use crate::platform::Message;
use crate::record::Path;
use crate::schema::Schema;
use serde_json::{Value, json};
use std::cell::Cell;
use std::rc::Rc;

fn spec(document: Value) -> FormSpec {
    FormSpec::from_schema(Schema::new(document), &|_| None)
}

fn form(document: Value, initial: Option<Value>) -> Form {
    Form::new(spec(document), initial, Rc::new(|_| 60))
}

fn order() -> Value {
    json!({
        "type": "object",
        "required": ["customer", "address", "items"],
        "properties": {
            "id": {"type": "integer", "readOnly": true},
            "customer": {"type": "string", "minLength": 2},
            "note": {"type": "string"},
            "coupon": {"type": ["string", "null"]},
            "paid": {"type": "boolean"},
            "due": {"type": "string", "format": "date"},
            "placed": {"type": "string", "format": "date-time"},
            "address": {
                "type": "object",
                "required": ["city"],
                "properties": {"city": {"type": "string"}, "zip": {"type": "string", "pattern": "^\\d{5}$"}},
            },
            "billing": {
                "type": "object",
                "required": ["city"],
                "properties": {"city": {"type": "string"}, "zip": {"type": "string"}},
            },
            "items": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "required": ["product", "quantity"],
                    "properties": {
                        "product": {"type": "integer"},
                        "quantity": {"type": "integer", "minimum": 1, "default": 1},
                    },
                },
            },
            "tags": {"type": "array", "items": {"type": "string"}},
        },
    })
}

fn saved_order() -> Value {
    json!({
        "id": 7,
        "customer": "Ada",
        "note": "ring",
        "coupon": "X",
        "placed": "2026-11-22T08:30:00Z",
        "address": {"city": "Berlin", "zip": "10115"},
        "items": [{"product": 1, "quantity": 2}, {"product": 2, "quantity": 5}],
    })
}

fn text(form: &Form, path: &str, text: &str) {
    form.input(&Path::from(path), Input::Text(text.to_owned()));
}

fn error(form: &Form, path: &str) -> Option<String> {
    form.field(&Path::from(path)).error.map(|problem| match problem {
        FieldProblem::Message(message) => message.key.into_owned(),
        FieldProblem::Server(text) => text,
    })
}

fn errors(form: &Form) -> Vec<String> {
    form.errors().into_iter().map(|issue| issue.path.to_string()).collect()
}

/// Checks the widget of the property `x` with this schema.
fn check_widget(document: &Value, expected: &Widget) {
    let spec = spec(json!({"properties": {"x": document}}));
    assert_eq!(spec.fields[0].widget, *expected, "{document}");
}

#[test]
fn formats_choose_the_widget() {
    let cases = [
        ("date", Widget::Date),
        ("date-time", Widget::DateTime),
        ("time", Widget::Time),
        ("email", Widget::Email),
        ("uri", Widget::Url),
        ("password", Widget::Password),
        ("color", Widget::Color),
        ("uuid", Widget::Text),
    ];
    for (format, widget) in cases {
        check_widget(&json!({"type": "string", "format": format}), &widget);
    }
}

#[test]
fn length_and_name_tell_long_texts() {
    check_widget(&json!({"type": "string", "maxLength": 1000}), &Widget::LongText);
    check_widget(&json!({"type": "string", "maxLength": 100}), &Widget::Text);
    let named = spec(json!({"properties": {
        "description": {"type": "string"}, "summary": {"type": "string", "maxLength": 80},
    }}));
    assert_eq!(named.fields[0].widget, Widget::LongText);
    assert_eq!(named.fields[1].widget, Widget::Text);
}

#[test]
fn numbers_carry_their_bounds() {
    let number =
        |is_integer, step: Option<&str>, min: Option<&str>, max: Option<&str>| Widget::Number {
            is_integer,
            step: step.map(str::to_owned),
            min: min.map(str::to_owned),
            max: max.map(str::to_owned),
        };
    check_widget(&json!({"type": "number"}), &number(false, None, None, None));
    check_widget(
        &json!({"type": "number", "multipleOf": 0.01, "minimum": 0}),
        &number(false, Some("0.01"), Some("0"), None),
    );
    check_widget(
        &json!({"type": "integer", "exclusiveMinimum": 0, "maximum": 9}),
        &number(true, Some("1"), Some("1"), Some("9")),
    );
}

#[test]
fn booleans_that_may_be_null_have_three_states() {
    check_widget(&json!({"type": "boolean"}), &Widget::Boolean);
    check_widget(&json!({"type": ["boolean", "null"]}), &Widget::TriState);
}

#[test]
fn enumerations_are_options_without_null() {
    let spec = spec(json!({"properties": {"x": {"enum": ["in_progress", "1", 1, null]}}}));
    let Widget::Select { options } = &spec.fields[0].widget else { panic!("a select") };
    let shown: Vec<_> = options.iter().map(|o| (o.text.as_str(), o.label.as_str())).collect();
    assert_eq!(shown, [("in_progress", "In progress"), ("1", "1"), ("1#2", "1")]);
    assert!(spec.fields[0].is_nullable);
}

#[test]
fn unions_of_plain_values_are_asked_for_as_the_first() {
    check_widget(
        &json!({"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}),
        &Widget::Text,
    );
}

#[test]
fn shapes_that_no_widget_fits_are_json() {
    let shapes = [
        json!({}),
        json!({"type": "object"}),
        json!({"type": "array"}),
        json!({"type": "array", "items": {}}),
        json!({"type": "object", "additionalProperties": {"type": "string"}}),
        json!({"oneOf": [{"type": "string"}, {"type": "object"}]}),
        json!({"type": ["string", "integer"]}),
    ];
    for shape in shapes {
        check_widget(&shape, &Widget::Json);
    }
}

#[test]
fn a_recursive_schema_ends_as_json() {
    let spec = spec(json!({
        "$defs": {"node": {"type": "object", "properties": {
            "name": {"type": "string"}, "child": {"$ref": "#/$defs/node"},
        }}},
        "$ref": "#/$defs/node",
    }));
    assert_eq!(spec.find(&Path::from("name")).unwrap().widget, Widget::Text);
    assert_eq!(spec.find(&Path::from("child")).unwrap().widget, Widget::Json);
}

#[test]
fn a_title_wins_over_the_name() {
    let spec = spec(json!({"properties": {"categoryId": {}, "x": {"title": "Größe"}}}));
    let labels: Vec<_> = spec.fields.iter().map(|field| field.label.as_str()).collect();
    assert_eq!(labels, ["Category ID", "Größe"]);
}

#[test]
fn the_resolver_makes_references_at_every_depth() {
    let resolver = |path: &Path| match path.to_string().as_str() {
        "customer" => Some("users".to_owned()),
        "items.0.product" => Some("products".to_owned()),
        _ => None,
    };
    let spec = FormSpec::from_schema(Schema::new(order()), &resolver);
    let widget = |path: &str| spec.find(&Path::from(path)).unwrap().widget.clone();
    let reference =
        |resource: &str, is_numeric| Widget::Reference { resource: resource.into(), is_numeric };
    assert_eq!(widget("customer"), reference("users", false));
    assert_eq!(widget("items.3.product"), reference("products", true));
}

#[test]
fn attributes_and_help_come_from_the_schema() {
    let spec = spec(json!({"required": ["x"], "properties": {"x": {
        "type": "string", "minLength": 2, "maxLength": 9, "description": "Help", "examples": ["abc"],
        "default": "d",
    }}}));
    let field = &spec.fields[0];
    assert_eq!(field.attributes, [("minlength", "2".to_owned()), ("maxlength", "9".to_owned())]);
    assert_eq!(field.description.as_deref(), Some("Help"));
    assert_eq!(field.placeholder.as_deref(), Some("abc"));
    assert!(field.is_required && field.default == Some(json!("d")));
}

#[test]
fn a_body_that_is_an_array_is_one_field() {
    let form = form(json!({"type": "array", "items": {"type": "string", "minLength": 1}}), None);
    form.add_item(&Path::root());
    text(&form, "0", "a");
    assert_eq!(form.submit().unwrap().data, json!(["a"]));
}

#[test]
fn a_new_form_starts_with_defaults_and_required_sections() {
    let document = json!({
        "required": ["kind", "active", "address", "tags"],
        "properties": {
            "kind": {"const": "box"},
            "active": {"type": "boolean"},
            "size": {"type": "integer", "default": 3},
            "id": {"type": "integer", "readOnly": true, "default": 1},
            "address": {"type": "object", "properties": {"country": {"type": "string", "default": "DE"}}},
            "tags": {"type": "array", "items": {"type": "string"}},
        },
    });
    let form = form(document, None);
    let expected = json!({"kind": "box", "active": false, "size": 3, "address": {"country": "DE"}, "tags": []});
    assert_eq!(form.value(), expected);
    assert!(!form.is_dirty() && form.state() == FormState::Pristine);
}

#[test]
fn no_error_is_shown_before_the_first_submit() {
    let form = form(order(), None);
    text(&form, "customer", "A");
    form.blur(&Path::from("customer"));
    text(&form, "items", "half a json {");
    assert_eq!(form.errors(), []);
    assert!(form.field(&Path::from("customer")).is_touched);
}

#[test]
fn a_refused_submit_shows_every_error_in_the_order_of_the_form() {
    let form = form(order(), None);
    assert!(form.submit().is_none());
    assert_eq!(form.state(), FormState::Editing);
    assert_eq!(errors(&form), ["customer", "address.city", "items"]);
    assert_eq!(form.first_error(), Some(Path::from("customer")));
}

#[test]
fn errors_follow_every_change_after_a_refused_submit() {
    let form = form(order(), None);
    assert!(form.submit().is_none());
    text(&form, "customer", "A");
    assert_eq!(error(&form, "customer").as_deref(), Some("validation.minLength"));
    text(&form, "customer", "Ada");
    assert_eq!(error(&form, "customer"), None);
    text(&form, "address.zip", "1");
    assert_eq!(error(&form, "address.zip").as_deref(), Some("validation.pattern"));
}

#[test]
fn a_row_that_is_added_heals_its_array() {
    let form = form(order(), None);
    assert!(form.submit().is_none());
    form.add_item(&Path::from("items"));
    assert_eq!(error(&form, "items"), None);
    assert_eq!(error(&form, "items.0.product").as_deref(), Some("validation.required"));
    assert_eq!(form.field(&Path::from("items.0.quantity")).text, "1");
}

#[test]
fn a_whole_order_is_filled_in_rejected_corrected_and_saved() {
    let form = form(order(), None);
    text(&form, "customer", "Ada");
    text(&form, "address.city", "Berlin");
    form.add_item(&Path::from("items"));
    text(&form, "items.0.product", "4");
    text(&form, "items.0.quantity", "99");
    form.input(&Path::from("paid"), Input::Checked(true));
    text(&form, "due", "2026-12-01");
    let submission = form.submit().unwrap();
    let data = json!({
        "customer": "Ada", "address": {"city": "Berlin"}, "items": [{"product": 4, "quantity": 99}],
        "paid": true, "due": "2026-12-01",
    });
    assert_eq!(submission.data, data);
    assert_eq!(submission.changes, data);
    form.server_errors(vec![(Path::from("items.0.quantity"), "Only 3 left".into())], vec![]);
    assert_eq!(form.state(), FormState::Rejected);
    assert_eq!(form.errors()[0].label, "Items › 1 › Quantity");
    text(&form, "items.0.quantity", "3");
    assert_eq!(error(&form, "items.0.quantity"), None);
    assert!(form.submit().is_some());
    form.saved(Some(json!({"id": 1, "customer": "Ada"})));
    assert_eq!(form.state(), FormState::Saved);
    assert!(!form.is_dirty());
    assert_eq!(form.value()["id"], 1);
    assert_eq!(form.value()["items"][0]["quantity"], 3);
}

#[test]
fn an_untouched_record_submits_no_change() {
    let form = form(order(), Some(saved_order()));
    let submission = form.submit().unwrap();
    assert_eq!(submission.changes, json!({}));
    assert_eq!(submission.changed, []);
}

#[test]
fn only_changed_members_are_sent_and_never_read_only_ones() {
    let form = form(order(), Some(saved_order()));
    text(&form, "address.city", "Bonn");
    text(&form, "id", "8");
    let submission = form.submit().unwrap();
    assert_eq!(submission.changes, json!({"address": {"city": "Bonn", "zip": "10115"}}));
    assert_eq!(submission.changed, [Path::from("address.city")]);
    assert_eq!(submission.data.get("id"), None);
    assert_eq!(submission.data["customer"], "Ada");
}

#[test]
fn typing_back_what_was_there_is_no_change() {
    let form = form(order(), Some(saved_order()));
    text(&form, "customer", "Bob");
    assert!(form.is_dirty() && form.field(&Path::from("customer")).is_dirty);
    text(&form, "customer", "Ada");
    assert!(!form.is_dirty());
}

#[test]
fn numbers_come_back_exactly_when_they_were_not_edited() {
    let document =
        json!({"properties": {"id": {"type": "integer"}, "price": {"type": "number"}, "n": {}}});
    let record: Value =
        serde_json::from_str(r#"{"id": 9223372036854775807, "price": 19.90, "n": 1}"#).unwrap();
    let form = form(document, Some(record.clone()));
    text(&form, "price", "20");
    text(&form, "price", "19.9");
    text(&form, "n", "2");
    let data = form.submit().unwrap().data;
    assert_eq!((&data["id"], &data["price"]), (&record["id"], &record["price"]));
    assert_eq!(form.field(&Path::from("id")).text, "9223372036854775807");
}

#[test]
fn a_half_typed_number_is_kept_and_refused_on_submit() {
    let form =
        form(json!({"properties": {"price": {"type": "number"}}}), Some(json!({"price": 5})));
    text(&form, "price", "5,");
    let state = form.field(&Path::from("price"));
    assert_eq!((state.text.as_str(), state.is_dirty, state.error), ("5,", true, None));
    assert!(form.submit().is_none());
    assert_eq!(error(&form, "price").as_deref(), Some("form.number"));
    text(&form, "price", "5.5");
    assert_eq!(form.submit().unwrap().changes, json!({"price": 5.5}));
}

#[test]
fn the_text_as_typed_stays_beside_its_value() {
    let form = form(json!({"properties": {"price": {"type": "number"}}}), None);
    text(&form, "price", "1.50");
    let state = form.field(&Path::from("price"));
    assert_eq!((state.text.as_str(), state.value), ("1.50", Some(json!(1.5))));
}

/// Checks what emptying the field `x` with this schema sends.
fn check_emptied(field: &Value, before: &Value, data: &Value, changes: &Value) {
    let form = form(json!({"properties": {"x": field}}), Some(before.clone()));
    text(&form, "x", "1");
    text(&form, "x", "");
    let submission = form.submit().unwrap();
    let actual = json!([submission.data, submission.changes]);
    assert_eq!(actual, json!([data, changes]), "{field} over {before}");
}

#[test]
fn an_emptied_field_means_what_the_rule_says() {
    let text = json!({"type": "string"});
    let nullable = json!({"type": ["string", "null"]});
    let number = json!({"type": "number"});
    check_emptied(&text, &json!({"x": "a"}), &json!({"x": ""}), &json!({"x": ""}));
    check_emptied(&text, &json!({}), &json!({}), &json!({}));
    check_emptied(&nullable, &json!({"x": "a"}), &json!({"x": null}), &json!({"x": null}));
    check_emptied(&nullable, &json!({"x": null}), &json!({"x": null}), &json!({}));
    check_emptied(&nullable, &json!({}), &json!({}), &json!({}));
    check_emptied(&number, &json!({"x": 4}), &json!({}), &json!({"x": null}));
    check_emptied(&number, &json!({}), &json!({}), &json!({}));
}

#[test]
fn an_emptied_required_field_is_refused() {
    let form = form(order(), Some(saved_order()));
    text(&form, "customer", "");
    assert!(form.submit().is_none());
    assert_eq!(error(&form, "customer").as_deref(), Some("validation.required"));
}

#[test]
fn an_emptied_required_field_that_may_be_null_is_null() {
    let document = json!({"required": ["x"], "properties": {"x": {"type": ["integer", "null"]}}});
    let form = form(document, Some(json!({"x": 1})));
    form.input(&Path::from("x"), Input::Clear);
    assert_eq!(form.submit().unwrap().data, json!({"x": null}));
}

#[test]
fn an_optional_section_that_is_left_empty_is_not_sent() {
    let form = form(order(), Some(saved_order()));
    text(&form, "billing.zip", "1");
    assert!(form.submit().is_none(), "a section that was begun wants its city");
    assert_eq!(errors(&form), ["billing.city"]);
    text(&form, "billing.zip", "");
    assert_eq!(form.errors(), [], "nothing is left of the section");
    assert_eq!(form.submit().unwrap().changes, json!({}));
}

#[test]
fn a_section_that_was_null_is_null_again_when_it_is_emptied() {
    let document = json!({"properties": {"a": {"type": "object", "nullable": true, "properties": {"b": {"type": "string"}}}}});
    let form = form(document, Some(json!({"a": null})));
    text(&form, "a.b", "x");
    assert_eq!(form.value(), json!({"a": {"b": "x"}}));
    text(&form, "a.b", "");
    assert_eq!(form.value(), json!({"a": null}));
    assert!(!form.is_dirty());
}

#[test]
fn what_the_server_stored_and_nobody_touched_is_not_judged() {
    let form = form(
        order(),
        Some({
            let mut record = saved_order();
            record["address"]["zip"] = json!("old style");
            record["note"] = json!(null);
            record
        }),
    );
    text(&form, "customer", "Bob");
    assert_eq!(form.submit().unwrap().changes, json!({"customer": "Bob"}));
    form.failed(Message::new("error.network"));
    text(&form, "address.zip", "still wrong");
    assert!(form.submit().is_none());
    assert_eq!(errors(&form), ["address.zip"]);
}

#[test]
fn members_that_the_schema_forbids_are_not_sent_back() {
    let document = json!({
        "additionalProperties": false,
        "properties": {"a": {"type": "string"}, "list": {"type": "array", "items": {
            "type": "object", "additionalProperties": false, "properties": {"b": {"type": "string"}},
        }}},
    });
    let form = form(
        document,
        Some(json!({
            "a": "1", "createdAt": "x", "list": [{"b": "c", "id": 1}],
        })),
    );
    text(&form, "a", "2");
    assert_eq!(form.submit().unwrap().data, json!({"a": "2", "list": [{"b": "c"}]}));
}

#[test]
fn members_that_the_schema_does_not_know_are_kept() {
    let form =
        form(json!({"properties": {"a": {"type": "string"}}}), Some(json!({"a": "1", "b": [1]})));
    text(&form, "a", "2");
    let submission = form.submit().unwrap();
    assert_eq!(submission.data, json!({"a": "2", "b": [1]}));
    assert_eq!(submission.changes, json!({"a": "2"}));
}

#[test]
fn rows_keep_their_keys_and_texts_when_others_go() {
    let form = form(order(), Some(saved_order()));
    let items = Path::from("items");
    form.add_item(&items);
    text(&form, "items.2.product", "x");
    let keys = |form: &Form| form.rows(&items).into_iter().map(|row| row.key).collect::<Vec<_>>();
    let before = keys(&form);
    form.remove_item(&items, 0);
    assert_eq!(keys(&form), before[1..]);
    assert_eq!(form.field(&Path::from("items.1.product")).text, "x");
    assert_eq!(form.field(&Path::from("items.0.quantity")).text, "5");
    assert_eq!(form.rows(&items)[1].field.path, Path::from("items.1"));
}

#[test]
fn rows_move_with_all_that_is_known_of_them() {
    let form = form(order(), Some(saved_order()));
    let items = Path::from("items");
    form.add_item(&items);
    text(&form, "items.2.quantity", "0");
    assert!(form.submit().is_none());
    let keys = |form: &Form| form.rows(&items).into_iter().map(|row| row.key).collect::<Vec<_>>();
    let before = keys(&form);
    form.move_item(&items, 2, 0);
    assert_eq!(keys(&form), [before[2], before[0], before[1]]);
    assert_eq!(error(&form, "items.0.quantity").as_deref(), Some("validation.minimum"));
    assert_eq!(form.field(&Path::from("items.1.product")).value, Some(json!(1)));
    form.move_item(&items, 0, 2);
    assert_eq!(keys(&form), before);
    form.move_item(&items, 0, 9);
    form.remove_item(&items, 9);
    assert_eq!(keys(&form), before, "there is no such row");
}

#[test]
fn an_array_is_sent_as_a_whole() {
    let form = form(order(), Some(saved_order()));
    text(&form, "items.1.quantity", "6");
    let submission = form.submit().unwrap();
    assert_eq!(submission.changed, [Path::from("items")]);
    assert_eq!(
        submission.changes,
        json!({"items": [{"product": 1, "quantity": 2}, {"product": 2, "quantity": 6}]})
    );
}

#[test]
fn removing_an_added_row_is_no_change() {
    let form = form(order(), Some(saved_order()));
    form.add_item(&Path::from("items"));
    assert!(form.is_dirty());
    form.remove_item(&Path::from("items"), 2);
    assert!(!form.is_dirty());
}

#[test]
fn an_empty_element_of_an_array_is_missing() {
    let form = form(order(), Some(saved_order()));
    form.add_item(&Path::from("tags"));
    assert!(form.submit().is_none());
    assert_eq!(error(&form, "tags.0").as_deref(), Some("validation.required"));
    text(&form, "tags.0", "red");
    assert_eq!(form.submit().unwrap().changes, json!({"tags": ["red"]}));
}

#[test]
fn moments_are_local_in_the_input_and_keep_their_zone() {
    let form = form(order(), Some(saved_order()));
    let placed = Path::from("placed");
    assert_eq!(form.field(&placed).text, "2026-11-22T09:30");
    text(&form, "placed", "2026-11-22T00:15");
    assert_eq!(form.field(&placed).value, Some(json!("2026-11-21T23:15:00Z")));
    text(&form, "placed", "2026-11-22T09:30");
    assert!(!form.is_dirty());
}

#[test]
fn json_is_refused_at_its_line_and_column() {
    let form = form(json!({"properties": {"meta": {}}}), None);
    text(&form, "meta", "{\n  \"a\": }");
    assert!(form.submit().is_none());
    let Some(FieldProblem::Message(message)) = form.field(&Path::from("meta")).error else {
        panic!("the text is refused")
    };
    assert_eq!((message.argument("line"), message.argument("column")), (Some("2"), Some("8")));
    text(&form, "meta", "{\"a\": [1]}");
    assert_eq!(form.submit().unwrap().data, json!({"meta": {"a": [1]}}));
}

#[test]
fn a_violation_inside_json_is_shown_on_its_field() {
    let document = json!({"properties": {"meta": {"additionalProperties": {"type": "integer"}}}});
    let form = form(document, None);
    text(&form, "meta", "{\"a\": \"b\"}");
    assert!(form.submit().is_none());
    assert_eq!(error(&form, "meta").as_deref(), Some("validation.type"));
    text(&form, "meta", "{\"a\": 1}");
    assert_eq!(error(&form, "meta"), None);
}

#[test]
fn selects_send_the_value_of_the_option() {
    let document =
        json!({"properties": {"x": {"enum": [1, 2]}, "y": {"type": ["boolean", "null"]}}});
    let form = form(document, None);
    text(&form, "x", "2");
    text(&form, "y", "false");
    assert_eq!(form.value(), json!({"x": 2, "y": false}));
    text(&form, "x", "3");
    assert!(form.submit().is_none());
    assert_eq!(error(&form, "x").as_deref(), Some("validation.enum"));
}

#[test]
fn a_violation_of_the_whole_is_an_error_of_the_form() {
    let document = json!({"maxProperties": 1, "properties": {"a": {"type": "string"}, "b": {"type": "string"}}});
    let form = form(document, None);
    text(&form, "a", "1");
    text(&form, "b", "1");
    assert!(form.submit().is_none());
    assert_eq!(form.form_errors().len(), 1);
    text(&form, "b", "");
    assert_eq!(form.form_errors(), []);
}

#[test]
fn server_errors_find_fields_in_other_spellings_and_rows() {
    let form = form(order(), Some(saved_order()));
    assert!(form.submit().is_some());
    let at = |path: &str, text: &str| (Path::from(path), text.to_owned());
    form.server_errors(
        vec![
            at("Customer", "unknown"),
            at("items.1.Quantity", "too many"),
            at("customer", "blocked"),
            at("unheard", "of"),
            at("items.9.quantity", "no such row"),
            (Path::root(), "whole".to_owned()),
        ],
        vec!["first".to_owned()],
    );
    assert_eq!(error(&form, "customer").as_deref(), Some("unknown\nblocked"));
    assert_eq!(error(&form, "items.1.quantity").as_deref(), Some("too many"));
    let texts = ["first", "unheard: of", "whole"].map(|text| FieldProblem::Server(text.to_owned()));
    assert_eq!(form.form_errors(), texts);
    assert_eq!(errors(&form), ["customer", "items", "items.1.quantity"]);
}

#[test]
fn a_server_error_on_an_array_goes_when_a_row_is_edited() {
    let form = form(order(), Some(saved_order()));
    assert!(form.submit().is_some());
    form.server_errors(vec![(Path::from("items"), "sold out".into())], vec![]);
    text(&form, "items.0.quantity", "1");
    assert_eq!(error(&form, "items"), None);
}

#[test]
fn a_second_submit_waits_for_the_first() {
    let form = form(order(), Some(saved_order()));
    assert!(form.submit().is_some());
    assert!(form.submit().is_none());
    form.failed(Message::new("error.network"));
    assert_eq!(form.failure(), Some(Message::new("error.network")));
    assert!(form.submit().is_some(), "a failed submission may be repeated");
    assert_eq!(form.failure(), None);
}

#[test]
fn an_answer_that_nobody_waits_for_is_ignored() {
    let form = form(order(), Some(saved_order()));
    form.saved(Some(json!({"customer": "Eve"})));
    form.server_errors(vec![], vec!["x".into()]);
    assert_eq!(form.value(), saved_order());
    assert_eq!((form.state(), form.form_errors().len()), (FormState::Pristine, 0));
}

#[test]
fn a_conflict_keeps_what_was_typed() {
    let form = form(order(), Some(saved_order()));
    text(&form, "note", "mine");
    assert!(form.submit().is_some());
    form.conflict();
    assert_eq!(form.state(), FormState::Conflict);
    assert_eq!(form.field(&Path::from("note")).text, "mine");
}

#[test]
fn what_is_typed_during_a_submission_is_still_unsaved() {
    let form = form(order(), Some(saved_order()));
    text(&form, "note", "first");
    assert!(form.submit().is_some());
    text(&form, "note", "second");
    form.saved(Some({
        let mut record = saved_order();
        record["note"] = json!("first");
        record["coupon"] = json!("NEW");
        record
    }));
    assert_eq!(form.state(), FormState::Editing);
    assert_eq!(form.field(&Path::from("note")).text, "second");
    assert_eq!(form.field(&Path::from("coupon")).text, "NEW");
    assert_eq!(form.submit().unwrap().changes, json!({"note": "second"}));
}

#[test]
fn a_saved_password_is_forgotten() {
    let document =
        json!({"properties": {"name": {"type": "string"}, "password": {"type": "string"}}});
    let form = form(document, Some(json!({"name": "a"})));
    text(&form, "password", "secret");
    assert!(form.draft().is_empty());
    assert_eq!(form.submit().unwrap().changes, json!({"password": "secret"}));
    form.saved(None);
    assert_eq!(form.value(), json!({"name": "a"}));
    assert!(!form.is_dirty());
}

#[test]
fn reset_brings_back_the_saved_record() {
    let form = form(order(), Some(saved_order()));
    text(&form, "customer", "");
    assert!(form.submit().is_none());
    form.reset();
    assert_eq!(
        (form.state(), form.value(), form.errors().len()),
        (FormState::Pristine, saved_order(), 0)
    );
}

#[test]
fn a_draft_survives_as_text_and_comes_back() {
    let first = form(order(), Some(saved_order()));
    text(&first, "note", "draft");
    text(&first, "items.1.quantity", "1x");
    first.add_item(&Path::from("items"));
    first.input(&Path::from("coupon"), Input::Clear);
    first.input(&Path::from("placed"), Input::Clear);
    let kept = serde_json::to_string(&first.draft()).unwrap();
    let second = form(order(), Some(saved_order()));
    second.restore_draft(&serde_json::from_str(&kept).unwrap());
    assert_eq!(second.state(), FormState::Editing);
    assert_eq!(second.field(&Path::from("items.1.quantity")).text, "1x");
    assert_eq!(second.value(), first.value());
    assert_eq!(second.draft(), first.draft());
}

#[test]
fn an_empty_draft_changes_nothing() {
    let form = form(order(), Some(saved_order()));
    assert!(form.draft().is_empty());
    form.restore_draft(&Draft::default());
    assert_eq!(form.state(), FormState::Pristine);
}

/// Counts how often a subscription is called.
fn count(subscribe: impl FnOnce(Box<dyn Fn()>) -> Subscription) -> (Rc<Cell<u32>>, Subscription) {
    let count = Rc::new(Cell::new(0));
    let counter = Rc::clone(&count);
    (count, subscribe(Box::new(move || counter.set(counter.get() + 1))))
}

#[test]
fn a_key_stroke_tells_its_own_field_only() {
    let form = form(order(), Some(saved_order()));
    let (own, _own) = count(|callback| form.subscribe(&Path::from("note"), callback));
    let (other, _other) = count(|callback| form.subscribe(&Path::from("customer"), callback));
    let (whole, _whole) = count(|callback| form.subscribe_form(callback));
    for typed in ["a", "ab", "abc"] {
        text(&form, "note", typed);
    }
    assert_eq!((own.get(), other.get()), (3, 0));
    assert_eq!(whole.get(), 1, "the form became dirty once");
}

#[test]
fn a_change_of_rows_tells_the_fields_in_them() {
    let form = form(order(), Some(saved_order()));
    let (rows, _rows) = count(|callback| form.subscribe(&Path::from("items"), callback));
    let (inner, _inner) =
        count(|callback| form.subscribe(&Path::from("items.0.quantity"), callback));
    let (other, _other) = count(|callback| form.subscribe(&Path::from("note"), callback));
    form.remove_item(&Path::from("items"), 0);
    assert_eq!((rows.get(), inner.get(), other.get()), (1, 1, 0));
    text(&form, "items.0.quantity", "9");
    assert_eq!((rows.get(), inner.get()), (1, 2));
}

#[test]
fn a_dropped_subscription_is_silent() {
    let form = form(order(), Some(saved_order()));
    let (calls, subscription) = count(|callback| form.subscribe(&Path::from("note"), callback));
    drop(subscription);
    text(&form, "note", "a");
    assert_eq!(calls.get(), 0);
}

#[test]
fn a_callback_may_read_and_edit_the_form() {
    let form = form(order(), Some(saved_order()));
    let handle = form.clone();
    let _subscription = form.subscribe(&Path::from("note"), move || {
        let typed = handle.field(&Path::from("note")).text;
        handle.input(&Path::from("coupon"), Input::Text(typed));
    });
    text(&form, "note", "copy");
    assert_eq!(form.field(&Path::from("coupon")).value, Some(json!("copy")));
}
