//! The button.

use leptos::{ev, prelude::*};

use crate::ui::view::{Content, IntoPiece, Piece, listener, live};

use super::{Size, Variant, style};
use crate::ui::{class, spinner::Spinner};

/// A step that a person can take.
/// Renders a `<button>`.
///
/// While `busy` it keeps its place, its width and the focus, and swallows activations: a button
/// that became `disabled` would drop the focus to the top of the page.
#[component]
pub fn Button(
    /// How much it asks for attention.
    #[prop(optional)]
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
    /// The `type`: "button" (the default), "submit" or "reset".
    #[prop(default = "button")]
    kind: &'static str,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// A text, with an icon before it where it helps.
    children: Content,
) -> impl IntoView {
    view! {
        <button
            type=kind
            class=class::join(&class::join(&style::classes(variant, size), "relative"), class)
            disabled=disabled
            aria-busy=live(move || busy.get().then_some("true"))
            aria-disabled=live(move || busy.get().then_some("true"))
            on:click:capture=listener(move |event: ev::MouseEvent| swallow(&event, busy))
        >
            // Seen through, not hidden: a hidden text would leave the button without a name.
            <span class="inline-flex min-w-0 items-center gap-1.5" class:opacity-0=busy>
                {children.view()}
            </span>
            {live(move || busy.get().then(spinner))}
        </button>
    }
}

fn spinner() -> Piece {
    view! {
        <span class="absolute inset-0 grid place-items-center">
            <Spinner />
        </span>
    }
    .into_piece()
}

/// Ends a click on a busy button before any other listener sees it.
pub(super) fn swallow(event: &ev::MouseEvent, busy: Signal<bool>) {
    if busy.get_untracked() {
        event.prevent_default();
        event.stop_immediate_propagation();
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::Button;

    #[test]
    fn a_button_does_not_submit_a_form_unless_asked() {
        let html = view! { <Button>"Save"</Button> }.to_html();
        assert!(html.starts_with("<button type=\"button\""), "{html}");
        let html = view! { <Button kind="submit">"Save"</Button> }.to_html();
        assert!(html.starts_with("<button type=\"submit\""), "{html}");
    }

    #[test]
    fn a_busy_button_stays_focusable_and_says_so() {
        let html = view! { <Button busy=true>"Save"</Button> }.to_html();
        assert!(html.contains("aria-busy=\"true\""), "{html}");
        assert!(html.contains("aria-disabled=\"true\""), "{html}");
        assert!(!html.contains("\" disabled"), "{html}");
    }

    #[test]
    fn a_disabled_button_is_disabled_natively() {
        let html = view! { <Button disabled=true>"Save"</Button> }.to_html();
        assert!(html.contains("\" disabled"), "{html}");
    }
}
