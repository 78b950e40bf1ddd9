//! What must hold in a tab.

use super::seen::{Floor, Pending, Shows};
use super::server::FIELDS;
use super::tab::{NOTES, ROOM, Tab};
use super::watch::identifier;
use super::world::World;
use crate::query::{Entity, FetchStatus, MutationId, QueryFilter, QueryInfo};
use crate::record::{Identifier, Path};
use serde_json::Value;

impl Tab {
    fn violate(&self, text: impl FnOnce() -> String) {
        self.world.ledger.violate(|| format!("tab {}: {}", self.slot, text()));
    }

    /// Looks whether all holds that must hold after each step.
    pub(super) fn check(&self) {
        self.check_counts();
        self.check_log();
        self.check_room();
        let watched = self.watched.borrow();
        for note in &watched.notes {
            for (field, name) in note.fields.iter().zip(FIELDS) {
                let (heard, now) = (field.heard.borrow(), self.field_text(note.id, name));
                if *heard != now {
                    self.violate(|| {
                        format!("{name} of note {} is {now:?}, heard {heard:?}", note.id)
                    });
                }
            }
            if let Some(entity) = self.client.entities().find(NOTES, &identifier(note.id)) {
                self.check_record(&entity);
            }
        }
        for page in &watched.pages {
            let data = page.observer.state().data;
            data.iter().flat_map(|data| data.rows()).for_each(|row| self.check_record(row));
        }
    }

    fn check_counts(&self) {
        for watched in &self.watched.borrow().counts {
            let (state, key) = (watched.observer.state(), watched.key);
            let (data, heard) = (state.data.as_deref().copied(), watched.heard.get());
            if data != heard {
                self.violate(|| format!("count {key} is {data:?}, heard {heard:?}"));
            }
            let promised = self.seen.promised(key);
            if let Some(version) = data.filter(|_| !state.is_stale)
                && version < promised
            {
                self.violate(|| {
                    format!("count {key} is fresh at {version}, invalidated at {promised}")
                });
            }
        }
    }

    /// Compares the log with what was begun and is not over.
    fn check_log(&self) {
        let pending = self.seen.pending.borrow();
        let own: Vec<MutationId> = pending.iter().map(|pending| pending.mutation).collect();
        let log = self.client.entities().pending();
        let log: Vec<MutationId> = log.iter().map(|pending| pending.id).collect();
        if own != log {
            self.violate(|| format!("{own:?} are pending, the log has {log:?}"));
        }
        for begun in pending.iter() {
            let identifier = Identifier::new(begun.id.as_str());
            if let Some(entity) = self.client.entities().find(NOTES, &identifier) {
                self.check_record(&entity);
            } else {
                self.violate(|| format!("note {} is pending and not there", begun.id));
            }
        }
    }

    fn check_record(&self, entity: &Entity) {
        let Some(identifier) = entity.identifier() else { return };
        let pending = self.seen.pending.borrow();
        let own = || pending.iter().filter(|pending| pending.id == identifier.as_str());
        let is_deleted = own().any(|pending| pending.shows == Shows::Nothing);
        let id = identifier.as_str().parse::<u64>().ok();
        let floor = id.and_then(|id| self.seen.floor(id));
        if !entity.is_shown() {
            if id.is_none() && !is_deleted && own().next().is_some() {
                self.violate(|| format!("note {identifier} is being made and not shown"));
            }
            return;
        }
        if is_deleted {
            self.violate(|| format!("note {identifier} is shown while it is being deleted"));
        }
        for (field, name) in FIELDS.iter().enumerate() {
            let value = entity.field(&Path::field(*name)).as_ref().and_then(Value::as_u64);
            let written = own().filter_map(|pending| shown(pending, field)).next_back();
            if let Some(written) = written {
                if value != Some(written) {
                    self.violate(|| {
                        format!("{name} of note {identifier} is {value:?}, written {written}")
                    });
                }
                continue;
            }
            let (Some(id), Some(value)) = (id, value) else { continue };
            let Some(version) = self.world.server.version(id, field, value) else {
                self.violate(|| format!("{name} of note {id} is {value}, which it never was"));
                continue;
            };
            if let Some(Floor::Versions(versions)) = floor
                && version < versions[field]
            {
                let at_least = versions[field];
                self.violate(|| {
                    format!("{name} of note {id} is at version {version}, known at {at_least}")
                });
            }
        }
        if floor == Some(Floor::Gone) {
            self.violate(|| format!("note {identifier} is shown after it was deleted"));
        }
    }

