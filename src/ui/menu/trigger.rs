//! What opens the menu.

use leptos::prelude::*;

use crate::ui::view::{Content, live};

use super::context::MenuContext;
use crate::ui::{
    button::{Size, Variant, classes, square_classes},
    class,
    icon::{Glyph, Icon},
};

/// Opens and closes the menu.
/// Renders a `<button aria-haspopup="menu">`.
#[component]
pub fn Trigger(
    /// What it is called when it shows a glyph and no words.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// A glyph in place of words.
    #[prop(optional, into)]
    glyph: Option<Glyph>,
    /// How much it asks for attention.
    #[prop(default = Variant::Ghost)]
    variant: Variant,
    /// How big it is.
    #[prop(optional)]
    size: Size,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The words.
    #[prop(optional)]
    children: Option<Content>,
) -> impl IntoView {
    let menu = MenuContext::expect("Trigger");
    let own = if glyph.is_some() { square_classes(variant, size) } else { classes(variant, size) };
    view! {
        <button
            type="button"
            id=menu.popover.part_id("trigger")
            class=class::join(&own, class)
            popovertarget=menu.popover.content_id()
            aria-haspopup="menu"
            aria-controls=menu.popover.content_id()
            aria-expanded=live(move || menu.popover.expanded())
            aria-label=live(move || label.get())
            title=live(move || label.get())
            data-state=live(move || menu.popover.state())
            style:anchor-name=menu.popover.anchor()
            on:keydown=move |event| menu.on_trigger_keydown(&event)
        >
            {glyph.map(|glyph| view! { <Icon glyph /> })}
            {children.map(Content::view)}
        </button>
    }
}
