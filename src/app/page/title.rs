//! The title of the window.

/// Sets the title: the screen first, what it belongs to behind it.
pub fn set_title(parts: &[&str]) {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    let title = parts.join(" \u{b7} ");
    #[cfg(target_arch = "wasm32")]
    leptos::prelude::document().set_title(&title);
    #[cfg(not(target_arch = "wasm32"))]
    let _ = title;
}
