//! The frame of a field.

use leptos::{context::Provider, prelude::*};

use crate::ui::view::{Content, live};

use super::context::FieldContext;
use crate::ui::class;

/// A label, its control and what is said about them.
/// Renders a `<div data-invalid>`.
#[component]
pub fn Root(
    /// What is wrong with the value, in words; nothing when all is well.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Whether a value must be given.
    #[prop(optional, into)]
    required: Signal<bool>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The parts.
    children: Content,
) -> impl IntoView {
    let context = FieldContext::new(error, required);
    view! {
        <Provider value=context>
            <div
                class=class::join("flex min-w-0 flex-col gap-1", class)
                data-invalid=live(move || error.with(Option::is_some).then_some("true"))
            >
                {children.view()}
            </div>
        </Provider>
    }
}
