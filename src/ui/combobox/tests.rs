//! How the parts of a combobox refer to each other.

use leptos::prelude::*;

use super::Choice;
use crate::ui::combobox;

fn render(options: Vec<Choice>, is_busy: bool) -> String {
    Owner::new().with(|| {
        let value = options.first().cloned();
        view! {
            <combobox::Root
                options
                value
                on_query=|_| ()
                on_change=|_| ()
                busy=is_busy
                label="Customer"
            >
                <combobox::Input placeholder="Search" />
                <combobox::Content>
                    <combobox::Empty>"Nobody"</combobox::Empty>
                </combobox::Content>
            </combobox::Root>
        }
        .to_html()
    })
}

fn choices() -> Vec<Choice> {
    [("1", "Ada"), ("2", "Grace")]
        .map(|(value, label)| Choice { value: value.into(), label: label.into(), detail: None })
        .to_vec()
}

#[test]
fn the_chosen_option_is_ticked_and_none_is_highlighted() {
    let html = render(choices(), false);
    assert_eq!(html.matches("role=\"option\"").count(), 2, "{html}");
    assert_eq!(html.matches("data-state=\"checked\"").count(), 1, "{html}");
    assert!(!html.contains("data-highlighted"), "{html}");
    assert!(!html.contains("aria-activedescendant"), "{html}");
}

#[test]
fn nothing_fits_is_said_only_when_the_answer_is_there() {
    assert!(render(Vec::new(), false).contains("Nobody"));
    assert!(!render(Vec::new(), true).contains("Nobody"));
    assert!(!render(choices(), false).contains("Nobody"));
}
