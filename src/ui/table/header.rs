//! The head of a table.

use leptos::prelude::*;

use crate::ui::view::Content;

/// The row of column names; it stays in view while the rows scroll.
/// Renders a `<thead>` with one `<tr>`.
#[component]
pub fn Header(
    /// The header cells.
    children: Content,
) -> impl IntoView {
    view! {
        <thead>
            <tr>{children.view()}</tr>
        </thead>
    }
}
