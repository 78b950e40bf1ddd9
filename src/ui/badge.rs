//! A short mark beside a text.

use leptos::prelude::*;

use crate::ui::view::Content;

use super::{
    class,
    icon::{Glyph, Icon},
    tone::Tone,
};

/// A word in a colored box; the word and the glyph carry the meaning, the color repeats it.
/// Renders a `<span data-tone>`.
#[component]
pub fn Badge(
    /// The meaning.
    #[prop(optional)]
    tone: Tone,
    /// A glyph before the word; without one, a success, warning or danger has its own.
    #[prop(optional, into)]
    glyph: Option<Glyph>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The word.
    children: Content,
) -> impl IntoView {
    let glyph = glyph.or(match tone {
        Tone::Neutral | Tone::Accent => None,
        Tone::Success | Tone::Warning | Tone::Danger => Some(tone.glyph()),
    });
    let own =
        "inline-flex max-w-full items-center gap-1 rounded-sm px-1.5 text-xs leading-5 font-medium";
    view! {
        <span class=class::join(&class::join(own, tone.soft()), class) data-tone=tone.name()>
            {glyph.map(|glyph| view! { <Icon glyph class="size-3" /> })}
            <span class="truncate">{children.view()}</span>
        </span>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::{Badge, Tone};

    #[test]
    fn a_meaning_is_never_color_alone() {
        for tone in [Tone::Success, Tone::Warning, Tone::Danger] {
            let html = view! { <Badge tone>"Late"</Badge> }.to_html();
            assert!(html.contains("<svg") && html.contains("Late"), "{html}");
        }
    }
}
