//! The application: shell, routes, controllers and pages.

use leptos::prelude::*;

/// The whole application.
#[component]
pub fn App() -> impl IntoView {
    view! { <p>"Vitrine"</p> }
}
