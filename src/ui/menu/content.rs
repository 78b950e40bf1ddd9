//! The list of a menu.

use leptos::prelude::*;

use crate::ui::view::Content;
use web_sys::{Element, HtmlElement, wasm_bindgen::JsCast};

use super::context::{MenuContext, focus};
use crate::ui::{class, collection::Move};

/// The list of steps, over the page while it is open.
/// Renders a `<div popover role="menu">`.
#[component]
pub fn Content(
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// Whether it lines up with the end of the trigger in place of the start.
    #[prop(optional)]
    align_end: bool,
    /// Items and separators.
    children: Content,
) -> impl IntoView {
    let menu = MenuContext::expect("Content");
    view! {
        <div
            node_ref=menu.popover.content
            popover="auto"
            role="menu"
            tabindex="-1"
            id=menu.popover.content_id()
            class=class::join("ui-popover min-w-40", class)
            data-align=align_end.then_some("end")
            aria-labelledby=menu.popover.part_id("trigger")
            style:position-anchor=menu.popover.anchor()
            on:toggle=move |_| {
                // Arrow keys have put the focus on an item already when they opened the menu.
                if menu.popover.sync() && !holds_focus(menu) {
                    menu.go(Move::First);
                }
            }
            on:keydown=move |event| menu.on_content_keydown(&event)
            on:pointermove=move |event| {
                let target: Option<Element> = event.target().and_then(|it| it.dyn_into().ok());
                let item = target.and_then(|target| target.closest("[role=menuitem]").ok()?);
                if let Some(item) = item
                    && document().active_element().as_ref() != Some(&item)
                {
                    focus(item.unchecked_ref::<HtmlElement>());
                }
            }
        >
            {children.view()}
        </div>
    }
}

fn holds_focus(menu: MenuContext) -> bool {
    let Some(content) = menu.popover.content.get_untracked() else {
        return false;
    };
    let active = document().active_element();
    active.as_ref().is_some_and(|active| {
        content.contains(Some(active))
            && active.get_attribute("role").as_deref() == Some("menuitem")
    })
}
