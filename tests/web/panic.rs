//! The screen after a panic.

use vitrine::app::panic::show;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Document, HtmlDialogElement, HtmlElement, HtmlInputElement};

fn document() -> Document {
    web_sys::window().and_then(|window| window.document()).expect("tests run in a page")
}

fn input(kind: &str, name: &str, value: &str) -> HtmlInputElement {
    let input = document().create_element("input").expect("an input can be made");
    let input: HtmlInputElement = input.dyn_into().expect("it is an input");
    input.set_type(kind);
    input.set_name(name);
    input.set_value(value);
    document().body().expect("the page has a body").append_child(&input).expect("it takes it");
    input
}

#[wasm_bindgen_test]
fn a_panic_keeps_what_was_typed_and_can_be_left() {
    let (title, secret) = (input("text", "title", "half a sen"), input("password", "pass", "s3"));
    show("it broke").expect("the page is whole");
    show("it broke again").expect("one screen is enough");

    let screens = document().query_selector_all("#panic").expect("the selector is valid");
    assert_eq!(screens.length(), 1);
    let screen = document().get_element_by_id("panic").expect("the screen is there");
    let dialog: &HtmlDialogElement = screen.dyn_ref().expect("it is a dialog");
    assert!(dialog.open());
    let text = screen.text_content().unwrap_or_default();
    assert!(text.contains("it broke"), "{text}");
    assert!(text.contains("title: half a sen"), "{text}");
    assert!(!text.contains("s3"), "{text}");

    let buttons = screen.query_selector_all("button").expect("the selector is valid");
    assert_eq!(buttons.length(), 3, "reload, copy, stay");
    let stay = buttons.item(2).expect("there are three");
    stay.dyn_ref::<HtmlElement>().expect("it is an element").click();
    assert!(document().get_element_by_id("panic").is_none());
    assert_eq!(title.value(), "half a sen");
    title.remove();
    secret.remove();
}
