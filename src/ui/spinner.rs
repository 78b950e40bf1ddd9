//! A sign that work goes on.

use leptos::prelude::*;

use super::class;

/// A turning arc; say in words beside it what is awaited.
/// Renders an `<svg aria-hidden="true">`.
#[component]
pub fn Spinner(
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg
            class=class::join("ui-spinner size-4 shrink-0", class)
            viewBox="0 0 16 16"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linecap="round"
            aria-hidden="true"
        >
            <path d="M8 2a6 6 0 0 1 6 6" />
            <path d="M8 2a6 6 0 1 0 6 6" opacity=".2" />
        </svg>
    }
}
