//! A switch: on or off, at once.

use crate::ui::view::live;
use leptos::prelude::*;

use super::{class, field};

/// A setting that takes effect when it is flipped; a value that is sent later is a checkbox.
/// Renders an `<input type="checkbox" role="switch">`; put it in a `<label>` or a field.
#[component]
pub fn Switch(
    /// Whether it is on.
    #[prop(into)]
    checked: Signal<bool>,
    /// Takes the new state.
    #[prop(optional, into)]
    on_change: Option<Callback<bool>>,
    /// Whether it cannot be flipped now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let field = field::control_attributes();
    view! {
        <input
            type="checkbox"
            role="switch"
            id=field.id()
            class=class::join("ui-switch", class)
            disabled=live(move || disabled.get())
            aria-describedby=live(move || field.described_by())
            checked=checked.get_untracked()
            prop:checked=live(move || checked.get())
            on:change=move |event| {
                if let Some(on_change) = on_change {
                    on_change.run(event_target_checked(&event));
                }
            }
        />
    }
}
