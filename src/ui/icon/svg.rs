//! The drawn icon.

use leptos::prelude::*;

use super::Glyph;
use crate::ui::class;

/// A glyph, hidden from assistive technology unless it has a label.
/// Renders an `<svg>`.
#[component]
pub fn Icon(
    /// What is drawn.
    glyph: Glyph,
    /// What it says when no text stands beside it.
    #[prop(optional, into)]
    label: Option<String>,
    /// Further classes; a `size-*` among them replaces the default of 16 px.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let base = match (class.contains("size-"), glyph.is_directional()) {
        (false, false) => "size-4 shrink-0",
        (false, true) => "size-4 shrink-0 rtl:-scale-x-100",
        (true, false) => "shrink-0",
        (true, true) => "shrink-0 rtl:-scale-x-100",
    };
    let is_named = label.is_some();
    view! {
        <svg
            class=class::join(base, class)
            viewBox="0 0 16 16"
            fill="none"
            stroke="currentColor"
            stroke-width="1.5"
            stroke-linecap="round"
            stroke-linejoin="round"
            role=is_named.then_some("img")
            aria-label=label
            aria-hidden=(!is_named).then_some("true")
        >
            <path d=glyph.path() />
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::{Glyph, Icon};

    #[test]
    fn an_icon_without_a_label_is_decoration() {
        let html = view! { <Icon glyph=Glyph::Search /> }.to_html();
        assert!(html.contains("aria-hidden=\"true\""), "{html}");
        assert!(!html.contains("role="), "{html}");
    }

    #[test]
    fn a_labelled_icon_is_an_image() {
        let html = view! { <Icon glyph=Glyph::Warning label="Careful" /> }.to_html();
        assert!(html.contains("role=\"img\"") && html.contains("aria-label=\"Careful\""), "{html}");
        assert!(!html.contains("aria-hidden"), "{html}");
    }

    #[test]
    fn a_chevron_along_the_line_is_mirrored_for_right_to_left_text() {
        let html = view! { <Icon glyph=Glyph::ChevronEnd /> }.to_html();
        assert!(html.contains("rtl:-scale-x-100"), "{html}");
    }
}
