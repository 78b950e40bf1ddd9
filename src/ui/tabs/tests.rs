//! How tabs and panels refer to each other.

use leptos::prelude::*;

use crate::ui::tabs;

#[test]
fn only_the_active_tab_has_a_panel_and_a_stop() {
    let html = Owner::new().with(|| {
        view! {
            <tabs::Root value="json" on_change=|_| ()>
                <tabs::List label="Views">
                    <tabs::Tab value="fields">"Fields"</tabs::Tab>
                    <tabs::Tab value="json">"JSON"</tabs::Tab>
                </tabs::List>
                <tabs::Panel value="fields">"The fields"</tabs::Panel>
                <tabs::Panel value="json">"The text"</tabs::Panel>
            </tabs::Root>
        }
        .to_html()
    });
    assert_eq!(html.matches("role=\"tabpanel\"").count(), 1, "{html}");
    assert!(html.contains("The text") && !html.contains("The fields"), "{html}");
    assert_eq!(html.matches("aria-selected=\"true\"").count(), 1, "{html}");
    assert_eq!(html.matches("tabindex=\"-1\"").count(), 1, "{html}");
}
