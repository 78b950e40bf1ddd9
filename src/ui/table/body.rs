//! The body of a table.

use leptos::prelude::*;

/// The rows.
/// Renders a `<tbody>`.
#[component]
pub fn Body(
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! { <tbody>{children()}</tbody> }
}
