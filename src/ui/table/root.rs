//! The frame of a table.

use leptos::prelude::*;

use crate::ui::class;
use crate::ui::view::{Content, live};

/// A table in a box that scrolls both ways while its header stays.
/// Renders a `<div role="region" tabindex="0">` around a `<table>`.
///
/// The box can be focused, so a keyboard can scroll what does not fit. Give it a height (or let a
/// flex column do so) for the header to stay in view.
#[component]
pub fn Root(
    /// What the table shows.
    #[prop(into)]
    label: Signal<String>,
    /// Whether other rows are on their way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Further classes of the box.
    #[prop(optional)]
    class: &'static str,
    /// Header and body.
    children: Content,
) -> impl IntoView {
    view! {
        <div
            role="region"
            tabindex="0"
            aria-label=label
            class=class::join("relative min-w-0 overflow-auto overscroll-x-contain", class)
        >
            <table class="ui-table" aria-busy=live(move || busy.get().then_some("true"))>
                {children.view()}
            </table>
        </div>
    }
}
