//! Why it is so.

use leptos::prelude::*;

/// Says why, and what would change it.
/// Renders a `<p>`.
#[component]
pub fn Text(
    /// The sentences.
    children: Children,
) -> impl IntoView {
    view! { <p class="text-sm text-pretty text-text-muted">{children()}</p> }
}
