//! The keys of a select.

use leptos::ev;

use super::context::SelectContext;
use crate::ui::{
    collection::{self, Ends, Move},
    typeahead,
};

impl SelectContext {
    /// Handles a key on the trigger.
    pub(super) fn on_keydown(self, event: &ev::KeyboardEvent) {
        let is_handled = if self.popover.sync() {
            self.on_key_while_open(event)
        } else {
            self.on_key_while_closed(event)
        };
        if is_handled {
            event.prevent_default();
            // An Escape that closes the list must not also close a dialog around it.
            event.stop_propagation();
        }
    }

    fn on_key_while_closed(self, event: &ev::KeyboardEvent) -> bool {
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" | "Enter" | " " => self.open(),
            "Home" | "End" => {
                self.open();
                self.go(Move::from_key(&event.key()));
            }
            _ if typeahead::is_letter(event) => {
                self.open();
                self.search(event);
            }
            _ => return false,
        }
        true
    }

    fn on_key_while_open(self, event: &ev::KeyboardEvent) -> bool {
        match event.key().as_str() {
            "Escape" => self.close(),
            "Enter" => self.commit(),
            "ArrowUp" if event.alt_key() => self.commit(),
            " " if !self.typeahead.is_active(event.time_stamp()) => self.commit(),
            // The focus moves on as it would from any other control.
            "Tab" => {
                self.commit();
                return false;
            }
            key if Move::from_key(key).is_some() => self.go(Move::from_key(key)),
            _ if typeahead::is_letter(event) => self.search(event),
            _ => return false,
        }
        true
    }

    fn go(self, to: Option<Move>) {
        let entries = self.entries();
        let current = self.current(&entries);
        if let Some(at) = to.and_then(|to| to.apply(entries.len(), current, Ends::Stop)) {
            self.highlight(entries.get(at));
        }
    }

    fn search(self, event: &ev::KeyboardEvent) {
        let word = self.typeahead.push(&event.key(), event.time_stamp());
        let entries = self.entries();
        let current = self.current(&entries);
        if let Some(at) = typeahead::find(&collection::labels(&entries), current, &word) {
            self.highlight(entries.get(at));
        }
    }

    fn current(self, entries: &[web_sys::HtmlElement]) -> Option<usize> {
        let highlighted = self.highlighted_entry()?;
        entries.iter().position(|entry| **entry == highlighted)
    }
}
