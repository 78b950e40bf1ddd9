//! A cell of a table.

use leptos::prelude::*;

/// One value; what is too long for the column is cut with an ellipsis.
/// Renders a `<td data-numeric>`.
#[component]
pub fn Cell(
    /// Whether digits line up at the end of the column.
    #[prop(optional)]
    numeric: bool,
    /// The value.
    children: Children,
) -> impl IntoView {
    view! { <td data-numeric=numeric.then_some("true")>{children()}</td> }
}
