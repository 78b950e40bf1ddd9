//! A choice by the browser's own list.

use leptos::{ev, html, prelude::*};

use crate::ui::view::{Content, effect, listener, live};

use super::{class, field, observe};

/// A choice among a few; on a phone it opens the system's picker.
/// Renders a `<select>`; its children are `<option>`s.
#[component]
pub fn NativeSelect(
    /// The `value` of the chosen option.
    #[prop(into)]
    value: Signal<String>,
    /// Takes the `value` of the option that was chosen.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
    /// Whether nothing can be chosen now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The `<option>`s.
    children: Content,
) -> impl IntoView {
    let field = field::control_attributes();
    let node_ref = NodeRef::<html::Select>::new();
    // A select takes a value only while it has such an option, so the value is set after the
    // options came, whether that is now or later.
    let show = move || {
        if let (Some(select), Some(value)) = (node_ref.get_untracked(), value.try_get_untracked()) {
            select.set_value(&value);
        }
    };
    effect(move || {
        value.track();
        node_ref.track();
        show();
    });
    observe::children(node_ref, show);
    view! {
        <select
            node_ref=node_ref
            id=field.id()
            class=class::join("ui-control ui-select", class)
            disabled=disabled
            aria-describedby=live(move || field.described_by())
            aria-invalid=live(move || field.invalid())
            aria-required=live(move || field.required())
            on:change=listener(move |event: ev::Event| {
                if let Some(on_change) = on_change {
                    on_change.run(event_target_value(&event));
                }
            })
        >
            {children.view()}
        </select>
    }
}
