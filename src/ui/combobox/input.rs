//! Where one types.

use crate::ui::view::{IntoPiece, listener, live};
use leptos::prelude::*;

use super::context::ComboboxContext;
use crate::ui::{
    class, field,
    icon::{Glyph, Icon},
    spinner::Spinner,
};

/// Shows the choice, and takes what is searched for.
/// Renders an `<input role="combobox">` in a `<div>`.
#[component]
pub fn Input(
    /// What stands there while nothing is chosen.
    #[prop(optional, into)]
    placeholder: Signal<String>,
    /// Further classes of the box around it.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let combobox = ComboboxContext::expect("Input");
    let field = field::control_attributes();
    view! {
        <div class=class::join("relative", class) style:anchor-name=combobox.popover.anchor()>
            <input
                node_ref=combobox.input
                type="text"
                role="combobox"
                id=field.id().unwrap_or_else(|| combobox.popover.part_id("input"))
                class="ui-control pe-8"
                autocomplete="off"
                spellcheck="false"
                disabled=live(move || combobox.disabled.get())
                placeholder=live(move || placeholder.get())
                aria-autocomplete="list"
                aria-haspopup="listbox"
                aria-controls=combobox.popover.content_id()
                aria-expanded=live(move || combobox.popover.expanded())
                aria-activedescendant=move || {
                    combobox.highlighted.get().map(|at| combobox.option_id(at))
                }
                aria-label=live(move || combobox.label.get())
                aria-describedby=live(move || field.described_by())
                aria-invalid=live(move || field.invalid())
                aria-required=live(move || field.required())
                aria-busy=live(move || combobox.busy.get().then_some("true"))
                prop:value=live(move || combobox.text())
                on:input=move |event| combobox.on_input(event_target_value(&event))
                on:keydown=move |event| combobox.on_keydown(&event)
                on:click=listener(move |_| combobox.open())
                on:blur=listener(move |_| combobox.leave())
            />
            <span class="pointer-events-none absolute inset-y-0 end-2.5 flex items-center text-text-muted">
                {move || {
                    if combobox.busy.get() {
                        view! { <Spinner class="size-3.5" /> }.into_piece()
                    } else {
                        view! { <Icon glyph=Glyph::ChevronDown class="size-3.5" /> }.into_piece()
                    }
                }}
            </span>
        </div>
    }
}
