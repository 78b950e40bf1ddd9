//! The frame of a dialog.

use leptos::{context::Provider, prelude::*};

use crate::ui::view::Content;

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
    children: Content,
) -> impl IntoView {
    view! { <Provider value=DialogContext::new(open, kind)>{children.view()}</Provider> }
}
