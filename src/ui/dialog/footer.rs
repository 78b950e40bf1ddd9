//! The steps of a dialog.

use leptos::prelude::*;

use crate::ui::view::Content;

/// The ways on, the one that is meant last.
/// Renders a `<div>`.
#[component]
pub fn Footer(
    /// Buttons.
    children: Content,
) -> impl IntoView {
    view! { <div class="mt-2 flex flex-wrap justify-end gap-2">{children.view()}</div> }
}
