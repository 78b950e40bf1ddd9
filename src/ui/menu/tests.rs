//! How the parts of a menu refer to each other.

use leptos::prelude::*;

use crate::ui::{icon::Glyph, menu};

fn render() -> String {
    Owner::new().with(|| {
        view! {
            <menu::Root>
                <menu::Trigger label="More" glyph=Glyph::More />
                <menu::Content>
                    <menu::Item on_select=|()| ()>"Edit"</menu::Item>
                    <menu::Separator />
                    <menu::Item href="/posts/7">"Open"</menu::Item>
                </menu::Content>
            </menu::Root>
        }
        .to_html()
    })
}

#[test]
fn the_trigger_is_a_closed_menu_button() {
    let html = render();
    for part in ["aria-haspopup=\"menu\"", "aria-expanded=\"false\"", "aria-label=\"More\""] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn items_are_reached_by_arrows_and_not_by_tab() {
    let html = render();
    assert_eq!(html.matches("role=\"menuitem\" tabindex=\"-1\"").count(), 2, "{html}");
    assert!(html.contains("<a ") && html.contains("href=\"/posts/7\""), "{html}");
}
