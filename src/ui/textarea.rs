//! Several lines of text.

use crate::ui::view::live;
use leptos::{html, prelude::*};

use super::{class, field};

/// A box for many lines that grows with its text.
/// Renders a `<textarea>`.
#[component]
pub fn Textarea(
    /// What it shows.
    #[prop(into)]
    value: Signal<String>,
    /// Takes what was typed, at each key stroke.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// Whether nothing can be typed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The element, for a caller that focuses or measures it.
    #[prop(optional)]
    node_ref: NodeRef<html::Textarea>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let field = field::control_attributes();
    view! {
        <textarea
            node_ref=node_ref
            id=field.id()
            class=class::join("ui-control", class)
            disabled=live(move || disabled.get())
            aria-describedby=live(move || field.described_by())
            aria-invalid=live(move || field.invalid())
            aria-required=live(move || field.required())
            prop:value=live(move || value.get())
            on:input=move |event| {
                if let Some(on_input) = on_input {
                    on_input.run(event_target_value(&event));
                }
            }
        ></textarea>
    }
}
