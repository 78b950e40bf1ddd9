//! What a dialog says.

use leptos::prelude::*;

use crate::ui::view::Content;

use super::context::DialogContext;

/// What it is about; it names the dialog.
/// Renders an `<h2>`.
#[component]
pub fn Title(
    /// The words.
    children: Content,
) -> impl IntoView {
    let dialog = DialogContext::expect("Title");
    view! {
        <h2 id=dialog.part_id("title") class="pe-8 text-base font-semibold text-text">
            {children.view()}
        </h2>
    }
}

/// What follows from it; it is read aloud with the title.
/// Renders a `<p>`.
#[component]
pub fn Description(
    /// The sentences.
    children: Content,
) -> impl IntoView {
    let dialog = DialogContext::expect("Description");
    dialog.is_described.set(true);
    on_cleanup(move || {
        // The dialog may be disposed of together with its description.
        dialog.is_described.try_set(false);
    });
    view! {
        <p id=dialog.part_id("description") class="-mt-2 text-sm text-pretty text-text-muted">
            {children.view()}
        </p>
    }
}
