//! What the parts of a menu share.

use leptos::{ev, prelude::*};
use web_sys::HtmlElement;

use crate::ui::{
    collection::{self, Ends, Move},
    popover::Popover,
    typeahead::{self, Typeahead},
};

#[derive(Clone, Copy)]
pub(super) struct MenuContext {
    pub(super) popover: Popover,
    pub(super) typeahead: Typeahead,
}

impl MenuContext {
    pub(super) fn new() -> Self {
        Self { popover: Popover::new("menu"), typeahead: Typeahead::new() }
    }

    #[track_caller]
    pub(super) fn expect(part: &str) -> Self {
        use_context().unwrap_or_else(|| panic!("menu::{part} must be placed within menu::Root"))
    }

    /// Handles a key on the trigger.
    pub(super) fn on_trigger_keydown(self, event: &ev::KeyboardEvent) {
        let first = match event.key().as_str() {
            "ArrowDown" => Move::First,
            "ArrowUp" => Move::Last,
            _ => return,
        };
        event.prevent_default();
        self.popover.show();
        self.go(first);
    }

    /// Handles a key on an item.
    pub(super) fn on_content_keydown(self, event: &ev::KeyboardEvent) {
        match event.key().as_str() {
            "Escape" => self.popover.hide(),
            // Closing gives the focus back to the trigger, from where Tab then moves on.
            "Tab" => {
                self.popover.hide();
                return;
            }
            " " if self.typeahead.is_active(event.time_stamp()) => self.search(event),
            " " | "Enter" => return,
            key => match Move::from_key(key) {
                Some(to) => self.go(to),
                None if typeahead::is_letter(event) => self.search(event),
                None => return,
            },
        }
        event.prevent_default();
        event.stop_propagation();
    }

    /// Moves the focus among the items.
    pub(super) fn go(self, to: Move) {
        let items = self.items();
        if let Some(at) = to.apply(items.len(), current(&items), Ends::Wrap) {
            focus(&items[at]);
        }
    }

    fn search(self, event: &ev::KeyboardEvent) {
        let word = self.typeahead.push(&event.key(), event.time_stamp());
        let items = self.items();
        if let Some(at) = typeahead::find(&collection::labels(&items), current(&items), &word) {
            focus(&items[at]);
        }
    }

    fn items(self) -> Vec<HtmlElement> {
        self.popover
            .content
            .get_untracked()
            .map_or_else(Vec::new, |content| collection::entries(&content, "[role=menuitem]"))
    }
}

pub(super) fn focus(item: &HtmlElement) {
    // An item that left the page meanwhile cannot take the focus, and need not.
    let _ = item.focus();
}

fn current(items: &[HtmlElement]) -> Option<usize> {
    let active = document().active_element()?;
    items.iter().position(|item| **item == active)
}
