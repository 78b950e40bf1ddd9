//! The window of a dialog.

use leptos::{html, prelude::*};

use crate::ui::view::Content;

use super::context::{DialogContext, Kind};
use crate::ui::class;

/// The window over the page.
/// Renders a `<dialog>` while it is open, and nothing otherwise.
///
/// The focus goes to the element with `autofocus`, or else to the first that can take it.
#[component]
pub fn Content(
    /// Further classes; a `w-*` among them replaces the default width.
    #[prop(optional)]
    class: &'static str,
    /// Title, description, what is asked, footer.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = DialogContext::expect("Content");
    let children = StoredValue::new(children);
    let node_ref = NodeRef::<html::Dialog>::new();
    let is_mounted = RwSignal::new(dialog.open.get_untracked());
    Effect::new(move || {
        let is_open = dialog.open.get();
        // A dialog gives the focus back when it closes, but not when it leaves the page.
        if !is_open && let Some(dialog) = node_ref.get_untracked() {
            // Chromium gives the focus back, but not the caret as long as it stands in what is
            // about to go: the field that has the focus then would take no key.
            if let Ok(Some(selection)) = window().get_selection() {
                // Nothing is selected afterwards, whether something was or not.
                let _ = selection.remove_all_ranges();
            }
            dialog.close();
        }
        is_mounted.set(is_open);
    });
    view! {
        <Show when=move || is_mounted.get()>
            <Window node_ref class>
                {children.with_value(|children| children())}
            </Window>
        </Show>
    }
}

#[component]
fn Window(
    node_ref: NodeRef<html::Dialog>,
    class: &'static str,
    children: Content,
) -> impl IntoView {
    let dialog = DialogContext::expect("Content");
    // Effects run after their view is in the page, and only there can a dialog become modal.
    Effect::new(move || {
        if let Some(window) = node_ref.get()
            && !window.open()
        {
            // Refused only outside of the page; then nothing is shown that could be left.
            let _ = window.show_modal();
        }
    });
    let width = if class.contains("w-") { "" } else { "w-md" };
    let own = class::join("ui-dialog", width);
    view! {
        <dialog
            node_ref=node_ref
            class=class::join(&own, class)
            role=(dialog.kind == Kind::Alert).then_some("alertdialog")
            closedby=if dialog.kind == Kind::Light { "any" } else { "closerequest" }
            aria-labelledby=dialog.part_id("title")
            aria-describedby=move || {
                dialog.is_described.get().then(|| dialog.part_id("description"))
            }
            on:close=move |_| {
                // The event comes late: meanwhile the dialog may have been opened again.
                if node_ref.get_untracked().is_none_or(|window| !window.open()) {
                    dialog.open.set(false);
                }
            }
        >
            <div class="relative flex flex-col gap-3 p-5">{children.view()}</div>
        </dialog>
    }
}
