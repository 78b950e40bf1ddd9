//! A tab.

use leptos::prelude::*;

use crate::ui::view::{Content, listener, live, memo};

use super::context::TabsContext;

/// Brings its panel to the front; only the active tab is a stop of the Tab key.
/// Renders a `<button role="tab" data-state>`.
#[component]
pub fn Tab(
    /// Its value, without blanks.
    #[prop(into)]
    value: String,
    /// The name.
    children: Content,
) -> impl IntoView {
    let tabs = TabsContext::expect("Tab");
    let id = tabs.part_id("tab", &value);
    let panel = tabs.part_id("panel", &value);
    let data_value = value.clone();
    let chosen = value.clone();
    let is_active = memo(move || tabs.is_active(&value));
    view! {
        <button
            type="button"
            role="tab"
            id=id
            class="-mb-px h-control shrink-0 border-b-2 border-transparent text-sm whitespace-nowrap text-text-muted -outline-offset-2 hover:text-text data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-text"
            data-value=data_value
            data-state=live(move || if is_active.get() { "active" } else { "inactive" })
            aria-selected=live(move || if is_active.get() { "true" } else { "false" })
            aria-controls=live(move || is_active.get().then(|| panel.clone()))
            tabindex=live(move || if is_active.get() { "0" } else { "-1" })
            on:click=listener(move |_| tabs.on_change.run(chosen.clone()))
        >
            {children.view()}
        </button>
    }
}
