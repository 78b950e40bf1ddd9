//! Where one is.

use leptos::prelude::*;

use crate::ui::view::Content;

use super::context::PaginationContext;
use crate::ui::class;

/// Says which page is shown, and announces it when it changes.
/// Renders a `<span aria-live="polite">`.
#[component]
pub fn Status(
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The words, such as "page 2 of 9".
    children: Content,
) -> impl IntoView {
    PaginationContext::expect("Status");
    view! {
        <span
            aria-live="polite"
            class=class::join("px-2 text-xs whitespace-nowrap text-text-muted tabular-nums", class)
        >
            {children.view()}
        </span>
    }
}
