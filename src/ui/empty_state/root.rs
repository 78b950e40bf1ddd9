//! The frame of an empty state.

use leptos::prelude::*;

use crate::ui::view::Content;

use crate::ui::{
    class,
    icon::{Glyph, Icon},
};

/// Stands where the data would stand.
/// Renders a `<div>`.
#[component]
pub fn Root(
    /// What is drawn above the title.
    #[prop(default = Glyph::Inbox)]
    glyph: Glyph,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The parts.
    children: Content,
) -> impl IntoView {
    let own = "mx-auto flex w-full max-w-md flex-col items-center gap-1.5 px-4 py-12 text-center";
    view! {
        <div class=class::join(own, class)>
            <Icon glyph class="mb-2 size-7 stroke-1 text-text-faint" />
            {children.view()}
        </div>
    }
}
