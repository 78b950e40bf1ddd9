//! The menu.
//!
//! Source of the keys: WAI-ARIA Authoring Practices, menu button.

use leptos::prelude::*;
use vitrine::ui::menu;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::dom::{Page, click, focused, is_open, press, press_focused};

const TRIGGER: &str = "[aria-haspopup=menu]";
const MENU: &str = "[role=menu]";

async fn open(selected: RwSignal<Vec<&'static str>>) -> Page {
    let select = move |name| move || selected.update(|selected| selected.push(name));
    let page = Page::open(move || {
        view! {
            <menu::Root>
                <menu::Trigger>"More"</menu::Trigger>
                <menu::Content>
                    <menu::Item on_select=select("edit")>"Edit"</menu::Item>
                    <menu::Item disabled=true on_select=select("export")>
                        "Export"
                    </menu::Item>
                    <menu::Separator />
                    <menu::Item on_select=select("delete")>"Delete"</menu::Item>
                </menu::Content>
            </menu::Root>
        }
    })
    .await;
    page.find(TRIGGER).focus().unwrap();
    page
}

fn focused_text() -> String {
    focused().text_content().unwrap()
}

#[wasm_bindgen_test]
async fn a_click_opens_on_the_first_item_and_another_closes() {
    let page = open(RwSignal::new(Vec::new())).await;
    let trigger = page.find(TRIGGER);
    click(&trigger).await;
    assert_eq!(focused_text(), "Edit");
    assert_eq!(trigger.get_attribute("aria-expanded").as_deref(), Some("true"));
    click(&trigger).await;
    assert!(!is_open(&page.find(MENU)));
    assert_eq!(trigger.get_attribute("aria-expanded").as_deref(), Some("false"));
}

#[wasm_bindgen_test]
async fn arrows_open_on_the_first_and_the_last_item() {
    let page = open(RwSignal::new(Vec::new())).await;
    press(&page.find(TRIGGER), "ArrowUp").await;
    assert_eq!(focused_text(), "Delete");
    press_focused("Escape").await;
    press(&page.find(TRIGGER), "ArrowDown").await;
    assert_eq!(focused_text(), "Edit");
}

#[wasm_bindgen_test]
async fn arrows_wrap_and_disabled_items_can_be_read() {
    let page = open(RwSignal::new(Vec::new())).await;
    press(&page.find(TRIGGER), "ArrowDown").await;
    let mut seen = Vec::new();
    for key in ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "Home", "End", "e", "e"] {
        press_focused(key).await;
        seen.push(focused_text());
    }
    assert_eq!(seen, ["Export", "Delete", "Edit", "Delete", "Edit", "Delete", "Edit", "Export"]);
}

#[wasm_bindgen_test]
async fn escape_closes_and_gives_the_focus_back() {
    let page = open(RwSignal::new(Vec::new())).await;
    let trigger = page.find(TRIGGER);
    press(&trigger, "ArrowDown").await;
    press_focused("Escape").await;
    assert!(!is_open(&page.find(MENU)));
    assert_eq!(focused(), *trigger);
}

#[wasm_bindgen_test]
async fn tab_closes_from_the_trigger_on() {
    let page = open(RwSignal::new(Vec::new())).await;
    let trigger = page.find(TRIGGER);
    press(&trigger, "ArrowDown").await;
    assert!(!press_focused("Tab").await);
    assert!(!is_open(&page.find(MENU)));
    assert_eq!(focused(), *trigger);
}

#[wasm_bindgen_test]
async fn an_item_runs_after_the_menu_closed_and_a_disabled_one_not_at_all() {
    let selected = RwSignal::new(Vec::new());
    let page = open(selected).await;
    click(&page.find(TRIGGER)).await;
    click(&page.find("[aria-disabled=true]")).await;
    assert_eq!(selected.get_untracked(), Vec::<&str>::new());
    assert!(is_open(&page.find(MENU)));
    click(&page.find("[role=menuitem]:last-child")).await;
    assert_eq!(selected.get_untracked(), ["delete"]);
    assert!(!is_open(&page.find(MENU)));
    assert_eq!(focused(), *page.find(TRIGGER));
}
