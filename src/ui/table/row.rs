//! A row of a table.

use leptos::prelude::*;

use crate::ui::view::Content;

/// One record.
/// Renders a `<tr data-selected>`.
#[component]
pub fn Row(
    /// Whether it is among the selected ones.
    #[prop(optional, into)]
    selected: Signal<bool>,
    /// The cells.
    children: Content,
) -> impl IntoView {
    view! { <tr data-selected=move || selected.get().then_some("true")>{children.view()}</tr> }
}
