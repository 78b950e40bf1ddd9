//! What the parts of a combobox share.

use leptos::{html, prelude::*};

use crate::ui::popover::Popover;

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is chosen.
    pub value: String,
    /// How it is called.
    pub label: String,
    /// What tells it from others of the same name.
    pub detail: Option<String>,
}

#[derive(Clone, Copy)]
pub(super) struct ComboboxContext {
    pub(super) popover: Popover,
    pub(super) input: NodeRef<html::Input>,
    pub(super) options: Signal<Vec<Choice>>,
    pub(super) value: Signal<Option<Choice>>,
    pub(super) busy: Signal<bool>,
    pub(super) disabled: Signal<bool>,
    pub(super) label: MaybeProp<String>,
    pub(super) on_query: Callback<String>,
    pub(super) on_change: Callback<Option<Choice>>,
    /// What was typed since the last choice; nothing while the choice itself is shown.
    pub(super) query: RwSignal<Option<String>>,
    /// Whether the first option is meant as soon as there is one.
    pub(super) is_seeking: StoredValue<bool>,
    /// The place of the highlighted option.
    pub(super) highlighted: RwSignal<Option<usize>>,
}

impl ComboboxContext {
    #[track_caller]
    pub(super) fn expect(part: &str) -> Self {
        use_context()
            .unwrap_or_else(|| panic!("combobox::{part} must be placed within combobox::Root"))
    }

    pub(super) fn option_id(self, at: usize) -> String {
        self.popover.part_id(&format!("option-{at}"))
    }

    /// Returns what the input shows.
    pub(super) fn text(self) -> String {
        self.query.get().unwrap_or_else(|| {
            self.value
                .with(|value| value.as_ref().map(|choice| choice.label.clone()))
                .unwrap_or_default()
        })
    }

    /// Opens with all options, or those of what was typed.
    pub(super) fn open(self) {
        if !self.popover.is_open.get_untracked() {
            self.popover.show();
            self.on_query.run(self.query.get_untracked().unwrap_or_default());
        }
    }

    pub(super) fn close(self) {
        self.popover.hide();
        self.is_seeking.set_value(false);
        self.highlighted.set(None);
    }

    pub(super) fn on_input(self, text: String) {
        self.query.set(Some(text.clone()));
        self.is_seeking.set_value(!text.is_empty());
        self.popover.show();
        self.on_query.run(text);
    }

    pub(super) fn choose(self, at: usize) {
        let choice = self.options.with_untracked(|options| options.get(at).cloned());
        self.close();
        if let Some(choice) = choice {
            self.query.set(None);
            self.on_change.run(Some(choice));
        }
    }

    /// Leaves the choice as it was, or without one when the text was deleted.
    pub(super) fn leave(self) {
        // What is taken off the page loses the focus, too.
        if self.query.is_disposed() {
            return;
        }
        self.close();
        let is_cleared = self.query.with_untracked(|query| query.as_deref() == Some(""));
        self.query.set(None);
        if is_cleared && self.value.with_untracked(Option::is_some) {
            self.on_change.run(None);
        }
        // The query may not have been what the input shows now, so the text is set by hand.
        if let Some(input) = self.input.get_untracked() {
            let text = untrack(|| self.text());
            if input.value() != text {
                input.set_value(&text);
            }
        }
    }
}
