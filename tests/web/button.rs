//! Buttons.

use leptos::prelude::*;
use vitrine::ui::button::Button;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::dom::{Page, click, focused, settle};

#[wasm_bindgen_test]
async fn a_busy_button_swallows_clicks_and_keeps_the_focus() {
    let busy = RwSignal::new(false);
    let clicks = RwSignal::new(0);
    let page = Page::open(move || {
        view! {
            <Button busy on:click=move |_| clicks.update(|clicks| *clicks += 1)>
                "Save"
            </Button>
        }
    })
    .await;
    let button = page.find("button");
    button.focus().unwrap();
    click(&button).await;
    busy.set(true);
    settle().await;
    click(&button).await;
    assert_eq!(clicks.get_untracked(), 1);
    assert_eq!(focused(), *button);
    busy.set(false);
    settle().await;
    click(&button).await;
    assert_eq!(clicks.get_untracked(), 2);
}
