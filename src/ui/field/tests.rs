//! How the parts of a field refer to each other.

use leptos::prelude::*;

use super::{Description, Error, Label, Root};
use crate::ui::input::Input;

/// Returns the value of the first attribute of this name in the tag that starts with `tag`.
fn attribute<'a>(html: &'a str, tag: &str, name: &str) -> Option<&'a str> {
    let tag = &html[html.find(tag)?..];
    let tag = &tag[..tag.find('>')?];
    let value = &tag[tag.find(&format!(" {name}=\""))? + name.len() + 3..];
    Some(&value[..value.find('"')?])
}

fn render(error: Option<&'static str>, is_required: bool) -> String {
    Owner::new().with(|| {
        let error = error.map(ToOwned::to_owned);
        view! {
            <Root error required=is_required>
                <Label>"Name"</Label>
                <Description>"As on the invoice"</Description>
                <Input value="" />
                <Error />
            </Root>
        }
        .to_html()
    })
}

#[test]
fn the_label_names_the_control() {
    let html = render(None, false);
    let id = attribute(&html, "<input", "id").unwrap();
    assert_eq!(attribute(&html, "<label", "for"), Some(id));
}

#[test]
fn a_valid_control_is_described_and_not_invalid() {
    let html = render(None, false);
    assert_eq!(
        attribute(&html, "<input", "aria-describedby"),
        attribute(&html, "<p", "id"),
        "{html}"
    );
    assert_eq!(attribute(&html, "<input", "aria-invalid"), None);
    assert_eq!(attribute(&html, "<input", "aria-required"), None);
}

#[test]
fn an_error_is_read_before_the_description() {
    let html = render(Some("Too long"), false);
    let id = attribute(&html, "<input", "id").unwrap();
    assert_eq!(
        attribute(&html, "<input", "aria-describedby"),
        Some(format!("{id}-error {id}-description").as_str())
    );
    assert_eq!(attribute(&html, "<input", "aria-invalid"), Some("true"));
    assert!(html.contains(&format!("<div id=\"{id}-error\"")), "{html}");
    assert!(html.contains("Too long"), "{html}");
}

#[test]
fn a_required_control_says_so_and_its_star_is_silent() {
    let html = render(None, true);
    assert_eq!(attribute(&html, "<input", "aria-required"), Some("true"));
    assert!(html.contains("<span aria-hidden=\"true\" class=\"ms-0.5 text-danger\">*<"), "{html}");
}

#[test]
#[should_panic(expected = "field::Label must be placed within field::Root")]
fn a_part_outside_its_root_names_itself() {
    Owner::new().with(|| view! { <Label>"Name"</Label> }.to_html());
}
