//! A line between steps.

use leptos::prelude::*;

/// Parts steps of one kind from those of another.
/// Renders a `<div role="separator">`.
#[component]
pub fn Separator() -> impl IntoView {
    view! { <div role="separator" class="-mx-1 my-1 border-t border-line"></div> }
}
