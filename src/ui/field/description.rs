//! The explanation of a field.

use leptos::prelude::*;

use crate::ui::view::Content;

use super::context::FieldContext;
use crate::ui::class;

/// What a person should know before they type.
/// Renders a `<p>`.
#[component]
pub fn Description(
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The explanation.
    children: Content,
) -> impl IntoView {
    let field = FieldContext::expect("Description");
    field.is_described.set(true);
    on_cleanup(move || {
        // The field may be disposed of together with its description.
        field.is_described.try_set(false);
    });
    view! {
        <p
            id=field.part_id("description")
            class=class::join("text-xs text-text-muted text-pretty", class)
        >
            {children.view()}
        </p>
    }
}
