//! An entry of the list.

use leptos::{context::Provider, prelude::*};

use crate::ui::view::{Content, live};

use super::context::SelectContext;
use crate::ui::{
    icon::{Glyph, Icon},
    id,
};

#[derive(Clone, Copy)]
struct ItemContext {
    is_chosen: Signal<bool>,
}

/// A value that can be chosen.
/// Renders a `<div role="option" data-value data-state>`.
#[component]
pub fn Item(
    /// The value.
    #[prop(into)]
    value: String,
    /// Whether it cannot be chosen now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Its words, and an indicator.
    children: Content,
) -> impl IntoView {
    let select = SelectContext::expect("Item");
    let own = value.clone();
    let is_chosen =
        Signal::derive(move || select.value.with(|chosen| chosen.as_deref() == Some(own.as_str())));
    view! {
        <Provider value=ItemContext { is_chosen }>
            <div
                role="option"
                id=id::unique("option")
                class="ui-item"
                data-value=value
                data-state=live(move || is_chosen.get().then_some("checked"))
                aria-selected=live(move || if is_chosen.get() { "true" } else { "false" })
                aria-disabled=live(move || disabled.get().then_some("true"))
            >
                {children.view()}
            </div>
        </Provider>
    }
}

/// The tick of the chosen item.
/// Renders a `<span>` with an icon while the item is chosen.
#[component]
pub fn ItemIndicator() -> impl IntoView {
    let item = use_context::<ItemContext>()
        .unwrap_or_else(|| panic!("select::ItemIndicator must be placed within select::Item"));
    view! {
        <span class="ms-auto size-4">
            {move || {
                item.is_chosen
                    .get()
                    .then(|| view! { <Icon glyph=Glyph::Check class="size-4 text-accent" /> })
            }}
        </span>
    }
}
