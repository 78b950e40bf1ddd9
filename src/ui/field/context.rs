//! What the parts of a field share.

use leptos::prelude::*;

use crate::ui::id;

#[derive(Clone, Copy)]
pub(super) struct FieldContext {
    /// Names the parts: `<base>` is the control, `<base>-label` its label, and so on.
    pub(super) base: StoredValue<String>,
    pub(super) error: MaybeProp<String>,
    pub(super) required: Signal<bool>,
    pub(super) is_described: RwSignal<bool>,
}

impl FieldContext {
    pub(super) fn new(error: MaybeProp<String>, required: Signal<bool>) -> Self {
        Self {
            base: StoredValue::new(id::unique("field")),
            error,
            required,
            is_described: RwSignal::new(false),
        }
    }

    #[track_caller]
    pub(super) fn expect(part: &str) -> Self {
        use_context().unwrap_or_else(|| panic!("field::{part} must be placed within field::Root"))
    }

    pub(super) fn part_id(self, part: &str) -> String {
        self.base.with_value(|base| format!("{base}-{part}"))
    }

    fn described_by(self) -> Option<String> {
        let mut ids = Vec::with_capacity(2);
        if self.error.with(Option::is_some) {
            ids.push(self.part_id("error"));
        }
        if self.is_described.get() {
            ids.push(self.part_id("description"));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// The attributes that a control takes from the field around it; empty without one.
#[derive(Clone, Copy)]
pub(in crate::ui) struct ControlAttributes(Option<FieldContext>);

/// Returns the attributes of the field around the caller.
pub(in crate::ui) fn control_attributes() -> ControlAttributes {
    ControlAttributes(use_context())
}

impl ControlAttributes {
    pub(in crate::ui) fn id(self) -> Option<String> {
        self.0.map(|field| field.base.get_value())
    }

    pub(in crate::ui) fn label_id(self) -> Option<String> {
        self.0.map(|field| field.part_id("label"))
    }

    pub(in crate::ui) fn described_by(self) -> Option<String> {
        self.0.and_then(FieldContext::described_by)
    }

    pub(in crate::ui) fn invalid(self) -> Option<&'static str> {
        self.0.and_then(|field| field.error.with(Option::is_some).then_some("true"))
    }

    pub(in crate::ui) fn required(self) -> Option<&'static str> {
        self.0.and_then(|field| field.required.get().then_some("true"))
    }
}
