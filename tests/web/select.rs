//! The select.
//!
//! Source of the keys: WAI-ARIA Authoring Practices, select-only combobox.

use leptos::prelude::*;
use vitrine::ui::select;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::dom::{Page, click, focused, is_open, press, settle};

const TRIGGER: &str = "[role=combobox]";
const LIST: &str = "[role=listbox]";

async fn open(value: RwSignal<Option<String>>) -> Page {
    let page = Page::open(move || {
        view! {
            <select::Root value on_change=move |chosen| value.set(Some(chosen)) label="Fruit">
                <select::Trigger>
                    <select::Value text=value placeholder="Choose" />
                </select::Trigger>
                <select::Content>
                    <select::Item value="apple">"Apple"</select::Item>
                    <select::Item value="banana">"Banana"</select::Item>
                    <select::Item value="lemon" disabled=true>
                        "Lemon"
                    </select::Item>
                    <select::Item value="blackberry">"Black berry"</select::Item>
                </select::Content>
            </select::Root>
        }
    })
    .await;
    page.find(TRIGGER).focus().unwrap();
    page
}

fn chosen(value: RwSignal<Option<String>>) -> Option<String> {
    value.get_untracked()
}

#[wasm_bindgen_test]
async fn each_opening_key_opens_on_the_chosen_item_and_keeps_the_focus() {
    for key in ["ArrowDown", "ArrowUp", "Enter", " "] {
        let page = open(RwSignal::new(Some("banana".to_owned()))).await;
        let trigger = page.find(TRIGGER);
        assert!(press(&trigger, key).await, "{key} is taken");
        assert!(is_open(&page.find(LIST)), "{key} opens");
        assert_eq!(trigger.get_attribute("aria-expanded").as_deref(), Some("true"));
        assert_eq!(page.active_descendant(TRIGGER).as_deref(), Some("Banana"));
        assert_eq!(focused(), *trigger);
    }
}

#[wasm_bindgen_test]
async fn arrows_skip_what_is_disabled_and_stop_at_the_ends() {
    let page = open(RwSignal::new(None)).await;
    let trigger = page.find(TRIGGER);
    press(&trigger, "Enter").await;
    let mut seen = vec![page.active_descendant(TRIGGER).unwrap()];
    for key in ["ArrowUp", "ArrowDown", "ArrowDown", "ArrowDown", "Home", "End", "PageUp"] {
        press(&trigger, key).await;
        seen.push(page.active_descendant(TRIGGER).unwrap());
    }
    assert_eq!(
        seen,
        ["Apple", "Apple", "Banana", "Black berry", "Black berry", "Apple", "Black berry", "Apple"]
    );
    assert_eq!(page.texts("[data-highlighted]"), ["Apple"]);
}

#[wasm_bindgen_test]
async fn enter_chooses_and_escape_does_not() {
    let value = RwSignal::new(None);
    let page = open(value).await;
    let trigger = page.find(TRIGGER);
    press(&trigger, "ArrowDown").await;
    press(&trigger, "ArrowDown").await;
    press(&trigger, "Escape").await;
    assert_eq!(chosen(value), None);
    assert!(!is_open(&page.find(LIST)));
    assert_eq!(page.active_descendant(TRIGGER), None);
    press(&trigger, "ArrowDown").await;
    press(&trigger, "ArrowDown").await;
    press(&trigger, "Enter").await;
    assert_eq!(chosen(value).as_deref(), Some("banana"));
    assert!(!is_open(&page.find(LIST)));
    assert_eq!(page.texts("[aria-selected=true]"), ["Banana"]);
}

#[wasm_bindgen_test]
async fn tab_chooses_and_lets_the_focus_go() {
    let value = RwSignal::new(None);
    let page = open(value).await;
    let trigger = page.find(TRIGGER);
    press(&trigger, "End").await;
    assert!(!press(&trigger, "Tab").await);
    assert_eq!(chosen(value).as_deref(), Some("blackberry"));
    assert!(!is_open(&page.find(LIST)));
}

#[wasm_bindgen_test]
async fn letters_open_and_find_and_a_blank_belongs_to_the_word() {
    let value = RwSignal::new(None);
    let page = open(value).await;
    let trigger = page.find(TRIGGER);
    press(&trigger, "b").await;
    assert!(is_open(&page.find(LIST)));
    assert_eq!(page.active_descendant(TRIGGER).as_deref(), Some("Banana"));
    press(&trigger, "l").await;
    assert_eq!(page.active_descendant(TRIGGER).as_deref(), Some("Black berry"));
    for key in ["a", "c", "k", " ", "b"] {
        assert!(press(&trigger, key).await);
    }
    assert!(is_open(&page.find(LIST)), "the blank did not choose");
    assert_eq!(page.active_descendant(TRIGGER).as_deref(), Some("Black berry"));
}

#[wasm_bindgen_test]
async fn a_pointer_opens_and_chooses_but_not_what_is_disabled() {
    let value = RwSignal::new(None);
    let page = open(value).await;
    click(&page.find(TRIGGER)).await;
    assert!(is_open(&page.find(LIST)));
    click(&page.find("[data-value=lemon]")).await;
    assert_eq!(chosen(value), None);
    assert!(is_open(&page.find(LIST)));
    click(&page.find("[data-value=banana]")).await;
    assert_eq!(chosen(value).as_deref(), Some("banana"));
    assert!(!is_open(&page.find(LIST)));
}

#[wasm_bindgen_test]
async fn items_that_come_later_are_reached_in_the_order_of_the_page() {
    let fruits = RwSignal::new(vec!["b", "c"]);
    let page = Page::open(move || {
        view! {
            <select::Root value=None on_change=|_| () label="Fruit">
                <select::Trigger>"Choose"</select::Trigger>
                <select::Content>
                    <For each=move || fruits.get() key=|fruit| *fruit let:fruit>
                        <select::Item value=fruit>{fruit}</select::Item>
                    </For>
                </select::Content>
            </select::Root>
        }
    })
    .await;
    fruits.set(vec!["a", "b", "c"]);
    settle().await;
    let trigger = page.find(TRIGGER);
    press(&trigger, "Enter").await;
    assert_eq!(page.active_descendant(TRIGGER).as_deref(), Some("a"));
    press(&trigger, "ArrowDown").await;
    assert_eq!(page.active_descendant(TRIGGER).as_deref(), Some("b"));
}
