//! A server that remembers everything it ever had.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The fields of a note.
pub(super) const FIELDS: [&str; 2] = ["name", "text"];

/// How many values each field of a note has had, by the key of the note.
pub(super) type Versions = BTreeMap<u64, [usize; 2]>;

/// A write, which does nothing when it arrives again.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Write {
    /// By which a repetition is known.
    pub(super) key: u64,
    pub(super) change: Change,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Change {
    Create([u64; 2]),
    Update { id: u64, field: usize, value: u64 },
    Delete { id: u64 },
}

/// What a write did: the note as it was afterwards.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Written {
    pub(super) id: u64,
    /// The values and the versions of its fields; `None` for one that is gone.
    pub(super) note: Option<([u64; 2], [usize; 2])>,
}

/// A record with all the values that its fields have had.
#[derive(Debug, Default)]
struct Note {
    history: [Vec<u64>; 2],
    is_gone: bool,
}

#[derive(Debug, Default)]
pub(super) struct Server {
    /// The versions of the counts, by slot and key.
    counts: RefCell<BTreeMap<(usize, usize), u64>>,
    notes: RefCell<BTreeMap<u64, Note>>,
    last_value: Cell<u64>,
    last_write: Cell<u64>,
    done: RefCell<BTreeMap<u64, Written>>,
    requests: Cell<u64>,
}

impl Server {
    /// Returns a value that no field has had.
    pub(super) fn value(&self) -> u64 {
        self.last_value.set(self.last_value.get() + 1);
        self.last_value.get()
    }

    /// Returns a write that has not been made.
    pub(super) fn write(&self, change: Change) -> Write {
        self.last_write.set(self.last_write.get() + 1);
        Write { key: self.last_write.get(), change }
    }

    pub(super) fn count(&self, slot: usize, key: usize) -> u64 {
        self.counts.borrow().get(&(slot, key)).copied().unwrap_or_default()
    }

    pub(super) fn raise(&self, slot: usize, key: usize) -> u64 {
        let mut counts = self.counts.borrow_mut();
        let count = counts.entry((slot, key)).or_default();
        *count += 1;
        *count
    }

    pub(super) fn heard(&self) {
        self.requests.set(self.requests.get() + 1);
    }

    pub(super) fn requests(&self) -> u64 {
        self.requests.get()
    }

    /// Returns the keys on a page: all, the odd ones, or the even ones.
    pub(super) fn ids(&self, page: usize) -> Vec<u64> {
        let notes = self.notes.borrow();
        let is_on = |id: u64| match page {
            0 => true,
            1 => id % 2 == 1,
            _ => id.is_multiple_of(2),
        };
        notes.iter().filter(|(id, note)| !note.is_gone && is_on(**id)).map(|(id, _)| *id).collect()
    }

    pub(super) fn list(&self, page: usize) -> Vec<u8> {
        let rows: Vec<String> = self.ids(page).iter().filter_map(|id| self.one(*id)).collect();
        format!("[{}]", rows.join(",")).into_bytes()
    }

    pub(super) fn one(&self, id: u64) -> Option<String> {
        let values = self.values(id)?;
        let mut text = format!("{{\"id\":{id}");
        for (name, value) in FIELDS.iter().zip(values) {
            write!(text, ",\"{name}\":{value}").expect("a string takes all there is");
        }
        text.push('}');
        Some(text)
    }

    /// Returns the values that a note has now.
    pub(super) fn values(&self, id: u64) -> Option<[u64; 2]> {
        let notes = self.notes.borrow();
        let note = notes.get(&id).filter(|note| !note.is_gone)?;
        Some([0, 1].map(|field| note.history[field].last().copied().unwrap_or_default()))
    }

    /// Returns which version of the field the value is.
    pub(super) fn version(&self, id: u64, field: usize, value: u64) -> Option<usize> {
        let notes = self.notes.borrow();
        let values = notes.get(&id)?.history[field].iter();
        values
            .rev()
            .position(|held| *held == value)
            .map(|back| notes[&id].history[field].len() - back)
    }

    pub(super) fn versions(&self) -> Versions {
        let notes = self.notes.borrow();
        notes.iter().map(|(id, note)| (*id, note.versions())).collect()
    }

    /// Makes a write, once; fails with a status.
    pub(super) fn apply(&self, write: &Write) -> Result<Written, u16> {
        if let Some(done) = self.done.borrow().get(&write.key) {
            return Ok(done.clone());
        }
        let id = {
            let mut notes = self.notes.borrow_mut();
            match write.change {
                Change::Create(values) => {
                    let id = notes.last_key_value().map_or(1, |(last, _)| last + 1);
                    let history = values.map(|value| vec![value]);
                    notes.insert(id, Note { history, is_gone: false });
                    id
                }
                Change::Update { id, field, value } => {
                    let note = notes.get_mut(&id).filter(|note| !note.is_gone).ok_or(404_u16)?;
                    note.history[field].push(value);
                    id
                }
                Change::Delete { id } => {
                    let note = notes.get_mut(&id).filter(|note| !note.is_gone).ok_or(404_u16)?;
                    note.is_gone = true;
                    id
                }
            }
        };
        let versions = self.notes.borrow()[&id].versions();
        let written = Written { id, note: self.values(id).map(|values| (values, versions)) };
        self.done.borrow_mut().insert(write.key, written.clone());
        Ok(written)
    }
}

impl Note {
    fn versions(&self) -> [usize; 2] {
        [self.history[0].len(), self.history[1].len()]
    }
}
