//! A row of a table.

use leptos::prelude::*;

/// One record.
/// Renders a `<tr data-selected>`.
#[component]
pub fn Row(
    /// Whether it is among the selected ones.
    #[prop(optional, into)]
    selected: Signal<bool>,
    /// The cells.
    children: Children,
) -> impl IntoView {
    view! { <tr data-selected=move || selected.get().then_some("true")>{children()}</tr> }
}
