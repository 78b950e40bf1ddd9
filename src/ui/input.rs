//! One line of text, or of anything else that a browser edits as one.

use leptos::{ev, html, prelude::*};

use super::{
    class, field,
    view::{listener, live},
};

/// A box for one line; its value comes from the caller and changes only through `on_input`.
/// Renders an `<input>`.
#[component]
pub fn Input(
    /// What it shows.
    #[prop(into)]
    value: Signal<String>,
    /// Takes what was typed, at each key stroke.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// The `type`, such as "text" (the default), "search", "number", "date" or "password".
    #[prop(default = "text")]
    kind: &'static str,
    /// Whether nothing can be typed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The element, for a caller that focuses or measures it.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let field = field::control_attributes();
    view! {
        <input
            node_ref=node_ref
            type=kind
            id=field.id()
            class=class::join("ui-control", class)
            disabled=disabled
            aria-describedby=live(move || field.described_by())
            aria-invalid=live(move || field.invalid())
            aria-required=live(move || field.required())
            prop:value=value
            on:input=listener(move |event: ev::Event| {
                if let Some(on_input) = on_input {
                    on_input.run(event_target_value(&event));
                }
            })
        />
    }
}
