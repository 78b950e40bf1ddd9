//! What the parts of a pagination share.

use leptos::prelude::*;

#[derive(Clone, Copy)]
pub(super) struct PaginationContext {
    pub(super) page: Signal<u64>,
    pub(super) pages: Signal<Option<u64>>,
    pub(super) has_next: Signal<bool>,
    pub(super) on_page: Callback<u64>,
}

impl PaginationContext {
    #[track_caller]
    pub(super) fn expect(part: &str) -> Self {
        use_context()
            .unwrap_or_else(|| panic!("pagination::{part} must be placed within pagination::Root"))
    }

    pub(super) fn is_first(self) -> bool {
        self.page.get() <= 1
    }

    /// Without a total, only the list itself knows whether more rows follow.
    pub(super) fn is_last(self) -> bool {
        match self.pages.get() {
            Some(pages) => self.page.get() >= pages,
            None => !self.has_next.get(),
        }
    }
}