    fn check_room(&self) {
        let all = self.client.find_all(&QueryFilter::default());
        let is_idle = |it: &&QueryInfo| it.observers == 0 && it.fetch_status == FetchStatus::Idle;
        let idle = all.iter().filter(is_idle).map(|it| self.client.bytes_of(&it.key));
        let idle: usize = idle.sum();
        if idle > ROOM {
            self.violate(|| format!("{idle} bytes are held that nobody looks at"));
        }
    }

    /// Looks whether all that is shown is what the server has.
    pub(super) fn check_rest(&self) {
        let (server, watched) = (&self.world.server, self.watched.borrow());
        let pending = self.client.entities().pending();
        if !pending.is_empty() {
            self.violate(|| format!("{pending:?} never came to an end"));
        }
        for count in &watched.counts {
            let (state, has) = (count.observer.state(), server.count(self.slot, count.key));
            if state.data.as_deref() != Some(&has) || state.error.is_some() {
                self.violate(|| format!("count {} rests at {state:?}, not {has}", count.key));
            }
        }
        for page in &watched.pages {
            let (state, has) = (page.observer.state(), server.ids(page.page));
            let Some(data) = state.data.as_ref().filter(|_| state.error.is_none()) else {
                self.violate(|| format!("page {} rests at {state:?}", page.page));
                continue;
            };
            let ids: Vec<String> = data.ids().iter().map(ToString::to_string).collect();
            if ids != has.iter().map(ToString::to_string).collect::<Vec<_>>() {
                self.violate(|| format!("page {} rests at {ids:?}, not {has:?}", page.page));
            }
            for id in has {
                self.check_note_at_rest(id);
            }
        }
        for note in &watched.notes {
            self.check_note_at_rest(note.id);
        }
    }

    fn check_note_at_rest(&self, id: u64) {
        let has = self.world.server.values(id).map(|values| values.map(|value| value.to_string()));
        let shown = FIELDS.map(|field| self.field_text(id, field));
        let is_same = match &has {
            Some(values) => shown.iter().zip(values).all(|(one, two)| one.as_ref() == Some(two)),
            None => shown.iter().all(Option::is_none),
        };
        if !is_same {
            self.violate(|| format!("note {id} rests at {shown:?}, not {has:?}"));
        }
    }

    /// Looks whether anything is left after everybody has looked away.
    pub(super) fn check_baseline(&self) {
        self.collect();
        let (queries, records) = (self.client.statistics(), self.client.entities().statistics());
        let counts = [
            ("entries", queries.entries, 0),
            ("observers", queries.observers, 0),
            ("listeners", queries.listeners, 0),
            ("timers", queries.timers, 0),
            ("fetches", queries.running, 0),
            ("bytes", self.client.bytes(), 0),
            ("mutations", self.client.mutations().len(), 0),
            ("requests", self.lane.under_way(), 0),
            ("pending writes", records.pending, 0),
            ("fields", records.field_nodes, 0),
            ("records", records.places, 0),
        ];
        for (what, left, baseline) in counts {
            if left != baseline {
                self.violate(|| format!("{left} {what} are left"));
            }
        }
    }
}

/// Returns what a pending write shows in a field.
fn shown(pending: &Pending, field: usize) -> Option<u64> {
    match pending.shows {
        Shows::Fields(values) => values[field],
        Shows::Nothing => None,
    }
}

/// Looks whether the device keeps only what the server has had.
pub(super) fn check_disk(world: &World) {
    for (name, bytes) in world.disk.kept("records") {
        let text = bytes.splitn(2, |byte| *byte == b'\n').nth(1).unwrap_or_default();
        let record: Value = serde_json::from_slice(text).unwrap_or_default();
        let id = name.rsplit('\u{1}').next().and_then(|id| id.parse::<u64>().ok());
        for (field, key) in FIELDS.iter().enumerate() {
            let Some(value) = record.get(key).and_then(Value::as_u64) else { continue };
            if id.is_none_or(|id| world.server.version(id, field, value).is_none()) {
                world.ledger.violate(|| {
                    format!("the device keeps {value} as {key} of note {id:?}, which it never was")
                });
            }
        }
    }
}
