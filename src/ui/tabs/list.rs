//! The row of tabs.

use leptos::{ev, html, prelude::*};

use crate::ui::view::{Content, live};

use super::context::TabsContext;
use crate::ui::{
    class,
    collection::{self, Ends, Move},
};

/// The tabs.
/// Renders a `<div role="tablist">`.
#[component]
pub fn List(
    /// What the tabs show.
    #[prop(into)]
    label: Signal<String>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The tabs.
    children: Content,
) -> impl IntoView {
    let tabs = TabsContext::expect("List");
    let node_ref = NodeRef::<html::Div>::new();
    let own = "flex gap-4 overflow-x-auto border-b border-line";
    view! {
        <div
            node_ref=node_ref
            role="tablist"
            aria-label=live(move || label.get())
            class=class::join(own, class)
            on:keydown=move |event| {
                if let Some(list) = node_ref.get_untracked() {
                    on_keydown(tabs, &list, &event);
                }
            }
        >
            {children.view()}
        </div>
    }
}

fn on_keydown(tabs: TabsContext, list: &web_sys::Element, event: &ev::KeyboardEvent) {
    // Left and right mean what a person sees, so they swap with the direction of the text.
    let is_mirrored = list.matches(":dir(rtl)").unwrap_or(false);
    let to = match (event.key().as_str(), is_mirrored) {
        ("ArrowRight", false) | ("ArrowLeft", true) => Move::Next,
        ("ArrowLeft", false) | ("ArrowRight", true) => Move::Previous,
        ("Home", _) => Move::First,
        ("End", _) => Move::Last,
        _ => return,
    };
    let entries = collection::entries(list, "[role=tab]:not(:disabled)");
    let active = document().active_element();
    let current = entries.iter().position(|entry| active.as_ref() == Some(&**entry));
    let Some(entry) = to.apply(entries.len(), current, Ends::Wrap).and_then(|at| entries.get(at))
    else {
        return;
    };
    event.prevent_default();
    // A tab that left the page meanwhile cannot take the focus, and need not.
    let _ = entry.focus();
    if let Some(value) = entry.get_attribute("data-value") {
        tabs.on_change.run(value);
    }
}
