//! The browser's own select.

use leptos::prelude::*;
use vitrine::ui::native_select::NativeSelect;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlSelectElement;

use crate::dom::{Page, settle};

#[wasm_bindgen_test]
async fn the_value_is_shown_although_its_option_comes_later() {
    let options = RwSignal::new(vec!["de"]);
    let value = RwSignal::new("nl".to_owned());
    let page = Page::open(move || {
        view! {
            <NativeSelect value>
                <For each=move || options.get() key=|option| *option let:option>
                    <option value=option>{option}</option>
                </For>
            </NativeSelect>
        }
    })
    .await;
    let select: HtmlSelectElement = page.find("select").unchecked_into();
    assert_eq!(select.value(), "");
    options.set(vec!["de", "nl"]);
    settle().await;
    assert_eq!(select.value(), "nl");
    value.set("de".to_owned());
    settle().await;
    assert_eq!(select.value(), "de");
}
