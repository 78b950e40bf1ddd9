//! A place to put files.

use leptos::{ev, html, prelude::*};

use crate::ui::view::{Content, listener, live};
use web_sys::{File, FileList};

use super::{
    class, field,
    icon::{Glyph, Icon},
};

/// Takes files that are dropped on it or chosen after a click.
/// Renders a `<label data-dragging>` around an `<input type="file">`.
#[component]
pub fn FileDrop(
    /// Takes the files, at least one.
    #[prop(into)]
    on_files: Callback<Vec<File>>,
    /// Which files are offered, as in the `accept` attribute; all of them by default.
    #[prop(optional)]
    accept: &'static str,
    /// Whether several files are taken at once.
    #[prop(optional)]
    multiple: bool,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// What to put here.
    children: Content,
) -> impl IntoView {
    let field = field::control_attributes();
    let node_ref = NodeRef::<html::Input>::new();
    let is_dragging = RwSignal::new(false);
    let take = move |list: Option<FileList>| {
        let mut files = list.as_ref().map(files).unwrap_or_default();
        files.truncate(if multiple { usize::MAX } else { 1 });
        if !files.is_empty() {
            on_files.run(files);
        }
    };
    let own = "relative flex cursor-pointer flex-col items-center gap-1.5 rounded-lg border \
               border-dashed border-line-control px-4 py-6 text-center text-sm text-text-muted \
               transition-colors hover:border-accent hover:bg-surface-hover \
               focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-focus \
               data-dragging:border-solid data-dragging:border-accent data-dragging:bg-accent-soft";
    view! {
        <label
            class=class::join(own, class)
            data-dragging=live(move || is_dragging.get().then_some(""))
            on:dragover=move |event| {
                // A browser drops only where the event before was taken.
                event.prevent_default();
                is_dragging.set(true);
            }
            on:dragleave=listener(move |_| is_dragging.set(false))
            on:drop=move |event: ev::DragEvent| {
                event.prevent_default();
                is_dragging.set(false);
                take(event.data_transfer().and_then(|transfer| transfer.files()));
            }
        >
            <input
                node_ref=node_ref
                type="file"
                class="sr-only"
                id=field.id()
                accept=(!accept.is_empty()).then_some(accept)
                multiple=multiple
                aria-describedby=live(move || field.described_by())
                aria-invalid=live(move || field.invalid())
                on:change=move |_| {
                    if let Some(input) = node_ref.get_untracked() {
                        take(input.files());
                        // The same file can be chosen again only after the input forgot it.
                        input.set_value("");
                    }
                }
            />
            <Icon glyph=Glyph::Upload class="size-5 text-text-faint" />
            <span>{children.view()}</span>
        </label>
    }
}

fn files(list: &FileList) -> Vec<File> {
    (0..list.length()).filter_map(|at| list.get(at)).collect()
}
