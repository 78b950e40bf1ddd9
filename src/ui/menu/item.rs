//! A step of a menu.

use leptos::{either::Either, ev, prelude::*};

use crate::ui::view::Content;

use super::context::MenuContext;
use crate::ui::tone::Tone;

/// A step, or with `href` a place to go to.
/// Renders a `<button role="menuitem">` or an `<a role="menuitem">`.
#[component]
pub fn Item(
    /// Runs after the menu has closed, so what it opens can keep the trigger as its origin.
    #[prop(optional, into)]
    on_select: Option<Callback<()>>,
    /// Where it leads.
    #[prop(optional, into)]
    href: Option<String>,
    /// What it means: a danger is colored.
    #[prop(optional)]
    tone: Tone,
    /// Whether the step cannot be taken now; it can still be reached and read.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// A text, with an icon before it where it helps.
    children: Content,
) -> impl IntoView {
    let menu = MenuContext::expect("Item");
    let choose = move |event: ev::MouseEvent| {
        if disabled.get_untracked() {
            event.prevent_default();
            return;
        }
        menu.popover.hide();
        if let Some(on_select) = on_select {
            on_select.run(());
        }
    };
    let aria_disabled = move || disabled.get().then_some("true");
    match href {
        Some(href) => Either::Left(view! {
            <a
                role="menuitem"
                tabindex="-1"
                class="ui-item"
                href=href
                data-tone=tone.name()
                aria-disabled=aria_disabled
                on:click=choose
            >
                {children.view()}
            </a>
        }),
        None => Either::Right(view! {
            <button
                type="button"
                role="menuitem"
                tabindex="-1"
                class="ui-item"
                data-tone=tone.name()
                aria-disabled=aria_disabled
                on:click=choose
            >
                {children.view()}
            </button>
        }),
    }
}
