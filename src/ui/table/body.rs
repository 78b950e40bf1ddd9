//! The body of a table.

use leptos::prelude::*;

use crate::ui::view::Content;

/// The rows.
/// Renders a `<tbody>`.
#[component]
pub fn Body(
    /// The rows.
    children: Content,
) -> impl IntoView {
    view! { <tbody>{children.view()}</tbody> }
}
