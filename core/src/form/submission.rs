//! What is sent.

use super::live::{Live, same};
use super::{FieldSpec, Widget};
use crate::record::Path;
use serde_json::{Map, Value};

/// A value that may be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// The whole value without read-only fields.
    pub data: Value,
    /// The members of the record that changed, each whole, because servers
    /// disagree on how deep they merge; null where one was removed. For a new
    /// record, everything.
    pub changes: Value,
    /// The fields that changed, an array as one.
    pub changed: Vec<Path>,
}

impl Live {
    pub(super) fn submission(&self) -> Submission {
        let mut data = self.value.clone();
        strip_read_only(&self.spec.fields, &mut data);
        let changes = match &data {
            Value::Object(members) if !self.is_new => self.changes(members),
            _ => data.clone(),
        };
        Submission { data, changes, changed: self.dirty.paths().cloned().collect() }
    }

    fn changes(&self, data: &Map<String, Value>) -> Value {
        let differs = |name: &str| !same(self.value.get(name), self.baseline.get(name));
        let mut changes: Map<String, Value> = data
            .iter()
            .filter(|(name, _)| differs(name))
            .map(|(n, v)| (n.clone(), v.clone()))
            .collect();
        let before = self.baseline.as_object().into_iter().flatten();
        for (name, _) in before.filter(|(name, _)| self.value.get(name.as_str()).is_none()) {
            changes.insert(name.clone(), Value::Null);
        }
        Value::Object(changes)
    }
}

fn strip_read_only(fields: &[FieldSpec], value: &mut Value) {
    for field in fields {
        if field.is_read_only {
            if let Some(members) = value.as_object_mut() {
                members.shift_remove(&field.name);
            }
            continue;
        }
        match (&field.widget, value.get_mut(&field.name)) {
            (Widget::Object { fields }, Some(section)) => strip_read_only(fields, section),
            (Widget::Array { item }, Some(Value::Array(rows))) => {
                if let Widget::Object { fields } = &item.widget {
                    for row in rows {
                        strip_read_only(fields, row);
                    }
                }
            }
            _ => {}
        }
    }
}
