//! Why it is so.

use leptos::prelude::*;

use crate::ui::view::Content;

/// Says why, and what would change it.
/// Renders a `<p>`.
#[component]
pub fn Text(
    /// The sentences.
    children: Content,
) -> impl IntoView {
    view! { <p class="text-sm text-pretty text-text-muted">{children.view()}</p> }
}
