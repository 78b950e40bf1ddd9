//! What the parts of a select share.

use leptos::prelude::*;
use web_sys::{Element, HtmlElement};

use crate::ui::{collection, popover::Popover, scroll, typeahead::Typeahead};

#[derive(Clone, Copy)]
pub(super) struct SelectContext {
    pub(super) popover: Popover,
    pub(super) value: Signal<Option<String>>,
    pub(super) label: MaybeProp<String>,
    pub(super) disabled: Signal<bool>,
    pub(super) on_change: Callback<String>,
    /// The `id` of the highlighted entry.
    pub(super) highlighted: RwSignal<Option<String>>,
    pub(super) typeahead: Typeahead,
}

impl SelectContext {
    #[track_caller]
    pub(super) fn expect(part: &str) -> Self {
        use_context().unwrap_or_else(|| panic!("select::{part} must be placed within select::Root"))
    }

    /// Returns the entries that can be chosen.
    pub(super) fn entries(self) -> Vec<HtmlElement> {
        self.popover.content.get_untracked().map_or_else(Vec::new, |content| {
            collection::entries(&content, "[role=option]:not([aria-disabled])")
        })
    }

    /// Opens with the chosen entry highlighted, or else the first.
    pub(super) fn open(self) {
        self.popover.show();
        self.highlight_chosen();
    }

    /// Highlights the chosen entry, or else the first.
    pub(super) fn highlight_chosen(self) {
        let entries = self.entries();
        let chosen = entries
            .iter()
            .find(|entry| entry.get_attribute("aria-selected").as_deref() == Some("true"));
        self.highlight(chosen.or(entries.first()));
    }

    pub(super) fn close(self) {
        self.popover.hide();
        self.highlight(None);
    }

    /// Moves the highlight; only two entries are touched, however long the list is.
    pub(super) fn highlight(self, entry: Option<&HtmlElement>) {
        if let Some(before) = self.highlighted_entry() {
            // Removing an attribute that is there cannot fail.
            let _ = before.remove_attribute("data-highlighted");
        }
        if let Some(entry) = entry {
            // The name is a valid one, so this cannot fail either.
            let _ = entry.set_attribute("data-highlighted", "");
            scroll::into_view(entry);
        }
        self.highlighted.set(entry.map(|entry| entry.id()));
    }

    pub(super) fn highlighted_entry(self) -> Option<Element> {
        let id = self.highlighted.get_untracked()?;
        document().get_element_by_id(&id)
    }

    /// Chooses what is highlighted and closes.
    pub(super) fn commit(self) {
        let value = self.highlighted_entry().and_then(|entry| entry.get_attribute("data-value"));
        self.close();
        if let Some(value) = value {
            self.choose(value);
        }
    }

    pub(super) fn choose(self, value: String) {
        if self.value.with_untracked(|chosen| chosen.as_ref() != Some(&value)) {
            self.on_change.run(value);
        }
    }
}
