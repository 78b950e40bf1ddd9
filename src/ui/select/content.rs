//! The list of a select.

use leptos::{ev, prelude::*};

use crate::ui::view::{Content, live};
use web_sys::{Element, HtmlElement, wasm_bindgen::JsCast};

use super::context::SelectContext;
use crate::ui::{class, field};

/// The list of choices, over the page while it is open.
/// Renders a `<div popover role="listbox">`.
#[component]
pub fn Content(
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// Groups and items.
    children: Content,
) -> impl IntoView {
    let select = SelectContext::expect("Content");
    let field = field::control_attributes();
    view! {
        <div
            node_ref=select.popover.content
            popover="auto"
            role="listbox"
            id=select.popover.content_id()
            class=class::join("ui-popover", class)
            data-width="anchor"
            aria-label=live(move || select.label.get())
            aria-labelledby=field.label_id()
            style:position-anchor=select.popover.anchor()
            on:toggle=move |_| {
                let is_open = select.popover.sync();
                if !is_open {
                    select.highlight(None);
                } else if select.highlighted.with_untracked(Option::is_none) {
                    select.highlight_chosen();
                }
            }
            // A press on the list would otherwise take the focus from the trigger.
            on:mousedown=move |event| event.prevent_default()
            on:pointermove=move |event| {
                let entry = entry_of(&event);
                let id = entry.as_ref().map(|entry| entry.id());
                if id.is_some() && id != select.highlighted.get_untracked() {
                    select.highlight(entry.as_ref());
                }
            }
            on:click=move |event| {
                if let Some(value) = entry_of(&event)
                    .and_then(|entry| entry.get_attribute("data-value"))
                {
                    select.close();
                    select.choose(value);
                }
            }
        >
            {children.view()}
        </div>
    }
}

/// Returns the entry under the pointer, if it can be chosen.
fn entry_of(event: &ev::MouseEvent) -> Option<HtmlElement> {
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest("[role=option]:not([aria-disabled])").ok()??.dyn_into().ok()
}
