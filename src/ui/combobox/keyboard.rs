//! The keys of a combobox.

use leptos::{ev, prelude::*};

use super::context::ComboboxContext;
use crate::ui::collection::{Ends, Move};

impl ComboboxContext {
    /// Handles a key in the input; what it leaves alone edits the text.
    pub(super) fn on_keydown(self, event: &ev::KeyboardEvent) {
        // Input methods use the same keys to choose among characters.
        if event.is_composing() {
            return;
        }
        let is_open = self.popover.is_open.get_untracked();
        let highlighted = self.highlighted.get_untracked();
        match event.key().as_str() {
            "ArrowUp" if event.alt_key() && is_open => self.close(),
            "ArrowDown" if event.alt_key() => self.open(),
            key @ ("ArrowDown" | "ArrowUp" | "PageDown" | "PageUp") => {
                if is_open {
                    self.go(Move::from_key(key));
                } else {
                    self.is_seeking.set_value(true);
                    self.open();
                    self.go(Some(Move::First));
                }
            }
            "Enter" if is_open && highlighted.is_some() => {
                self.choose(highlighted.unwrap_or_default());
            }
            "Escape" if is_open => self.close(),
            "Escape" if self.query.with_untracked(Option::is_some) => self.leave(),
            _ => return,
        }
        event.prevent_default();
        // An Escape that closes the list must not also close a dialog around it.
        event.stop_propagation();
    }

    fn go(self, to: Option<Move>) {
        let count = self.options.with_untracked(Vec::len);
        let current = self.highlighted.get_untracked();
        if let Some(at) = to.and_then(|to| to.apply(count, current, Ends::Wrap)) {
            self.highlighted.set(Some(at));
        }
    }
}
