//! The screen after a panic: says what happened, keeps what was typed.
//!
//! A panic leaves the module in an unknown state, so this screen is built with
//! plain DOM calls and touches nothing of the application. What was typed is
//! still in the page below it; the details hold it too, so that it can be
//! copied before the page is loaded again. Forms also keep their draft in the
//! tab's storage while they are filled in.

use crate::app::locale::t;
use crate::app::reveal::reveal;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Document, Element, HtmlDialogElement, HtmlElement};

/// Shows the screen whenever the module panics.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        let details = info.to_string();
        // Building the screen may fail in a broken page; the console has told
        // already what happened.
        let _ = show(&details);
    }));
}

/// Shows the screen with these details; `None` when the page is too broken
/// for it.
pub fn show(details: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    reveal();
    if document.get_element_by_id("panic").is_some() {
        return Some(());
    }
    let details = match typed(&document) {
        text if text.is_empty() => details.to_owned(),
        text => format!("{details}\n\n{text}"),
    };
    let dialog: HtmlDialogElement =
        element(&document, "dialog", "panic-screen")?.dyn_into().ok()?;
    dialog.set_id("panic");
    dialog.set_attribute("aria-labelledby", "panic-title").ok()?;
    let title = element(&document, "h1", "panic-title")?;
    title.set_id("panic-title");
    title.set_text_content(Some(&t("panic.title")));
    let text = element(&document, "p", "panic-text")?;
    text.set_text_content(Some(&t("panic.text")));
    let output = element(&document, "pre", "panic-details")?;
    output.set_text_content(Some(&details));
    output.set_attribute("tabindex", "0").ok()?;
    let actions = element(&document, "div", "panic-actions")?;
    let reload = button(&document, &t("panic.reload"), || {
        if let Some(window) = web_sys::window() {
            let _ = window.location().reload();
        }
    })?;
    let copied = details.clone();
    let copy = button(&document, &t("panic.copy"), move || {
        if let Some(window) = web_sys::window() {
            let _ = window.navigator().clipboard().write_text(&copied);
        }
    })?;
    let close = document.clone();
    let stay = button(&document, &t("panic.stay"), move || {
        if let Some(dialog) = close.get_element_by_id("panic") {
            dialog.remove();
        }
    })?;
    for child in [&reload, &copy, &stay] {
        actions.append_child(child).ok()?;
    }
    for child in [&title, &text, &output, &actions] {
        dialog.append_child(child).ok()?;
    }
    document.body()?.append_child(&dialog).ok()?;
    dialog.show_modal().ok()
}

/// Returns a line for each field that holds text, secrets aside.
fn typed(document: &Document) -> String {
    let mut lines = Vec::new();
    let Ok(inputs) = document.query_selector_all("input:not([type=password]), textarea, select")
    else {
        return String::new();
    };
    for index in 0..inputs.length() {
        let Some(input) = inputs.item(index) else { continue };
        let value = js_sys::Reflect::get(&input, &"value".into()).ok();
        let Some(value) = value.and_then(|value| value.as_string()) else { continue };
        let name = input.dyn_ref::<Element>().and_then(|input| input.get_attribute("name"));
        if let Some(name) = name.filter(|_| !value.is_empty()) {
            lines.push(format!("{name}: {value}"));
        }
    }
    lines.join("\n")
}

fn element(document: &Document, tag: &str, class: &str) -> Option<Element> {
    let element = document.create_element(tag).ok()?;
    element.set_class_name(class);
    Some(element)
}

fn button(document: &Document, text: &str, act: impl Fn() + 'static) -> Option<Element> {
    let button = element(document, "button", "panic-button")?;
    button.set_attribute("type", "button").ok()?;
    button.set_text_content(Some(text));
    let act = Closure::<dyn Fn()>::new(act);
    button.dyn_ref::<HtmlElement>()?.set_onclick(Some(act.as_ref().unchecked_ref()));
    // The screen stays until the page is loaded again.
    act.forget();
    Some(button)
}
