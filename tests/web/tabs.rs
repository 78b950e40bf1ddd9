//! Tabs.
//!
//! Source of the keys: WAI-ARIA Authoring Practices, tabs with automatic activation.

use leptos::prelude::*;
use vitrine::ui::tabs;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::dom::{Page, focused, press_focused};

async fn open(value: RwSignal<String>, direction: &'static str) -> Page {
    let page = Page::open(move || {
        view! {
            <div dir=direction>
                <tabs::Root value on_change=move |chosen| value.set(chosen)>
                    <tabs::List label="Views">
                        <tabs::Tab value="a">"A"</tabs::Tab>
                        <tabs::Tab value="b">"B"</tabs::Tab>
                        <tabs::Tab value="c">"C"</tabs::Tab>
                    </tabs::List>
                    <tabs::Panel value="a">"Panel A"</tabs::Panel>
                    <tabs::Panel value="b">"Panel B"</tabs::Panel>
                    <tabs::Panel value="c">"Panel C"</tabs::Panel>
                </tabs::Root>
            </div>
        }
    })
    .await;
    page.find("[role=tab]").focus().unwrap();
    page
}

async fn walk(direction: &'static str, keys: &[&str]) -> String {
    let value = RwSignal::new("a".to_owned());
    let page = open(value, direction).await;
    let mut seen = String::new();
    for key in keys {
        press_focused(key).await;
        seen += &focused().text_content().unwrap();
        assert_eq!(page.texts("[aria-selected=true]"), [focused().text_content().unwrap()]);
        assert_eq!(page.texts("[role=tabpanel]").len(), 1);
    }
    seen
}

#[wasm_bindgen_test]
async fn arrows_activate_and_wrap() {
    let keys = ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "Home", "End"];
    assert_eq!(walk("ltr", &keys).await, "BCACAC");
}

#[wasm_bindgen_test]
async fn arrows_follow_the_direction_of_the_text() {
    assert_eq!(walk("rtl", &["ArrowLeft", "ArrowRight", "ArrowRight"]).await, "BAC");
}

#[wasm_bindgen_test]
async fn up_and_down_are_left_to_the_page() {
    let _page = open(RwSignal::new("a".to_owned()), "ltr").await;
    assert!(!press_focused("ArrowDown").await);
}
