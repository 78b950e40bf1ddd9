//! Forms in views.

use leptos::prelude::*;
use std::fmt;
use vitrine_core::form::{FieldState, Form, FormState, Input, Row};
use vitrine_core::record::Path;

/// A form as a view reads and writes it.
#[derive(Clone, Copy)]
pub struct FormHandle {
    form: StoredValue<Form, LocalStorage>,
    trigger: StoredValue<ArcTrigger>,
    edits: RwSignal<u64>,
}

impl fmt::Debug for FormHandle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("FormHandle").finish_non_exhaustive()
    }
}

impl FormHandle {
    /// Reads the form; a view that calls this is run again when the state, the
    /// dirty flag or the errors of the form change, but not at a key stroke.
    pub fn with<T>(self, read: impl FnOnce(&Form) -> T) -> T {
        self.trigger.with_value(ArcTrigger::track);
        self.with_untracked(read)
    }

    /// Reads the form without being told of changes.
    pub fn with_untracked<T>(self, read: impl FnOnce(&Form) -> T) -> T {
        self.form.with_value(read)
    }

    /// Returns the state, and tells of its changes.
    #[must_use]
    pub fn state(self) -> FormState {
        self.with(Form::state)
    }

    /// Returns the form itself.
    #[must_use]
    pub fn form(self) -> Form {
        self.form.get_value()
    }

    /// Tells of each edit that a view makes through this handle.
    pub fn track_edits(self) {
        self.edits.track();
    }

    /// Takes over an edit.
    fn edit(self, edit: impl FnOnce(&Form)) {
        self.with_untracked(edit);
        self.edits.update(|edits| *edits += 1);
    }
}

/// Observes `form` for as long as the calling view lives.
#[must_use]
pub fn use_form(form: Form) -> FormHandle {
    let trigger = ArcTrigger::new();
    let notify = trigger.clone();
    let subscription = form.subscribe_form(move || notify.notify());
    // Stored in the Owner, so that it ends with the view.
    let _ = StoredValue::new_local(subscription);
    FormHandle {
        form: StoredValue::new_local(form),
        trigger: StoredValue::new(trigger),
        edits: RwSignal::new(0),
    }
}

/// One field of a form as a view reads and writes it.
#[derive(Clone, Copy)]
pub struct FieldHandle {
    form: FormHandle,
    path: StoredValue<Path>,
    trigger: StoredValue<ArcTrigger>,
}

impl fmt::Debug for FieldHandle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("FieldHandle").field(&self.path.try_get_value()).finish()
    }
}

impl FieldHandle {
    /// Returns the state of the field; a view that calls this is run again when
    /// this field changes, but not for others.
    #[must_use]
    pub fn get(self) -> FieldState {
        self.trigger.with_value(ArcTrigger::track);
        self.path.with_value(|path| self.form.with_untracked(|form| form.field(path)))
    }

    /// Returns the rows of an array, and tells of their changes.
    #[must_use]
    pub fn rows(self) -> Vec<Row> {
        self.trigger.with_value(ArcTrigger::track);
        self.path.with_value(|path| self.form.with_untracked(|form| form.rows(path)))
    }

    /// Returns where the field stands.
    #[must_use]
    pub fn path(self) -> Path {
        self.path.get_value()
    }

    /// Takes over what a person did to the field.
    pub fn input(self, input: Input) {
        self.path.with_value(|path| self.form.edit(|form| form.input(path, input)));
    }

    /// Notes that the field lost the focus.
    pub fn blur(self) {
        // A field that is taken off the page loses the focus too.
        let _ = self.path.try_with_value(|path| self.form.with_untracked(|form| form.blur(path)));
    }

    /// Adds a row to an array.
    pub fn add_row(self) {
        self.path.with_value(|path| self.form.edit(|form| form.add_item(path)));
    }

    /// Removes a row of an array.
    pub fn remove_row(self, index: usize) {
        self.path.with_value(|path| self.form.edit(|form| form.remove_item(path, index)));
    }

    /// Moves a row of an array so that it becomes number `to`.
    pub fn move_row(self, from: usize, to: usize) {
        self.path.with_value(|path| self.form.edit(|form| form.move_item(path, from, to)));
    }
}

/// Observes one field of `form` for as long as the calling view lives.
#[must_use]
pub fn use_field(form: FormHandle, path: &Path) -> FieldHandle {
    let trigger = ArcTrigger::new();
    let notify = trigger.clone();
    let subscription = form.with_untracked(|form| form.subscribe(path, move || notify.notify()));
    // Stored in the Owner, so that it ends with the view.
    let _ = StoredValue::new_local(subscription);
    FieldHandle { form, path: StoredValue::new(path.clone()), trigger: StoredValue::new(trigger) }
}
