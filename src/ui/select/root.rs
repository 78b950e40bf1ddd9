//! The frame of a select.

use leptos::{context::Provider, prelude::*};

use crate::ui::view::Content;

use super::context::SelectContext;
use crate::ui::{popover::Popover, typeahead::Typeahead};

/// A choice of one value; the caller owns it.
/// Renders nothing of its own.
#[component]
pub fn Root(
    /// The `value` of the chosen item.
    #[prop(into)]
    value: Signal<Option<String>>,
    /// Takes the `value` of the item that was chosen.
    #[prop(into)]
    on_change: Callback<String>,
    /// What is chosen, for a select that stands in no field.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// Whether nothing can be chosen now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The parts.
    children: Content,
) -> impl IntoView {
    let context = SelectContext {
        popover: Popover::new("select"),
        value,
        label,
        disabled,
        on_change,
        highlighted: RwSignal::new(None),
        typeahead: Typeahead::new(),
    };
    view! { <Provider value=context>{children.view()}</Provider> }
}
