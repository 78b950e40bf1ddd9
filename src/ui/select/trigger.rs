//! What opens the list.

use leptos::prelude::*;

use crate::ui::view::{Content, live};

use super::context::SelectContext;
use crate::ui::{
    class, field,
    icon::{Glyph, Icon},
};

/// Shows the choice and opens the list.
/// Renders a `<button role="combobox">`.
#[component]
pub fn Trigger(
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The value.
    children: Content,
) -> impl IntoView {
    let select = SelectContext::expect("Trigger");
    let field = field::control_attributes();
    let own = "ui-control inline-flex items-center gap-2 whitespace-nowrap";
    view! {
        <button
            type="button"
            role="combobox"
            id=field.id().unwrap_or_else(|| select.popover.part_id("trigger"))
            class=class::join(own, class)
            disabled=live(move || select.disabled.get())
            popovertarget=select.popover.content_id()
            aria-haspopup="listbox"
            aria-controls=select.popover.content_id()
            aria-expanded=live(move || select.popover.expanded())
            aria-activedescendant=live(move || select.highlighted.get())
            aria-label=live(move || select.label.get())
            aria-describedby=live(move || field.described_by())
            aria-invalid=live(move || field.invalid())
            aria-required=live(move || field.required())
            data-state=live(move || select.popover.state())
            style:anchor-name=select.popover.anchor()
            on:keydown=move |event| select.on_keydown(&event)
            on:keyup=move |event| {
                if event.key() == " " {
                    // Firefox clicks a button when the blank is released, whatever became of its
                    // keydown; that click would close what the keydown opened.
                    event.prevent_default();
                }
            }
        >
            <span class="grow truncate text-start">{children.view()}</span>
            <Icon glyph=Glyph::ChevronDown class="size-3.5 text-text-muted" />
        </button>
    }
}
