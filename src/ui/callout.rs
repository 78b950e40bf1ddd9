//! A note within the page.

use leptos::prelude::*;

use crate::ui::view::Content;

use super::{class, icon::Icon, tone::Tone};

/// A few sentences that belong to what stands beside them.
/// Renders a `<div role="note">`.
#[component]
pub fn Callout(
    /// The meaning.
    #[prop(optional)]
    tone: Tone,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The sentences, and steps to take.
    children: Content,
) -> impl IntoView {
    let ground = match tone {
        Tone::Neutral => "bg-surface-sunken",
        Tone::Accent => "bg-accent-soft",
        Tone::Success => "bg-success-soft",
        Tone::Warning => "bg-warning-soft",
        Tone::Danger => "bg-danger-soft",
    };
    let own = class::join("flex gap-2.5 rounded p-3 text-sm", ground);
    view! {
        <div role="note" data-tone=tone.name() class=class::join(&own, class)>
            <Icon glyph=tone.glyph() class=icon_class(tone) />
            <div class="min-w-0 grow">{children.view()}</div>
        </div>
    }
}

const fn icon_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Neutral => "mt-0.5 size-4 text-text-muted",
        Tone::Accent => "mt-0.5 size-4 text-accent",
        Tone::Success => "mt-0.5 size-4 text-success",
        Tone::Warning => "mt-0.5 size-4 text-warning",
        Tone::Danger => "mt-0.5 size-4 text-danger",
    }
}
