//! The link that looks like a button.

use leptos::prelude::*;

use crate::ui::view::Content;

use super::{Size, Variant, style};
use crate::ui::class;

/// A place to go to, dressed as a step.
/// Renders an `<a>`.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// How much it asks for attention.
    #[prop(optional)]
    variant: Variant,
    /// How big it is.
    #[prop(optional)]
    size: Size,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// A text, with an icon before it where it helps.
    children: Content,
) -> impl IntoView {
    view! {
        <a href=href class=class::join(&style::classes(variant, size), class)>
            {children.view()}
        </a>
    }
}
