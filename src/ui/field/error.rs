//! What is wrong with a field.

use leptos::prelude::*;

use super::context::FieldContext;
use crate::ui::{
    class,
    icon::{Glyph, Icon},
};

/// The error of the field while it has one, announced when it appears.
/// Renders a `<div aria-live="polite">` that is empty while all is well.
#[component]
pub fn Error(
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let field = FieldContext::expect("Error");
    let message = move || {
        field.error.get().map(|message| {
            view! {
                <p class="flex gap-1.5 text-xs text-danger">
                    <Icon glyph=Glyph::Danger class="size-4" />
                    <span class="min-w-0 break-words">{message}</span>
                </p>
            }
        })
    };
    view! {
        <div
            id=field.part_id("error")
            class=class::join("empty:-mt-1", class)
            aria-live="polite"
        >
            {message}
        </div>
    }
}
