//! Putting the focus on a field.

use leptos::prelude::*;
use vitrine_core::record::Path;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// What can be typed into or pressed inside a field.
const CONTROLS: &str = "input, select, textarea, button";

/// Puts the focus on the field at `path` within `form`: on its control, or on
/// the section itself where it holds several.
pub(in crate::app::form) fn focus_field(form: &Element, path: &Path) {
    let Some(field) = find(form, &path.to_string()) else { return };
    let control = field.query_selector(CONTROLS).ok().flatten();
    let target = if field.has_attribute("tabindex") { field } else { control.unwrap_or(field) };
    focus(&target);
}

/// Puts the focus on the first control of the last row of the array at `path`,
/// once that row is on the page.
pub(super) fn focus_last_row(group: NodeRef<leptos::html::Fieldset>) {
    request_animation_frame(move || {
        let Some(Some(group)) = group.try_get_untracked() else { return };
        let Ok(rows) = group.query_selector_all(":scope > ol > li") else { return };
        let last = rows.length().checked_sub(1).and_then(|index| rows.item(index));
        let row: Option<Element> = last.and_then(|row| row.dyn_into().ok());
        if let Some(control) = row.and_then(|row| row.query_selector(CONTROLS).ok().flatten()) {
            focus(&control);
        }
    });
}

fn find(form: &Element, path: &str) -> Option<Element> {
    let fields = form.query_selector_all("[data-path]").ok()?;
    // A path may contain what would have to be escaped in a selector.
    (0..fields.length())
        .filter_map(|index| fields.item(index)?.dyn_into::<Element>().ok())
        .find(|field| field.get_attribute("data-path").as_deref() == Some(path))
}

fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // Refused only when it is not on the page any more.
        let _ = element.focus();
    }
}
