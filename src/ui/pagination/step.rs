//! Steps to other pages.

use crate::ui::view::listener;
use leptos::prelude::*;

use super::context::PaginationContext;
use crate::ui::{
    button::{IconButton, Size},
    icon::Glyph,
};

/// Leads to the first page.
/// Renders a `<button>`.
#[component]
pub fn First(
    /// What the step is.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let context = PaginationContext::expect("First");
    view! {
        <IconButton
            glyph=Glyph::First
            label
            size=Size::Small
            disabled=move || context.is_first()
            on:click=listener(move |_| context.on_page.run(1))
        />
    }
}

/// Leads to the page before.
/// Renders a `<button>`.
#[component]
pub fn Previous(
    /// What the step is.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let context = PaginationContext::expect("Previous");
    view! {
        <IconButton
            glyph=Glyph::ChevronStart
            label
            size=Size::Small
            disabled=move || context.is_first()
            on:click=move |_| {
                context.on_page.run(context.page.get_untracked().saturating_sub(1).max(1));
            }
        />
    }
}

/// Leads to the page after.
/// Renders a `<button>`.
#[component]
pub fn Next(
    /// What the step is.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let context = PaginationContext::expect("Next");
    view! {
        <IconButton
            glyph=Glyph::ChevronEnd
            label
            size=Size::Small
            disabled=move || context.is_last()
            on:click=listener(move |_| context.on_page.run(context.page.get_untracked() + 1))
        />
    }
}

/// Leads to the last page; disabled while nobody knows which one that is.
/// Renders a `<button>`.
#[component]
pub fn Last(
    /// What the step is.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let context = PaginationContext::expect("Last");
    view! {
        <IconButton
            glyph=Glyph::Last
            label
            size=Size::Small
            disabled=move || context.pages.get().is_none() || context.is_last()
            on:click=move |_| {
                if let Some(pages) = context.pages.get_untracked() {
                    context.on_page.run(pages);
                }
            }
        />
    }
}
