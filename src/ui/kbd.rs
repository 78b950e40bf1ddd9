//! A key or a chord of keys.

use leptos::prelude::*;

use crate::ui::view::Content;

/// A key as it stands on the keyboard.
/// Renders a `<kbd>`.
#[component]
pub fn Kbd(
    /// The name of the key.
    children: Content,
) -> impl IntoView {
    view! {
        <kbd class="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line-strong bg-surface-sunken px-1 font-sans text-xs text-text-muted">
            {children.view()}
        </kbd>
    }
}
