//! A box to tick.

use crate::ui::view::live;
use leptos::prelude::*;

use super::{class, field};

/// A box that is ticked, not ticked, or ticked in part.
/// Renders an `<input type="checkbox">`; put it in a `<label>` or give it an `aria-label`.
#[component]
pub fn Checkbox(
    /// Whether it is ticked.
    #[prop(into)]
    checked: Signal<bool>,
    /// Takes the new state.
    #[prop(optional, into)]
    on_change: Option<Callback<bool>>,
    /// Whether some and not all of what it stands for is ticked.
    #[prop(optional, into)]
    indeterminate: Signal<bool>,
    /// Whether it cannot be changed now.
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
            id=field.id()
            class=class::join("ui-check", class)
            disabled=live(move || disabled.get())
            aria-describedby=live(move || field.described_by())
            aria-invalid=live(move || field.invalid())
            aria-required=live(move || field.required())
            checked=checked.get_untracked()
            prop:checked=live(move || checked.get())
            prop:indeterminate=live(move || indeterminate.get())
            on:change=move |event| {
                if let Some(on_change) = on_change {
                    on_change.run(event_target_checked(&event));
                }
            }
        />
    }
}
