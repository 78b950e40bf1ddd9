//! What is kept so that nothing typed is lost.

use super::chart::FormEvent;
use super::live::{Live, forget_passwords, unit};
use super::subscription::Changed;
use super::{Input, Widget};
use crate::record::Path;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::rc::Rc;

/// The unsaved part of a form; secrets are left out.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The changed fields, arrays as a whole.
    pub values: Vec<(Path, Value)>,
    /// The fields that were removed.
    pub removed: Vec<Path>,
    /// The texts as typed.
    pub texts: Vec<(Path, String)>,
}

impl Draft {
    /// Returns whether there is nothing to keep.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.removed.is_empty() && self.texts.is_empty()
    }
}

impl Live {
    pub(super) fn draft(&self) -> Draft {
        let is_secret = |path: &Path| {
            self.spec.find(path).is_some_and(|field| field.widget == Widget::Password)
        };
        // Scrubbed as a whole first: an array is kept with all its rows.
        let mut value = self.value.clone();
        forget_passwords(&self.spec.fields, &mut value);
        let places = self.dirty.paths().filter(|path| !is_secret(path));
        let mut draft = Draft::default();
        for path in places {
            match path.get(&value) {
                Some(value) => draft.values.push((path.clone(), value.clone())),
                None => draft.removed.push(path.clone()),
            }
        }
        for (path, cell) in self.cells.iter().filter(|(path, _)| !is_secret(path)) {
            let text = cell.text.as_ref().filter(|_| self.dirty.has(&unit(path)));
            draft.texts.extend(text.map(|text| (path.clone(), text.clone())));
        }
        draft
    }

    pub(super) fn restore_draft(&mut self, draft: &Draft, changed: &mut Changed) {
        let spec = Rc::clone(&self.spec);
        let is_open = |path: &Path| spec.find(path).is_some_and(|field| !field.is_read_only);
        for (path, value) in draft.values.iter().filter(|(path, _)| is_open(path)) {
            path.set(&mut self.value, value.clone());
            self.mark_edited(path);
        }
        for path in draft.removed.iter().filter(|path| is_open(path)) {
            path.remove(&mut self.value);
            self.mark_edited(path);
        }
        for (path, text) in &draft.texts {
            // A row that is gone takes its texts with it.
            let is_there = path.segments().len() == unit(path).segments().len()
                || path.get(&self.value).is_some()
                || super::live::parent(path).is_some_and(|row| row.get(&self.value).is_some());
            if let Some(field) = spec.find(path).filter(|field| is_there && !field.is_read_only) {
                self.put(path, field, &Input::Text(text.clone()), changed);
                self.mark_edited(path);
            }
        }
        changed.subtrees.push(Path::root());
        if !self.dirty.is_empty() {
            self.send(FormEvent::Edit);
        }
    }
}
