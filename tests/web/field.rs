//! Fields.

use leptos::prelude::*;
use vitrine::ui::{field, input::Input};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::dom::{Page, settle, type_into};

#[wasm_bindgen_test]
async fn a_description_after_the_control_and_a_later_error_are_both_referred_to() {
    let error = RwSignal::new(None::<String>);
    let page = Page::open(move || {
        view! {
            <field::Root error>
                <field::Label>"Name"</field::Label>
                <Input value="" />
                <field::Description>"As on the invoice"</field::Description>
                <field::Error />
            </field::Root>
        }
    })
    .await;
    let input = page.find("input");
    let description = page.find("p").id();
    assert_eq!(input.get_attribute("aria-describedby"), Some(description.clone()));
    error.set(Some("Too long".to_owned()));
    settle().await;
    let error = page.find("[aria-live]");
    assert_eq!(error.text_content().unwrap(), "Too long");
    assert_eq!(
        input.get_attribute("aria-describedby"),
        Some(format!("{} {description}", error.id()))
    );
    assert_eq!(input.get_attribute("aria-invalid").as_deref(), Some("true"));
}

#[wasm_bindgen_test]
async fn typing_reaches_the_owner_of_the_value() {
    let value = RwSignal::new("Ada".to_owned());
    let page = Page::open(move || {
        view! { <Input value on_input=move |text: String| value.set(text.to_uppercase()) /> }
    })
    .await;
    let input = page.find("input");
    type_into(&input, "Grace").await;
    assert_eq!(value.get_untracked(), "GRACE");
    let shown: &web_sys::HtmlInputElement = wasm_bindgen::JsCast::unchecked_ref(&*input);
    assert_eq!(shown.value(), "GRACE");
}
