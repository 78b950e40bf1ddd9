//! What is so.

use leptos::prelude::*;

/// Says in a few words what is so.
/// Renders an `<h2>`.
#[component]
pub fn Title(
    /// The words.
    children: Children,
) -> impl IntoView {
    view! { <h2 class="text-base font-semibold text-text">{children()}</h2> }
}
