//! The frame of a menu.

use leptos::{context::Provider, prelude::*};

use crate::ui::view::Content;

use super::context::MenuContext;

/// A button with its list of steps.
/// Renders nothing of its own.
#[component]
pub fn Root(
    /// The parts.
    children: Content,
) -> impl IntoView {
    view! { <Provider value=MenuContext::new()>{children.view()}</Provider> }
}
