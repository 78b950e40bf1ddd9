//! The frame of tabs.

use leptos::{context::Provider, prelude::*};

use crate::ui::view::Content;

use super::context::TabsContext;

/// Tabs and the one that is active; the caller owns it.
/// Renders nothing of its own.
#[component]
pub fn Root(
    /// The value of the active tab.
    #[prop(into)]
    value: Signal<String>,
    /// Takes the value of the tab that was chosen.
    #[prop(into)]
    on_change: Callback<String>,
    /// The parts.
    children: Content,
) -> impl IntoView {
    view! { <Provider value=TabsContext::new(value, on_change)>{children.view()}</Provider> }
}
