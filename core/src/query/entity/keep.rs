//! What is told to the device and to other tabs.

use super::fields::Fields;
use super::handle::Entity;
use super::list::{ListPage, whole};
use super::mark::{Detail, RequestStart, Said};
use super::store::EntityStore;
use crate::platform::Clock;
use crate::query::planted::{Planted, is_planted};
use crate::record::Identifier;
use serde_json::Value;
use std::rc::Rc;

impl Entity {
    /// Returns whether any answer has shown the record.
    pub(in crate::query) fn is_known(&self) -> bool {
        self.with_state(|state| !state.layers.is_empty())
    }

    /// Returns the record as the server has it, as JSON text; numbers are as
    /// they were written.
    pub(in crate::query) fn known_text(&self) -> Option<String> {
        self.with_state(|state| {
            if is_planted(Planted::PendingIsKept) {
                return state.record(None).map(|record| record.fields.to_string());
            }
            if let [only] = state.layers.as_slice() {
                return Some(only.fields.to_text());
            }
            let mut names: Vec<String> = Vec::new();
            for layer in state.layers.iter().rev() {
                for name in layer.fields.names() {
                    if !names.iter().any(|known| *known == name) {
                        names.push(name.into_owned());
                    }
                }
            }
            let member = |name: String| {
                let text = state.base_field(&name)?.to_text();
                Some(format!("{}:{text}", Value::String(name)))
            };
            let members: Vec<String> = names.into_iter().filter_map(member).collect();
            (!state.layers.is_empty()).then(|| format!("{{{}}}", members.join(",")))
        })
    }

    /// Returns what the answers said that are known, the earliest first.
    pub(in crate::query) fn said(&self) -> Vec<Said> {
        let mut said = self.with_state(|state| state.said());
        said.reverse();
        said
    }

    pub(in crate::query) fn known_etag(&self) -> Option<String> {
        self.with_state(|state| state.etag().cloned())
    }

    /// Takes note that the device has it no more: it is written again with the
    /// next list that has it, or when it changes.
    pub(in crate::query) fn mark_evicted(&self) {
        self.with_state(|state| state.is_evicted = true);
    }

    /// Returns the revision of a record that the device had and lost.
    pub(in crate::query) fn evicted(&self) -> Option<u32> {
        self.with_state(|state| state.is_evicted.then_some(state.revision))
    }

    /// Takes note that the device has what was known at `revision`.
    pub(in crate::query) fn mark_saved(&self, revision: u32) {
        self.with_state(|state| (state.saved, state.is_evicted) = (revision, false));
    }
}

impl EntityStore {
    /// Calls `hook` after each answer, and each end of a write.
    pub(in crate::query) fn set_hook(&self, hook: Option<Rc<dyn Fn()>>) {
        drop(self.inner.hook.replace(hook));
    }

    /// Returns the records that changed since the device was told of them, and
    /// which revision they are at.
    pub(in crate::query) fn unsaved(&self) -> Vec<(Entity, u32)> {
        let mut unsaved = Vec::new();
        for table in self.tables() {
            for entity in table.entities.borrow().values() {
                let revision = entity
                    .with_state(|state| (state.revision != state.saved).then_some(state.revision));
                unsaved.extend(revision.map(|revision| (entity.clone(), revision)));
            }
        }
        unsaved
    }

    /// Makes all records count as not yet told to the device.
    pub(in crate::query) fn forget_saved(&self) {
        for table in self.tables() {
            for entity in table.entities.borrow().values() {
                entity.with_state(|state| {
                    if !state.layers.is_empty() {
                        state.saved = state.revision.wrapping_sub(1);
                    }
                });
            }
        }
    }

    /// Takes in a record that the device knew; `None` where its text is broken.
    pub(in crate::query) fn restore(
        &self,
        resource: &str,
        identifier: &Identifier,
        text: &[u8],
        etag: Option<String>,
    ) -> Option<Entity> {
        let place = self.entity(resource, identifier);
        let was_saved = place.with_state(|state| state.saved == state.revision);
        let entity = self.put_text(resource, identifier, text, etag, self.restored())?;
        if was_saved {
            entity.with_state(|state| state.saved = state.revision);
        }
        Some(entity)
    }

    /// Makes marks comparable with those of other stores that have the time of
    /// `clock`.
    pub(in crate::query) fn set_clock(&self, clock: Rc<dyn Clock>) {
        self.inner.clock.replace(Some(clock));
    }

    /// Takes in what another tab was told of a record.
    pub(in crate::query) fn hear(&self, resource: &str, identifier: &Identifier, said: &Said) {
        let is_new = is_planted(Planted::ToldCountsAsNew);
        let start = if is_new { self.begin() } else { RequestStart::elsewhere(said.asked) };
        // What is asked for from now on is later, whatever the clock here was set to.
        self.inner.last_start.set(self.inner.last_start.get().max(said.asked));
        self.put_text(resource, identifier, said.text.as_bytes(), said.etag.clone(), start);
    }

    /// Takes in the text of a record, if it is not forgotten since; without an
    /// entity tag as a row, which leaves the tag as it is.
    fn put_text(
        &self,
        resource: &str,
        identifier: &Identifier,
        text: &[u8],
        etag: Option<String>,
        start: RequestStart,
    ) -> Option<Entity> {
        let fields = Fields::Bytes(whole(text)?.into());
        if self.is_forgotten(start) {
            return None;
        }
        let (entity, mut calls) = (self.entity(resource, identifier), Vec::new());
        let detail = etag.map(|etag| Detail { etag: Some(etag) });
        entity.put(&mut calls, fields, start.into(), detail);
        self.told(&calls);
        Some(entity)
    }

    /// Returns a row without a key that the device or another tab knew.
    pub(in crate::query) fn restore_row(&self, resource: &str, text: &[u8]) -> Option<Entity> {
        let entity = Entity::new(&self.table(resource).resource, None);
        let fields = Fields::Bytes(whole(text)?.into());
        entity.put(&mut Vec::new(), fields, self.restored().into(), None);
        Some(entity)
    }
}

impl ListPage {
    /// Returns the page with these rows, of which none counts as changed.
    pub(in crate::query) fn restored(rows: Vec<Entity>, total: Option<u64>) -> Self {
        Self::new(rows, total, Vec::new(), None)
    }
}
