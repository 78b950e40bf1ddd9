//! The button without words.

use crate::ui::view::{IntoPiece, listener, live};
use leptos::{ev, prelude::*};

use super::{Size, Variant, plain::swallow, style};
use crate::ui::{
    class,
    icon::{Glyph, Icon},
    spinner::Spinner,
};

/// A step shown by a glyph; its label is read aloud and shown as a tooltip.
/// Renders a `<button aria-label title>`.
#[component]
pub fn IconButton(
    /// What is drawn.
    #[prop(into)]
    glyph: Signal<Glyph>,
    /// What the step is.
    #[prop(into)]
    label: Signal<String>,
    /// How much it asks for attention.
    #[prop(default = Variant::Ghost)]
    variant: Variant,
    /// How big it is.
    #[prop(optional)]
    size: Size,
    /// Whether what it started still runs.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether the step cannot be taken now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let content = move || {
        if busy.get() {
            view! { <Spinner /> }.into_piece()
        } else {
            view! { <Icon glyph=glyph.get() /> }.into_piece()
        }
    };
    view! {
        <button
            type="button"
            class=class::join(&style::square_classes(variant, size), class)
            disabled=disabled
            aria-label=label
            title=label
            aria-busy=live(move || busy.get().then_some("true"))
            aria-disabled=live(move || busy.get().then_some("true"))
            on:click:capture=listener(move |event: ev::MouseEvent| swallow(&event, busy))
        >
            {live(content)}
        </button>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::{Glyph, IconButton};

    #[test]
    fn a_button_without_words_has_a_name() {
        let html = view! { <IconButton glyph=Glyph::Trash label="Delete" /> }.to_html();
        assert!(html.contains("aria-label=\"Delete\""), "{html}");
        assert!(html.contains("aria-hidden=\"true\""), "{html}");
    }
}
