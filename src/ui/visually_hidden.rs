//! Text for those who do not see the page.

use leptos::prelude::*;

use crate::ui::view::Content;

/// Text that is read aloud and not shown.
/// Renders a `<span>`.
#[component]
pub fn VisuallyHidden(
    /// What is read.
    children: Content,
) -> impl IntoView {
    view! { <span class="sr-only">{children.view()}</span> }
}
