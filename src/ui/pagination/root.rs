//! The frame of a pagination.

use leptos::{context::Provider, prelude::*};

use crate::ui::view::Content;

use super::context::PaginationContext;
use crate::ui::class;

/// The way through the pages.
/// Renders a `<nav aria-label>`.
#[component]
pub fn Root(
    /// What the way leads through.
    #[prop(into)]
    label: Signal<String>,
    /// The page that is shown, from 1.
    #[prop(into)]
    page: Signal<u64>,
    /// How many pages there are, where that is known.
    #[prop(optional, into)]
    pages: Signal<Option<u64>>,
    /// Whether a page follows; asked only where the number of pages is not known.
    #[prop(optional, into)]
    has_next: Signal<bool>,
    /// Takes the page to go to.
    #[prop(into)]
    on_page: Callback<u64>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The parts.
    children: Content,
) -> impl IntoView {
    let context = PaginationContext { page, pages, has_next, on_page };
    view! {
        <Provider value=context>
            <nav
                aria-label=label
                class=class::join("flex items-center gap-1", class)
            >
                {children.view()}
            </nav>
        </Provider>
    }
}
