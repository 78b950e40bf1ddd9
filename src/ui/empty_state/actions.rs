//! What to do next.

use leptos::prelude::*;

use crate::ui::view::Content;

/// The next steps, the best one first.
/// Renders a `<div>`.
#[component]
pub fn Actions(
    /// Buttons and links.
    children: Content,
) -> impl IntoView {
    view! { <div class="mt-3 flex flex-wrap justify-center gap-2">{children.view()}</div> }
}
