//! The place of toasts.

use leptos::prelude::*;

use super::toaster::{Shown, Toaster, use_toaster};
use crate::ui::{
    button::{Button, IconButton, Size},
    icon::{Glyph, Icon},
    tone::Tone,
};

/// The toasts, in a corner of the page; the region exists before them, so they are announced.
/// Renders a `<section aria-live="polite">`.
#[component]
pub(super) fn List(label: Signal<String>, close_label: Signal<String>) -> impl IntoView {
    let toaster = use_toaster();
    view! {
        <section
            aria-label=move || label.get()
            aria-live="polite"
            aria-relevant="additions text"
            class="pointer-events-none fixed end-4 bottom-4 z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2"
            on:pointerenter=move |_| toaster.pause()
            on:pointerleave=move |_| toaster.resume()
            on:focusin=move |_| toaster.pause()
            on:focusout=move |_| toaster.resume()
        >
            <For each=move || toaster.shown.get() key=|shown| shown.id let:shown>
                <Item toaster shown close_label />
            </For>
        </section>
    }
}

#[component]
fn Item(toaster: Toaster, shown: Shown, close_label: Signal<String>) -> impl IntoView {
    let Shown { id, toast, .. } = shown;
    let tint = match toast.tone {
        Tone::Neutral => None,
        Tone::Accent => Some("mt-0.5 size-4 text-accent"),
        Tone::Success => Some("mt-0.5 size-4 text-success"),
        Tone::Warning => Some("mt-0.5 size-4 text-warning"),
        Tone::Danger => Some("mt-0.5 size-4 text-danger"),
    };
    let action = toast.action.map(|action| {
        view! {
            <Button
                size=Size::Small
                on:click=move |_| {
                    toaster.dismiss(id);
                    action.run.run(());
                }
            >
                {move || action.label.get()}
            </Button>
        }
    });
    view! {
        <div
            role=(toast.tone == Tone::Danger).then_some("alert")
            data-tone=toast.tone.name()
            class="ui-toast pointer-events-auto flex items-start gap-2 rounded-lg bg-surface-raised py-2 ps-3 pe-2 text-sm shadow-raised"
        >
            {tint.map(|class| view! { <Icon glyph=toast.tone.glyph() class /> })}
            <span class="min-w-0 grow self-center break-words">{move || toast.text.get()}</span>
            {action}
            <IconButton
                glyph=Glyph::X
                label=close_label
                size=Size::Small
                on:click=move |_| toaster.dismiss(id)
            />
        </div>
    }
}
