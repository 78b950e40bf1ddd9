//! The list of a combobox.

use leptos::prelude::*;

use crate::ui::view::{Content, listener, live, memo};

use super::context::{Choice, ComboboxContext};
use crate::ui::{
    class, field,
    icon::{Glyph, Icon},
    scroll,
};

/// The list of options, over the page while it is open, and below them what its caller adds.
/// Renders a `<div popover>` around a `<div role="listbox">`.
#[component]
pub fn Content(
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// What stands below the options, such as the words for none.
    #[prop(optional)]
    children: Option<Content>,
) -> impl IntoView {
    let combobox = ComboboxContext::expect("Content");
    let field = field::control_attributes();
    Effect::new(move || {
        if let Some(at) = combobox.highlighted.get()
            && let Some(option) = document().get_element_by_id(&combobox.option_id(at))
        {
            scroll::into_view(&option);
        }
    });
    let options = move || {
        combobox
            .options
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, choice)| view! { <Option at choice /> })
            .collect_view()
    };
    view! {
        <div
            node_ref=combobox.popover.content
            popover="manual"
            class=class::join("ui-popover", class)
            data-width="anchor"
            style:position-anchor=combobox.popover.anchor()
            // A press on the list would otherwise take the focus from the input.
            on:mousedown=move |event| event.prevent_default()
        >
            <div
                role="listbox"
                id=combobox.popover.content_id()
                aria-label=live(move || combobox.label.get())
                aria-labelledby=field.label_id()
            >
                {options}
            </div>
            {children.map(Content::view)}
        </div>
    }
}

#[component]
fn Option(at: usize, choice: Choice) -> impl IntoView {
    let combobox = ComboboxContext::expect("Content");
    let Choice { value, label, detail } = choice;
    let is_highlighted = move || combobox.highlighted.get() == Some(at);
    let is_chosen = memo(move || {
        combobox.value.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.value == value))
    });
    view! {
        <div
            role="option"
            id=combobox.option_id(at)
            class="ui-item"
            aria-selected=live(move || if is_highlighted() { "true" } else { "false" })
            data-highlighted=live(move || is_highlighted().then_some(""))
            data-state=live(move || is_chosen.get().then_some("checked"))
            on:pointermove=move |_| {
                if combobox.highlighted.get_untracked() != Some(at) {
                    combobox.highlighted.set(Some(at));
                }
            }
            on:click=listener(move |_| combobox.choose(at))
        >
            <span class="min-w-0 grow truncate">{label}</span>
            {detail.map(|detail| view! { <span class="truncate text-xs text-text-faint">{detail}</span> })}
            {move || is_chosen.get().then(|| view! { <Icon glyph=Glyph::Check class="size-4" /> })}
        </div>
    }
}
