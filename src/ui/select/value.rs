//! What is chosen, in words.

use crate::ui::view::live;
use leptos::prelude::*;

use super::context::SelectContext;

/// The words of the choice, or those that ask for one.
/// Renders a `<span data-placeholder>`.
#[component]
pub fn Value(
    /// The words of the chosen item.
    #[prop(into)]
    text: Signal<Option<String>>,
    /// The words that stand there while nothing is chosen.
    #[prop(optional, into)]
    placeholder: Signal<String>,
) -> impl IntoView {
    SelectContext::expect("Value");
    view! {
        <span
            class="data-placeholder:text-text-faint"
            data-placeholder=live(move || text.with(Option::is_none).then_some(""))
        >
            {live(move || text.get().unwrap_or_else(|| placeholder.get()))}
        </span>
    }
}
