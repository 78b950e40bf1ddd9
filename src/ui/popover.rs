//! What floats beside its trigger.

use leptos::{html, prelude::*};

use super::id;

/// The open state of a floating part, kept in step with the browser's own.
///
/// The browser may close it without being asked (Escape, a click elsewhere, another popover), so
/// `is_open` also follows the `toggle` event.
#[derive(Clone, Copy)]
pub(super) struct Popover {
    base: StoredValue<String>,
    pub(super) is_open: RwSignal<bool>,
    pub(super) content: NodeRef<html::Div>,
}

impl Popover {
    pub(super) fn new(prefix: &str) -> Self {
        Self {
            base: StoredValue::new(id::unique(prefix)),
            is_open: RwSignal::new(false),
            content: NodeRef::new(),
        }
    }

    pub(super) fn content_id(self) -> String {
        self.part_id("content")
    }

    pub(super) fn part_id(self, part: &str) -> String {
        self.base.with_value(|base| format!("{base}-{part}"))
    }

    /// Returns the name by which style sheets tie the content to the trigger.
    pub(super) fn anchor(self) -> String {
        self.base.with_value(|base| format!("--{base}"))
    }

    /// Returns the value of `aria-expanded`.
    pub(super) fn expanded(self) -> &'static str {
        if self.is_open.get() { "true" } else { "false" }
    }

    /// Returns the value of `data-state`.
    pub(super) fn state(self) -> &'static str {
        if self.is_open.get() { "open" } else { "closed" }
    }

    pub(super) fn show(self) {
        if let Some(content) = self.content.get_untracked() {
            // Refused only when it is open already.
            let _ = content.show_popover();
            self.is_open.set(true);
        }
    }

    pub(super) fn hide(self) {
        if let Some(content) = self.content.get_untracked() {
            // Refused only when it is closed already.
            let _ = content.hide_popover();
            self.is_open.set(false);
        }
    }

    /// Takes over the state that the browser reports, and returns whether it is open.
    pub(super) fn sync(self) -> bool {
        let is_open = self
            .content
            .get_untracked()
            .is_some_and(|content| content.matches(":popover-open").unwrap_or(false));
        if self.is_open.get_untracked() != is_open {
            self.is_open.set(is_open);
        }
        is_open
    }
}
