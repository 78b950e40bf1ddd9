//! The frame of a dialog.

use leptos::{context::Provider, prelude::*};

use super::context::{DialogContext, Kind};

/// A dialog and whether it is open.
/// Renders nothing of its own.
#[component]
pub fn Root(
    /// Whether it is open; the dialog sets it to false when a person leaves it.
    open: RwSignal<bool>,
    /// How it may be left.
    #[prop(optional)]
    kind: Kind,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! { <Provider value=DialogContext::new(open, kind)>{children()}</Provider> }
}
