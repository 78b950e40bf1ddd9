//! The dialog.

use leptos::prelude::*;
use vitrine::ui::{button::Button, dialog, field, input::Input, select};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::dom::{Page, click, focused, press, settle};

async fn open(is_open: RwSignal<bool>, kind: dialog::Kind) -> Page {
    Page::open(move || {
        view! {
            <button on:click=move |_| is_open.set(true)>"Rename"</button>
            <dialog::Root open=is_open kind>
                <dialog::Content>
                    <dialog::Title>"Rename"</dialog::Title>
                    <dialog::Description>"Everyone sees it."</dialog::Description>
                    <field::Root>
                        <field::Label>"Name"</field::Label>
                        <Input value="" />
                    </field::Root>
                    <select::Root value=None on_change=|_| () label="Fruit">
                        <select::Trigger>"Choose"</select::Trigger>
                        <select::Content>
                            <select::Item value="apple">"Apple"</select::Item>
                        </select::Content>
                    </select::Root>
                    <dialog::Footer>
                        <Button>"Save"</Button>
                    </dialog::Footer>
                    <dialog::Close label="Close" />
                </dialog::Content>
            </dialog::Root>
        }
    })
    .await
}

async fn open_by_button(page: &Page) {
    let button = page.find("button");
    button.focus().unwrap();
    click(&button).await;
}

/// Asks the dialog to close as the Escape key does.
async fn request_close(page: &Page) {
    let window = page.find("dialog");
    let request: js_sys::Function =
        js_sys::Reflect::get(&window, &JsValue::from("requestClose")).unwrap().unchecked_into();
    request.call0(&window).unwrap();
    settle().await;
}

#[wasm_bindgen_test]
async fn it_is_modal_named_and_described_and_the_focus_is_inside() {
    let page = open(RwSignal::new(false), dialog::Kind::Modal).await;
    assert!(page.try_find("dialog").is_none(), "what is closed is not in the page");
    open_by_button(&page).await;
    let window = page.find("dialog");
    assert!(window.matches(":modal").unwrap());
    assert_eq!(focused(), *page.find("input"));
    let title = page.find("h2").id();
    assert_eq!(window.get_attribute("aria-labelledby"), Some(title));
    let description = page.find("dialog p").id();
    assert_eq!(window.get_attribute("aria-describedby"), Some(description));
}

#[wasm_bindgen_test]
async fn each_way_out_closes_it_and_gives_the_focus_back() {
    let is_open = RwSignal::new(false);
    let page = open(is_open, dialog::Kind::Modal).await;
    for way in ["button", "escape", "owner"] {
        open_by_button(&page).await;
        assert!(is_open.get_untracked());
        match way {
            "button" => click(&page.find("[aria-label=Close]")).await,
            "escape" => request_close(&page).await,
            _ => {
                is_open.set(false);
                settle().await;
            }
        }
        assert!(!is_open.get_untracked(), "{way}");
        assert!(page.try_find("dialog").is_none(), "{way}");
        assert_eq!(focused(), *page.find("button"), "{way}");
    }
}

#[wasm_bindgen_test]
async fn an_alert_says_what_it_is() {
    let page = open(RwSignal::new(true), dialog::Kind::Alert).await;
    let window = page.find("dialog");
    assert_eq!(window.get_attribute("role").as_deref(), Some("alertdialog"));
    assert_eq!(window.get_attribute("closedby").as_deref(), Some("closerequest"));
}

#[wasm_bindgen_test]
async fn escape_in_a_list_inside_closes_only_the_list() {
    let is_open = RwSignal::new(false);
    let page = open(is_open, dialog::Kind::Modal).await;
    open_by_button(&page).await;
    let trigger = page.find("[role=combobox]");
    trigger.focus().unwrap();
    press(&trigger, "Enter").await;
    assert!(press(&trigger, "Escape").await, "the key does not reach the dialog");
    assert!(is_open.get_untracked());
    assert_eq!(trigger.get_attribute("aria-expanded").as_deref(), Some("false"));
}
