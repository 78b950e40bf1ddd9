//! Light, dark, or as the device has it.

use crate::reactive::store;
use serde::{Deserialize, Serialize};
use vitrine_core::atom::{Atom, persisted};

/// The colors of the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the device has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Returns the theme that follows when a person goes through them.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    /// Returns the value of the `data-theme` attribute.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

thread_local! {
    static THEME: Atom<Theme> = persisted("vitrine.theme", 1, Theme::System);
    static PAGE_SIZE: Atom<u32> = persisted("vitrine.page_size", 1, 25);
}

/// Returns the atom of the theme.
#[must_use]
pub fn theme() -> Atom<Theme> {
    THEME.with(Clone::clone)
}

/// Returns the atom of the number of rows on a page.
#[must_use]
pub fn page_size() -> Atom<u32> {
    PAGE_SIZE.with(Clone::clone)
}

/// Puts the theme on the page and keeps it there when it changes.
///
/// The boot script has put it there already, so that nothing flashes.
pub fn apply_theme() {
    #[cfg(target_arch = "wasm32")]
    {
        let apply = || {
            let theme = store().get(&theme());
            if let Some(root) = leptos::prelude::document().document_element() {
                let _ = root.set_attribute("data-theme", theme.as_str());
            }
        };
        apply();
        // The theme is listened to for as long as the page lives.
        std::mem::forget(store().sub(&theme(), apply));
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = store();
}
