//! The frame of a combobox.

use leptos::{context::Provider, prelude::*};

use crate::ui::view::Content;

use super::context::{Choice, ComboboxContext};
use crate::ui::popover::Popover;

/// A choice that is searched for; the caller owns it and the options.
/// Renders nothing of its own.
#[component]
pub fn Root(
    /// What can be chosen, as the last query left it.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// Takes what was typed, and an empty text when the list opens.
    #[prop(into)]
    on_query: Callback<String>,
    /// What is chosen.
    #[prop(into)]
    value: Signal<Option<Choice>>,
    /// Takes what was chosen, or nothing when the text was deleted.
    #[prop(into)]
    on_change: Callback<Option<Choice>>,
    /// Whether options are on their way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether nothing can be chosen now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What is chosen, for a combobox that stands in no field.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// The parts.
    children: Content,
) -> impl IntoView {
    let query = RwSignal::new(None);
    let highlighted = RwSignal::new(None);
    let is_seeking = StoredValue::new(false);
    let context = ComboboxContext {
        popover: Popover::new("combobox"),
        input: NodeRef::new(),
        options,
        value,
        busy,
        disabled,
        label,
        on_query,
        on_change,
        query,
        is_seeking,
        highlighted,
    };
    // Other options under an old highlight would make Enter choose what was never looked at.
    Effect::new(move || {
        let is_any = options.with(|options| !options.is_empty());
        highlighted.set((is_any && is_seeking.get_value()).then_some(0));
    });
    view! { <Provider value=context>{children.view()}</Provider> }
}
