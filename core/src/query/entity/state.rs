//! What is known of one record.

use super::fields::{Fields, Shown, is_same};
use super::mark::{Detail, RequestStart, Said, Stamp};
use super::pending::{MutationId, PendingChange};
use crate::query::listeners::Listeners;
use crate::query::planted::{Planted, is_planted};
use crate::record::{Identifier, Path, Record, Segment};
use serde_json::{Map, Value};
use std::rc::Rc;

#[derive(Default)]
pub(super) struct State {
    /// What answers said, the latest request first.
    pub(super) layers: Vec<Layer>,
    /// When the latest detail was requested, and its entity tag.
    detail: Option<(Stamp, Option<String>)>,
    /// When the request that removed it was sent.
    pub(super) removed: Option<RequestStart>,
    /// The latest entry of the log that was confirmed, and its rank.
    pub(super) confirmed: Option<(MutationId, Stamp)>,
    pub(super) pending: Vec<(MutationId, PendingChange)>,
    pub(super) nodes: Vec<Node>,
    pub(super) listeners: Vec<Listeners>,
    /// Counts the changes of what the server has.
    pub(super) revision: u32,
    /// The revision that is kept on the device.
    pub(super) saved: u32,
    /// Whether the device had to make room for others.
    pub(super) is_evicted: bool,
    /// The whole record, once somebody has read it.
    view: Option<Rc<Value>>,
}

pub(super) struct Layer {
    pub(super) fields: Fields,
    pub(super) stamp: Stamp,
}

/// A field that somebody looks at.
pub(super) struct Node {
    pub(super) path: Path,
    pub(super) last: Option<Shown>,
    pub(super) listeners: Listeners,
}

impl State {
    /// Takes in an answer, whose entity tag counts if it is a detail; returns
    /// whether what the server says has changed.
    pub(super) fn put(&mut self, fields: Fields, stamp: Stamp, detail: Option<Detail>) -> bool {
        let is_removed = self.removed.is_some_and(|removed| removed >= stamp.start);
        if is_removed && !is_planted(Planted::RemovedComesBack) {
            return false;
        }
        let mut is_changed = self.layers.is_empty();
        if let Some(Detail { etag }) = detail
            && self.detail.as_ref().is_none_or(|(known, _)| *known <= stamp)
        {
            is_changed |= self.etag() != etag.as_ref();
            self.detail = Some((stamp, etag));
        }
        is_changed |= self.put_layer(Layer { fields, stamp });
        if is_changed {
            self.revision = self.revision.wrapping_add(1);
            self.view = None;
        }
        is_changed
    }

    fn put_layer(&mut self, new: Layer) -> bool {
        if let [only] = self.layers.as_mut_slice()
            && (only.stamp <= new.stamp || is_planted(Planted::ArrivalOrderCounts))
            && let Some(is_same) = new.fields.is_same_row(&only.fields)
        {
            // Also where it is only written otherwise: by this text the next one is recognized.
            *only = new;
            return !is_same;
        }
        let is_later =
            |layer: &Layer| layer.stamp > new.stamp && !is_planted(Planted::ArrivalOrderCounts);
        let place = self.layers.partition_point(is_later);
        let (later, earlier) = self.layers.split_at(place);
        let is_changed = new.fields.names().iter().any(|name| {
            let known = || earlier.iter().find_map(|layer| layer.fields.get(name));
            !later.iter().any(|layer| layer.fields.has(name))
                && !is_same(new.fields.get(name).as_ref(), known().as_ref())
        });
        self.layers.insert(place, new);
        self.drop_hidden();
        is_changed
    }

    /// Drops layers of which later ones have every field.
    fn drop_hidden(&mut self) {
        let mut place = self.layers.len();
        while place > 1 {
            place -= 1;
            let (later, earlier) = self.layers.split_at(place);
            let names = earlier[0].fields.names();
            let is_covered = |name| later.iter().any(|layer| layer.fields.has(name));
            if names.iter().all(|name| is_covered(name)) {
                self.layers.remove(place);
            }
        }
    }

