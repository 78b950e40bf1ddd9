//! What is so.

use leptos::prelude::*;

use crate::ui::view::Content;

/// Says in a few words what is so.
/// Renders an `<h2>`.
#[component]
pub fn Title(
    /// The words.
    children: Content,
) -> impl IntoView {
    view! { <h2 class="text-base font-semibold text-text">{children.view()}</h2> }
}
