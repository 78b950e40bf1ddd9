//! The place of toasts.

use leptos::prelude::*;

use super::toaster::{Toast, ToastId, Toaster, use_toaster};
use crate::ui::{
    button::{Button, IconButton, Size},
    icon::{Glyph, Icon},
    tone::Tone,
    view::{IntoPiece, Piece, listener, live},
};

/// The toasts, in a corner of the page; the region exists before them, so they are announced.
/// Renders a `<section aria-live="polite">`.
#[component]
pub(super) fn List(label: Signal<String>) -> impl IntoView {
    let toaster = use_toaster();
    view! {
        <section
            node_ref=toaster.region
            aria-label=label
            aria-live="polite"
            aria-relevant="additions text"
            class="pointer-events-none fixed end-4 bottom-4 z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2"
            on:pointerenter=listener(move |_| toaster.pause())
            on:pointerleave=listener(move |_| toaster.resume())
            on:focusin=listener(move |_| toaster.pause())
            on:focusout=listener(move |_| toaster.resume())
        ></section>
    }
}

/// Returns what a toast looks like.
///
/// The toaster puts it into the region itself: an application that has not shown any needs none
/// of this, and none of what keeps a list of views in step with a list of toasts.
pub(super) fn item(toaster: Toaster, id: ToastId, toast: &Toast) -> Piece {
    let tint = match toast.tone {
        Tone::Neutral => None,
        Tone::Accent => Some("mt-0.5 size-4 text-accent"),
        Tone::Success => Some("mt-0.5 size-4 text-success"),
        Tone::Warning => Some("mt-0.5 size-4 text-warning"),
        Tone::Danger => Some("mt-0.5 size-4 text-danger"),
    };
    let text = toast.text;
    let action = toast.action.map(|action| {
        view! {
            <Button
                size=Size::Small
                on:click=listener(move |_| {
                    toaster.dismiss(id);
                    action.run.run(());
                })
            >
                {live(move || action.label.get())}
            </Button>
        }
        .into_piece()
    });
    view! {
        <div
            role=(toast.tone == Tone::Danger).then_some("alert")
            data-tone=toast.tone.name()
            class="ui-toast pointer-events-auto flex items-start gap-2 rounded-lg bg-surface-raised py-2 ps-3 pe-2 text-sm shadow-raised"
        >
            {tint.map(|class| view! { <Icon glyph=toast.tone.glyph() class /> })}
            <span class="min-w-0 grow self-center break-words">{live(move || text.get())}</span>
            {action}
            <IconButton
                glyph=Glyph::X
                label=toaster.close_label
                size=Size::Small
                on:click=listener(move |_| toaster.dismiss(id))
            />
        </div>
    }
    .into_piece()
}
