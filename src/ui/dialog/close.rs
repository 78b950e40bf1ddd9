//! The way out of a dialog.

use crate::ui::view::listener;
use leptos::prelude::*;

use super::context::DialogContext;
use crate::ui::{
    button::{IconButton, Size},
    icon::Glyph,
};

/// Closes the dialog.
/// Renders a `<button>` in a `<span>` in the corner; as the last part it does not take the first focus.
#[component]
pub fn Close(
    /// What it does.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let dialog = DialogContext::expect("Close");
    view! {
        <span class="absolute end-3 top-4 flex">
            <IconButton
                glyph=Glyph::X
                label
                size=Size::Small
                on:click=listener(move |_| dialog.open.set(false))
            />
        </span>
    }
}
