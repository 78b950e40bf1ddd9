//! The Vitrine application.

use leptos::prelude::*;

/// The smallest application: one view, and one that arrives in a chunk of its own.
#[component]
pub fn App() -> impl IntoView {
    let (text, set_text) = signal(String::new());
    let open = move |_| {
        leptos::task::spawn_local(async move { set_text.set(lazy_text(7).await) });
    };
    view! {
        <main>
            <h1>"Vitrine"</h1>
            <button on:click=open>"Open"</button>
            <output>{text}</output>
        </main>
    }
}

#[cfg_attr(feature = "split", leptos::lazy)]
async fn lazy_text(count: u32) -> String {
    format!("{} {:?}", "a chunk was loaded ".repeat(count as usize), count)
}
