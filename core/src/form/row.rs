//! Rows of arrays.

use super::chart::FormEvent;
use super::live::{Live, path_of};
use super::subscription::Changed;
use super::{FieldSpec, Widget};
use crate::record::{Path, Segment};
use serde_json::Value;
use std::rc::Rc;

/// One row of an array.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Stays with the row when others are removed or moved.
    pub key: u64,
    /// Its field, with its path.
    pub field: FieldSpec,
}

impl Live {
    pub(super) fn rows(&mut self, path: &Path) -> Vec<Row> {
        let spec = Rc::clone(&self.spec);
        let Some(item) = item(spec.find(path)) else { return Vec::new() };
        let length = path.get(&self.value).and_then(Value::as_array).map_or(0, Vec::len);
        let keys = self.keys(path, length);
        let row =
            |(index, key): (usize, &u64)| Row { key: *key, field: item.at(path.index(index)) };
        keys.iter().enumerate().map(row).collect()
    }

    /// Returns one key for each row, making those that are missing.
    fn keys(&mut self, path: &Path, length: usize) -> &mut Vec<u64> {
        let keys = self.row_keys.entry(path);
        keys.truncate(length);
        while keys.len() < length {
            keys.push(self.next_row_key);
            self.next_row_key += 1;
        }
        keys
    }

    pub(super) fn add_item(&mut self, path: &Path, changed: &mut Changed) {
        let spec = Rc::clone(&self.spec);
        let Some(item) = item(spec.find(path)) else { return };
        let length = path.get(&self.value).and_then(Value::as_array).map_or(0, Vec::len);
        path.index(length).set(&mut self.value, item.initial_row());
        self.rows_changed(path, changed);
    }

    pub(super) fn remove_item(&mut self, path: &Path, index: usize, changed: &mut Changed) {
        let length = self.row_count(path);
        if index >= length {
            return;
        }
        self.keys(path, length).remove(index);
        path.index(index).remove(&mut self.value);
        self.renumber(path, |row| match row.cmp(&index) {
            std::cmp::Ordering::Less => Some(row),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(row - 1),
        });
        self.rows_changed(path, changed);
    }

    pub(super) fn move_item(&mut self, path: &Path, from: usize, to: usize, changed: &mut Changed) {
        let length = self.row_count(path);
        if from >= length || to >= length || from == to {
            return;
        }
        let keys = self.keys(path, length);
        let key = keys.remove(from);
        keys.insert(to, key);
        if let Some(row) = path.index(from).remove(&mut self.value) {
            let mut rows =
                path.get(&self.value).and_then(Value::as_array).cloned().unwrap_or_default();
            rows.insert(to, row);
            path.set(&mut self.value, Value::Array(rows));
        }
        self.renumber(path, |row| {
            Some(if row == from {
                to
            } else if from < row && row <= to {
                row - 1
            } else if to <= row && row < from {
                row + 1
            } else {
                row
            })
        });
        self.rows_changed(path, changed);
    }

    /// Returns the number of rows, if `path` is an array that may be edited.
    fn row_count(&self, path: &Path) -> usize {
        let field = self.spec.find(path);
        let rows = item(field).and_then(|_| path.get(&self.value)).and_then(Value::as_array);
        rows.map_or(0, Vec::len)
    }

    fn rows_changed(&mut self, path: &Path, changed: &mut Changed) {
        changed.subtrees.push(path.clone());
        self.mark_edited(path);
        self.forget_server_errors(path, changed);
        if self.has_been_submitted {
            self.judge_again(path, changed);
        }
        self.send(FormEvent::Edit);
    }

    /// Moves what is known of each row's fields to the row's new number.
    fn renumber(&mut self, path: &Path, number: impl Fn(usize) -> Option<usize>) {
        let depth = path.segments().len();
        let moved = |place: &Path| -> Option<Path> {
            let segments = place.segments();
            let Some(Segment::Index(row)) = segments.get(depth).filter(|_| place.starts_with(path))
            else {
                return Some(place.clone());
            };
            let mut segments = segments.to_vec();
            segments[depth] = Segment::Index(number(*row)?);
            Some(path_of(&segments))
        };
        self.cells.relocate(moved);
        self.row_keys.relocate(moved);
        self.error_version += 1;
    }
}

fn item(field: Option<&FieldSpec>) -> Option<&FieldSpec> {
    match field {
        Some(FieldSpec { widget: Widget::Array { item }, is_read_only: false, .. }) => Some(item),
        _ => None,
    }
}
