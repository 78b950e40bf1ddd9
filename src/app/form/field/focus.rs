//! Putting the focus on a field.

use leptos::prelude::*;
use vitrine_core::record::Path;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// What a field is filled in with.
const CONTROLS: &str = "input:enabled, select:enabled, textarea:enabled";
/// What stands in for it where there is nothing to fill in yet.
const BUTTONS: &str = "button:enabled";

/// Puts the focus on the field at `path` within `form`: on its control, or on
/// the section itself where it holds several.
pub(in crate::app::form) fn focus_field(form: &Element, path: &Path) {
    let Some(field) = find(form, &path.to_string()) else { return };
    let is_group = field.has_attribute("tabindex");
    let target = if is_group { field } else { control(&field).unwrap_or(field) };
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
        if let Some(control) = row.as_ref().and_then(control) {
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

fn control(field: &Element) -> Option<Element> {
    let find = |selector| field.query_selector(selector).ok().flatten();
    find(CONTROLS).or_else(|| find(BUTTONS))
}

fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // Refused only when it is not on the page any more.
        let _ = element.focus();
    }
}
