//! A cell of a table.

use leptos::prelude::*;

use crate::ui::view::Content;

/// One value; what is too long for the column is cut with an ellipsis.
/// Renders a `<td data-numeric>`.
#[component]
pub fn Cell(
    /// Whether digits line up at the end of the column.
    #[prop(optional)]
    numeric: bool,
    /// The value.
    children: Content,
) -> impl IntoView {
    view! { <td data-numeric=numeric.then_some("true")>{children.view()}</td> }
}
