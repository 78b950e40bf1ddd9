//! The head of a table.

use leptos::prelude::*;

/// The row of column names; it stays in view while the rows scroll.
/// Renders a `<thead>` with one `<tr>`.
#[component]
pub fn Header(
    /// The header cells.
    children: Children,
) -> impl IntoView {
    view! {
        <thead>
            <tr>{children()}</tr>
        </thead>
    }
}
