//! What the parts of a dialog share.

use leptos::prelude::*;

use crate::ui::id;

/// How a dialog may be left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// By its buttons and by Escape.
    #[default]
    Modal,
    /// Also by a click beside it; for what holds nothing that could be lost.
    Light,
    /// As a modal, and announced as an urgent question.
    Alert,
}

#[derive(Clone, Copy)]
pub(super) struct DialogContext {
    base: StoredValue<String>,
    pub(super) open: RwSignal<bool>,
    pub(super) kind: Kind,
    pub(super) is_described: RwSignal<bool>,
}

impl DialogContext {
    pub(super) fn new(open: RwSignal<bool>, kind: Kind) -> Self {
        Self {
            base: StoredValue::new(id::unique("dialog")),
            open,
            kind,
            is_described: RwSignal::new(false),
        }
    }

    #[track_caller]
    pub(super) fn expect(part: &str) -> Self {
        use_context().unwrap_or_else(|| panic!("dialog::{part} must be placed within dialog::Root"))
    }

    pub(super) fn part_id(self, part: &str) -> String {
        self.base.with_value(|base| format!("{base}-{part}"))
    }
}
