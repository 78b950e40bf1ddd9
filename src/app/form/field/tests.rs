//! How fields of each widget are labelled, described and refused.

use super::FieldView;
use crate::reactive::{FormHandle, use_form};
use leptos::prelude::*;
use serde_json::{Value, json};
use std::rc::Rc;
use vitrine_core::form::{Form, FormSpec};
use vitrine_core::record::Path;
use vitrine_core::schema::Schema;

#[expect(clippy::needless_pass_by_value, reason = "test values read best by value")]
fn render(property: Value, initial: Option<Value>, act: impl Fn(&Form)) -> String {
    let schema = Schema::new(
        json!({ "type": "object", "required": ["x"], "properties": { "x": property } }),
    );
    let initial = initial.map(|value| json!({ "x": value }));
    let spec = FormSpec::from_schema(schema, &|_| None);
    let form = Form::new(spec, initial, Rc::new(|_| 0));
    act(&form);
    Owner::new().with(|| {
        let form: FormHandle = use_form(form);
        let fields = form.with_untracked(|form| form.spec().fields.clone());
        fields.into_iter().map(|field| view! { <FieldView form field /> }).collect_view().to_html()
    })
}

fn nothing(_: &Form) {}

/// Returns the value of an attribute in the first tag that begins with `tag`.
#[track_caller]
fn attribute<'a>(html: &'a str, tag: &str, name: &str) -> Option<&'a str> {
    let tag = &html[html.find(tag).unwrap_or_else(|| panic!("no {tag} in {html}"))..];
    let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
    let value = tag.split_once(&format!(" {name}=\""))?.1;
    value.split_once('"').map(|(value, _)| value)
}

#[test]
fn the_label_names_the_control_and_help_describes_it() {
    let html = render(json!({ "type": "string", "description": "As printed." }), None, nothing);
    let id = attribute(&html, "<input", "id").unwrap();
    assert_eq!(attribute(&html, "<label", "for"), Some(id));
    assert_eq!(attribute(&html, "<input", "aria-required"), Some("true"));
    assert!(html.contains("As printed."), "{html}");
    assert_eq!(attribute(&html, "<p", "id"), attribute(&html, "<input", "aria-describedby"));
}

#[test]
fn a_refused_field_says_why_at_its_control() {
    let html = render(json!({ "type": "string" }), None, |form| {
        assert!(form.submit().is_none());
    });
    assert_eq!(attribute(&html, "<input", "aria-invalid"), Some("true"));
    assert!(html.contains("This is required."), "{html}");
}

#[test]
fn the_servers_own_words_stand_at_the_field() {
    let html = render(json!({ "type": "string" }), Some(json!("a")), |form| {
        assert!(form.submit().is_some());
        form.server_errors(vec![(Path::field("x"), "is taken".into())], Vec::new());
    });
    assert!(html.contains("is taken"), "{html}");
}

#[test]
fn each_kind_has_its_own_control() {
    for (property, start) in [
        (json!({ "type": "string", "format": "date" }), "<input type=\"date\""),
        (json!({ "type": "string", "format": "date-time" }), "<input type=\"datetime-local\""),
        (json!({ "type": "string", "format": "password" }), "<input type=\"password\""),
        (json!({ "type": "string", "format": "email" }), "<input type=\"email\""),
        (json!({ "type": "string", "format": "color" }), "<input type=\"color\""),
        (json!({ "type": "string", "maxLength": 2000 }), "<textarea"),
        (json!({ "type": "object" }), "<textarea"),
        (json!({ "type": "boolean" }), "<input type=\"checkbox\""),
        (json!({ "type": ["boolean", "null"] }), "<select"),
        (json!({ "enum": ["a", "b"] }), "<select"),
        (json!({ "type": "array", "items": { "type": "string" } }), "<fieldset"),
    ] {
        let html = render(property.clone(), None, nothing);
        assert!(html.contains(start), "{property}: {html}");
    }
}

#[test]
fn a_value_that_the_description_does_not_know_is_kept() {
    let html = render(json!({ "type": "string", "enum": ["a", "b"] }), Some(json!("z")), nothing);
    assert!(html.contains("<option value=\"z\">z"), "{html}");
}

#[test]
fn rows_are_named_by_their_number() {
    let items = json!({ "type": "object", "properties": { "quantity": { "type": "integer" } } });
    let property = json!({ "type": "array", "title": "Items", "items": items });
    let html = render(property, Some(json!([{ "quantity": 1 }, { "quantity": 2 }])), nothing);
    assert!(html.contains("data-path=\"x.1.quantity\""), "{html}");
    assert!(html.contains("aria-label=\"Remove Items 2\""), "{html}");
    assert!(html.contains("Add to Items"), "{html}");
}

#[test]
fn what_only_the_server_writes_is_not_asked_for() {
    let html = render(json!({ "type": "string", "readOnly": true }), Some(json!("a")), nothing);
    assert!(!html.contains("<input"), "{html}");
}
