//! What the parts of tabs share.

use leptos::prelude::*;

use crate::ui::id;

#[derive(Clone, Copy)]
pub(super) struct TabsContext {
    base: StoredValue<String>,
    pub(super) value: Signal<String>,
    pub(super) on_change: Callback<String>,
}

impl TabsContext {
    pub(super) fn new(value: Signal<String>, on_change: Callback<String>) -> Self {
        Self { base: StoredValue::new(id::unique("tabs")), value, on_change }
    }

    #[track_caller]
    pub(super) fn expect(part: &str) -> Self {
        use_context().unwrap_or_else(|| panic!("tabs::{part} must be placed within tabs::Root"))
    }

    pub(super) fn part_id(self, part: &str, value: &str) -> String {
        self.base.with_value(|base| format!("{base}-{part}-{value}"))
    }

    pub(super) fn is_active(self, value: &str) -> bool {
        self.value.with(|active| active == value)
    }
}
