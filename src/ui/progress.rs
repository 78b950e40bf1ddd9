//! How far work has come.

use crate::ui::view::live;
use leptos::prelude::*;

use super::class;

/// A bar that fills, or breathes while nobody knows how much there is.
/// Renders a `<progress>`.
#[component]
pub fn Progress(
    /// What is under way.
    #[prop(into)]
    label: Signal<String>,
    /// The share that is done, from 0 to 1; nothing while that is not known.
    #[prop(into)]
    value: Signal<Option<f64>>,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <progress
            class=class::join("ui-progress", class)
            max="1"
            value=live(move || value.get().map(|share| share.clamp(0.0, 1.0).to_string()))
            aria-label=live(move || label.get())
        ></progress>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::Progress;

    #[test]
    fn an_unknown_share_has_no_value() {
        let html = view! { <Progress label="Import" value=None /> }.to_html();
        assert!(!html.contains("value="), "{html}");
    }

    #[test]
    fn a_share_stays_between_nothing_and_all() {
        let html = view! { <Progress label="Import" value=Some(1.5) /> }.to_html();
        assert!(html.contains("value=\"1\""), "{html}");
    }
}
