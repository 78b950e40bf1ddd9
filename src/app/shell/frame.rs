//! The frame: menu at the side, screen in the middle.

use super::menu::Menu;
use super::toolbar::Toolbar;
use crate::app::locale::t;
use crate::app::navigation::Navigation;
use crate::app::session::Session;
use crate::ui::view::{Content, effect, listener, live};
use leptos::ev::MouseEvent;
use leptos::html::Main;
use leptos::prelude::*;
use std::mem;

/// The frame around the screens of one API; on a narrow screen the menu is a
/// drawer behind a button.
#[component]
pub fn Frame(
    /// The API.
    session: Session,
    /// The screen.
    children: Content,
) -> impl IntoView {
    let navigation = Navigation::expect();
    let is_menu_open = RwSignal::new(false);
    let main = NodeRef::<Main>::new();
    // Another screen closes the drawer, and its heading is where reading goes
    // on: the focus moves there, but not on the first screen.
    let mut is_first = true;
    effect(move || {
        navigation.place.track();
        if !mem::take(&mut is_first) {
            is_menu_open.set(false);
            if let Some(main) = main.get_untracked() {
                let _ = main.focus();
            }
        }
    });
    view! {
        <a
            class="sr-only focus:not-sr-only focus:absolute focus:z-30 focus:m-2 focus:rounded focus:bg-surface-raised focus:px-3 focus:py-2"
            href="#main"
            on:click=listener(move |event: MouseEvent| {
                // The fragment is no address of the application.
                event.prevent_default();
                if let Some(main) = main.get_untracked() {
                    let _ = main.focus();
                }
            })
        >
            {t("shell.skip")}
        </a>
        <div class="flex h-dvh flex-col md:flex-row">
            <Toolbar session is_menu_open />
            <aside
                class="shrink-0 overflow-y-auto border-line bg-surface-sunken max-md:border-b md:w-60 md:border-e"
                class:max-md:hidden=live(move || !is_menu_open.get())
                id="menu"
            >
                <Menu session />
            </aside>
            <main
                node_ref=main
                id="main"
                tabindex="-1"
                class="flex min-h-0 min-w-0 flex-1 flex-col overflow-auto outline-none"
            >
                {children.view()}
            </main>
        </div>
    }
}
