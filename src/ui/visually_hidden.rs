//! Text for those who do not see the page.

use leptos::prelude::*;

/// Text that is read aloud and not shown.
/// Renders a `<span>`.
#[component]
pub fn VisuallyHidden(
    /// What is read.
    children: Children,
) -> impl IntoView {
    view! { <span class="sr-only">{children()}</span> }
}
