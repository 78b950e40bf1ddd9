//! The frame of an error state.

use leptos::prelude::*;

use crate::ui::view::Content;

use crate::ui::{
    class,
    icon::{Glyph, Icon},
};

/// Stands where the data would stand, and is read aloud when it appears.
/// Renders a `<div role="alert">`.
#[component]
pub fn Root(
    /// What is drawn above the title.
    #[prop(default = Glyph::Danger)]
    glyph: Glyph,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
    /// The parts.
    children: Content,
) -> impl IntoView {
    let own = "mx-auto flex w-full max-w-md flex-col items-center gap-1.5 px-4 py-12 text-center";
    view! {
        <div role="alert" class=class::join(own, class)>
            <Icon glyph class="mb-2 size-7 stroke-1 text-danger" />
            {children.view()}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use crate::ui::error_state;

    #[test]
    fn an_error_is_announced_and_its_detail_is_folded() {
        let html = view! {
            <error_state::Root>
                <error_state::Title>"No answer"</error_state::Title>
                <error_state::Detail label="Details">"GET /posts: 502"</error_state::Detail>
            </error_state::Root>
        }
        .to_html();
        assert!(html.starts_with("<div role=\"alert\""), "{html}");
        assert!(html.contains("<details") && !html.contains(" open"), "{html}");
        assert!(html.contains("GET /posts: 502"), "{html}");
    }
}
