//! What a tab shows.

use leptos::prelude::*;

use super::context::TabsContext;
use crate::ui::class;

/// The view of one tab; it exists only while its tab is active.
/// Renders a `<div role="tabpanel" tabindex="0">`.
#[component]
pub fn Panel(
    /// The value of its tab.
    #[prop(into)]
    value: String,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The view.
    children: ChildrenFn,
) -> impl IntoView {
    let tabs = TabsContext::expect("Panel");
    let id = StoredValue::new(tabs.part_id("panel", &value));
    let tab = StoredValue::new(tabs.part_id("tab", &value));
    let children = StoredValue::new(children);
    view! {
        <Show when=move || tabs.is_active(&value)>
            <div
                role="tabpanel"
                tabindex="0"
                id=id.get_value()
                aria-labelledby=tab.get_value()
                class=class::join("pt-4", class)
            >
                {children.with_value(|children| children())}
            </div>
        </Show>
    }
}
