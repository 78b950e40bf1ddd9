//! Writes that the server has not answered yet.

use super::fields::{Shown, merge_patch};
use crate::record::Identifier;
use serde_json::{Map, Value};
use std::rc::Rc;

/// The name of an entry of the log; later entries have larger names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MutationId(pub(super) u64);

/// A write that is shown before the server has answered it.
#[derive(Debug, Clone, PartialEq)]
pub struct PendingMutation {
    /// The name of the entry.
    pub id: MutationId,
    /// The resource of the record.
    pub resource: Rc<str>,
    /// The key of the record; a temporary one until the server tells another.
    pub identifier: Identifier,
    /// What is written.
    pub change: PendingChange,
}

/// What a pending write does.
#[derive(Debug, Clone, PartialEq)]
pub enum PendingChange {
    /// Makes the record, with these fields.
    Create(Value),
    /// Changes these fields: a value replaces the field, null clears it, and an
    /// object changes the members that it names, as in RFC 7396.
    Update(Value),
    /// Removes the record.
    Delete,
}

impl PendingChange {
    fn fields(&self) -> Option<&Map<String, Value>> {
        match self {
            Self::Create(fields) | Self::Update(fields) => fields.as_object(),
            Self::Delete => None,
        }
    }

    /// Returns what the field called `name` is after this, if it was `shown`.
    pub(super) fn fold_field(&self, name: &str, shown: Option<Shown>) -> Option<Shown> {
        let Some(change) = self.fields().and_then(|fields| fields.get(name)) else {
            return shown;
        };
        let mut value = shown.map_or(Value::Null, |shown| shown.to_value());
        if change.is_object() {
            merge_patch(&mut value, change);
        } else {
            value = change.clone();
        }
        Some(Shown::Value(value))
    }

    /// Puts this over a record.
    pub(super) fn fold(&self, record: &mut Map<String, Value>) {
        for (name, _) in self.fields().into_iter().flatten() {
            let before = record.get(name).cloned().map(Shown::Value);
            if let Some(after) = self.fold_field(name, before) {
                record.insert(name.clone(), after.to_value());
            }
        }
    }

    /// Puts `real` into the place of every text that is `temporary`; returns
    /// whether there was one.
    pub(super) fn rename(&mut self, temporary: &str, real: &Value) -> bool {
        let (Self::Create(fields) | Self::Update(fields)) = self else { return false };
        let (mut open, mut is_renamed) = (vec![fields], false);
        while let Some(value) = open.pop() {
            match value {
                Value::String(text) if text == temporary => {
                    *value = real.clone();
                    is_renamed = true;
                }
                Value::Array(elements) => open.extend(elements),
                Value::Object(members) => open.extend(members.values_mut()),
                _ => {}
            }
        }
        is_renamed
    }
}
