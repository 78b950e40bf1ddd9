//! Toasts.

use std::time::Duration;

use leptos::prelude::*;
use vitrine::ui::{
    toast::{self, Toast, Toaster, use_toaster},
    tone::Tone,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::dom::{Page, click, settle};

async fn open() -> (Page, Toaster) {
    let toaster = RwSignal::new(None);
    let page = Page::open(move || {
        view! {
            <toast::Provider label="Notifications" close_label="Dismiss">
                {move || toaster.set(Some(use_toaster()))}
            </toast::Provider>
        }
    })
    .await;
    (page, toaster.get_untracked().unwrap())
}

const TOAST: &str = "[data-tone]";

#[wasm_bindgen_test]
async fn a_toast_is_added_to_a_region_that_was_there_before() {
    let (page, toaster) = open().await;
    assert_eq!(page.find("section").get_attribute("aria-live").as_deref(), Some("polite"));
    toaster.show(Toast::new("Saved"));
    settle().await;
    assert_eq!(page.texts(TOAST), ["Saved"]);
}

#[wasm_bindgen_test]
async fn an_action_runs_and_the_toast_leaves() {
    let (page, toaster) = open().await;
    let undone = RwSignal::new(false);
    toaster.show(Toast::new("Deleted").with_action("Undo", move || undone.set(true)));
    settle().await;
    click(&page.find("section button")).await;
    assert!(undone.get_untracked());
    assert_eq!(page.texts(TOAST).len(), 0);
}

#[wasm_bindgen_test]
async fn a_toast_leaves_by_itself_and_a_danger_stays() {
    let (page, toaster) = open().await;
    toaster.show(Toast::new("Failed").with_tone(Tone::Danger));
    toaster.show(Toast::new("Saved").with_stay(Some(Duration::ZERO)));
    settle().await;
    settle().await;
    assert_eq!(page.texts(TOAST), ["Failed"]);
    click(&page.find("[aria-label=Dismiss]")).await;
    assert_eq!(page.texts(TOAST).len(), 0);
}

#[wasm_bindgen_test]
async fn a_toast_waits_while_a_pointer_is_on_it() {
    let (page, toaster) = open().await;
    let section = page.find("section");
    let pointer = |kind| section.dispatch_event(&web_sys::Event::new(kind).unwrap()).unwrap();
    pointer("pointerenter");
    toaster.show(Toast::new("Saved").with_stay(Some(Duration::ZERO)));
    settle().await;
    settle().await;
    assert_eq!(page.texts(TOAST), ["Saved"]);
    pointer("pointerleave");
    settle().await;
    settle().await;
    assert_eq!(page.texts(TOAST).len(), 0);
}
