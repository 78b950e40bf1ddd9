//! How the parts of a select refer to each other.

use leptos::prelude::*;

use crate::ui::{field, select};

fn render() -> String {
    Owner::new().with(|| {
        view! {
            <field::Root required=true>
                <field::Label>"State"</field::Label>
                <select::Root value=Some("new".to_owned()) on_change=|_| ()>
                    <select::Trigger>
                        <select::Value text=Some("New".to_owned()) />
                    </select::Trigger>
                    <select::Content>
                        <select::Group>
                            <select::Label>"Open"</select::Label>
                            <select::Item value="new">"New" <select::ItemIndicator /></select::Item>
                            <select::Item value="late" disabled=true>
                                "Late"
                            </select::Item>
                        </select::Group>
                    </select::Content>
                </select::Root>
            </field::Root>
        }
        .to_html()
    })
}

/// Returns the value of an attribute in the first tag that contains `mark`.
fn attribute(html: &str, mark: &str, name: &str) -> Option<String> {
    let tag = html.split('<').find(|tag| tag.contains(mark))?;
    let value = &tag[tag.find(&format!(" {name}=\""))? + name.len() + 3..];
    Some(value[..value.find('"')?].to_owned())
}

#[test]
fn the_trigger_controls_the_list_and_is_named_by_the_field() {
    let html = render();
    let list = attribute(&html, "role=\"listbox\"", "id").unwrap();
    assert_eq!(attribute(&html, "role=\"combobox\"", "aria-controls"), Some(list.clone()));
    assert_eq!(attribute(&html, "role=\"combobox\"", "popovertarget"), Some(list));
    assert_eq!(
        attribute(&html, "role=\"combobox\"", "id"),
        attribute(&html, "label id", "for"),
        "{html}"
    );
    assert_eq!(
        attribute(&html, "role=\"listbox\"", "aria-labelledby"),
        attribute(&html, "label id", "id"),
        "{html}"
    );
    assert_eq!(attribute(&html, "role=\"combobox\"", "aria-required").as_deref(), Some("true"));
}

#[test]
fn only_the_chosen_item_is_selected_and_ticked() {
    let html = render();
    assert_eq!(attribute(&html, "data-value=\"new\"", "aria-selected").as_deref(), Some("true"));
    assert_eq!(attribute(&html, "data-value=\"late\"", "aria-selected").as_deref(), Some("false"));
    assert_eq!(attribute(&html, "data-value=\"late\"", "aria-disabled").as_deref(), Some("true"));
    assert_eq!(html.matches("text-accent").count(), 1, "{html}");
}

#[test]
#[should_panic(expected = "select::Item must be placed within select::Root")]
fn an_item_outside_its_root_names_itself() {
    Owner::new().with(|| view! { <select::Item value="new">"New"</select::Item> }.to_html());
}
