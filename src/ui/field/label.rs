//! The name of a field.

use leptos::prelude::*;

use crate::ui::view::Content;

use super::context::FieldContext;
use crate::ui::class;

/// The name of the control; a click on it focuses the control.
/// Renders a `<label for>`.
#[component]
pub fn Label(
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The name.
    children: Content,
) -> impl IntoView {
    let field = FieldContext::expect("Label");
    // The control says `aria-required` itself, so the star is for the eye only.
    let mark = move || {
        field.required.get().then(|| {
            view! {
                <span class="ms-0.5 text-danger" aria-hidden="true">
                    "*"
                </span>
            }
        })
    };
    view! {
        <label
            id=field.part_id("label")
            for=field.base.get_value()
            class=class::join("text-sm font-medium text-text", class)
        >
            {children.view()}
            {mark}
        </label>
    }
}
