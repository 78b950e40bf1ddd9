//! The frame of toasts.

use leptos::{context::Provider as ContextProvider, prelude::*};

use crate::ui::view::Content;

use super::{list::List, toaster::Toaster};

/// Gives everything inside a toaster, and its toasts a place.
/// Renders its children and a `<section>`.
#[component]
pub fn Provider(
    /// What the place is called.
    #[prop(into)]
    label: Signal<String>,
    /// What the button that takes a toast away does.
    #[prop(into)]
    close_label: Signal<String>,
    /// The application.
    children: Content,
) -> impl IntoView {
    view! {
        <ContextProvider value=Toaster::new(close_label)>
            {children.view()}
            <List label />
        </ContextProvider>
    }
}
