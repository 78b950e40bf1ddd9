//! What is said when nothing fits.

use crate::ui::view::memo;
use leptos::prelude::*;

use super::context::ComboboxContext;

/// Says that nothing fits; while options are on their way it keeps quiet.
/// Renders a `<div role="status">` that is empty while there are options.
#[component]
pub fn Empty(
    /// The words.
    children: ChildrenFn,
) -> impl IntoView {
    let combobox = ComboboxContext::expect("Empty");
    let children = StoredValue::new(children);
    let is_empty = memo(move || !combobox.busy.get() && combobox.options.with(Vec::is_empty));
    view! {
        <div role="status">
            {move || {
                is_empty
                    .get()
                    .then(|| {
                        view! {
                            <p class="px-2 py-1.5 text-sm text-text-muted">
                                {children.with_value(|children| children())}
                            </p>
                        }
                    })
            }}
        </div>
    }
}
