//! The bar that stands in for the menu on a narrow screen.

use crate::app::locale::t;
use crate::app::session::Session;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::view::{listener, live};
use leptos::prelude::*;

/// The name of the API and the button that opens the menu.
#[component]
pub(super) fn Toolbar(
    /// The API.
    session: Session,
    /// Whether the menu is open.
    is_menu_open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <header class="flex items-center gap-2 border-b border-line bg-surface-sunken px-3 py-2 md:hidden">
            <button
                type="button"
                class="grid size-9 place-items-center rounded hover:bg-surface-hover"
                aria-controls="menu"
                aria-expanded=live(move || is_menu_open.get().to_string())
                aria-label=t("shell.menu")
                on:click=listener(move |_| is_menu_open.update(|is_open| *is_open = !*is_open))
            >
                <Icon glyph=Glyph::Menu />
            </button>
            <span class="truncate font-medium">{session.title()}</span>
        </header>
    }
}
