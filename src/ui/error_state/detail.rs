//! What an engineer would ask for.

use leptos::prelude::*;

use crate::ui::view::{Content, live};

/// The exact words of the failure, folded until they are asked for.
/// Renders a `<details>`.
#[component]
pub fn Detail(
    /// What the fold is called.
    #[prop(into)]
    label: Signal<String>,
    /// The exact words.
    children: Content,
) -> impl IntoView {
    view! {
        <details class="mt-4 w-full text-start text-xs text-text-muted">
            <summary class="mx-auto w-fit rounded-sm px-1 text-center select-none hover:text-text">
                {live(move || label.get())}
            </summary>
            <pre class="mt-2 max-h-48 overflow-auto rounded bg-surface-sunken p-3 font-mono break-words whitespace-pre-wrap">
                {children.view()}
            </pre>
        </details>
    }
}