    /// Takes note that the record is gone; returns whether that is news.
    pub(super) fn remove(&mut self, start: RequestStart) -> bool {
        let known = self.layers.first().map(|layer| layer.stamp);
        let known = known.max(self.detail.as_ref().map(|(stamp, _)| *stamp));
        if known.is_some_and(|known| known.start > start) {
            return false;
        }
        self.removed = self.removed.max(Some(start));
        let was_known = !self.layers.is_empty();
        (self.layers, self.detail, self.view) = (Vec::new(), None, None);
        self.revision = self.revision.wrapping_add(u32::from(was_known));
        was_known
    }

    /// Forgets everything but who looks at it.
    pub(super) fn clear(&mut self) {
        let (nodes, listeners) =
            (std::mem::take(&mut self.nodes), std::mem::take(&mut self.listeners));
        *self = Self { nodes, listeners, ..Self::default() };
    }

    pub(super) fn etag(&self) -> Option<&String> {
        self.detail.as_ref()?.1.as_ref()
    }

    /// Returns what each answer said of which something is shown, the latest
    /// first, with the entity tag at the answer that it stands for.
    pub(super) fn said(&self) -> Vec<Said> {
        let tagged = self.detail.as_ref().filter(|(_, etag)| etag.is_some());
        let place = tagged.map(|(stamp, _)| {
            let later = self.layers.iter().take_while(|layer| layer.stamp > *stamp).count();
            later.min(self.layers.len().saturating_sub(1))
        });
        let said = |(at, layer): (usize, &Layer)| Said {
            text: layer.fields.to_text(),
            etag: self.etag().filter(|_| place == Some(at)).cloned(),
            asked: layer.stamp.asked().0,
        };
        self.layers.iter().enumerate().map(said).collect()
    }

    /// Makes what is read next be put together anew.
    pub(super) fn forget_view(&mut self) {
        self.view = None;
    }

    pub(super) fn has_view(&self) -> bool {
        self.view.is_some()
    }

    /// Returns whether there is a record to be shown.
    pub(super) fn is_shown(&self) -> bool {
        let is_made = |(_, change): &(_, PendingChange)| matches!(change, PendingChange::Create(_));
        let is_deleted = |(_, change): &(_, PendingChange)| *change == PendingChange::Delete;
        (!self.layers.is_empty() || self.pending.iter().any(is_made))
            && !self.pending.iter().any(is_deleted)
    }

    /// Returns the field called `name` as the server has it.
    pub(super) fn base_field(&self, name: &str) -> Option<Shown> {
        self.layers.iter().find_map(|layer| layer.fields.get(name))
    }

    /// Returns what is shown at `path`.
    pub(super) fn shown(&self, path: &Path) -> Option<Shown> {
        let (Segment::Key(name), inside) = path.segments().split_first()? else { return None };
        if !self.is_shown() {
            return None;
        }
        let changes = self.pending.iter();
        let field = changes
            .fold(self.base_field(name), |field, (_, change)| change.fold_field(name, field));
        field?.at(inside)
    }

    /// Returns the whole record.
    pub(super) fn record(&mut self, identifier: Option<&Identifier>) -> Option<Record> {
        if !self.is_shown() {
            return None;
        }
        if self.view.is_none() {
            self.view = Some(self.fold());
        }
        Some(Record {
            identifier: identifier.cloned(),
            fields: self.view.clone()?,
            etag: self.etag().cloned(),
        })
    }

    fn fold(&self) -> Rc<Value> {
        if let ([only], []) = (self.layers.as_slice(), self.pending.as_slice()) {
            return only.fields.to_value();
        }
        let mut record = Map::new();
        for layer in self.layers.iter().rev() {
            if let Value::Object(fields) = layer.fields.to_value().as_ref() {
                record.extend(fields.iter().map(|(name, value)| (name.clone(), value.clone())));
            }
        }
        for (_, change) in &self.pending {
            change.fold(&mut record);
        }
        Rc::new(Value::Object(record))
    }

    /// Adds those to `calls` whose field has changed.
    pub(super) fn refresh_nodes(&mut self, calls: &mut Vec<Listeners>) {
        let mut nodes = std::mem::take(&mut self.nodes);
        for node in &mut nodes {
            let now = self.shown(&node.path);
            if !is_same(node.last.as_ref(), now.as_ref()) {
                calls.push(node.listeners.clone());
            }
            // The buffer of the row before must not live on for a field that is the same.
            node.last = now;
        }
        self.nodes = nodes;
    }
}
