//! What a tab must not fall behind.

use super::server::Versions;
use crate::query::{MutationId, RequestStart};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// How new a note must be at least.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Floor {
    /// So many values its fields have had.
    Versions([usize; 2]),
    /// It was deleted.
    Gone,
}

/// A write that the server has not answered.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pending {
    pub(super) mutation: MutationId,
    /// The key of the record, a temporary one for one that is being made.
    pub(super) id: String,
    pub(super) shows: Shows,
}

/// What is shown while a write is pending.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Shows {
    Fields([Option<u64>; 2]),
    Nothing,
}

/// The lower bounds of one tab.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// By the key of the note, with the request that tells it.
    floors: RefCell<BTreeMap<u64, (RequestStart, Floor)>>,
    /// What the server had when a count was invalidated.
    promised: RefCell<BTreeMap<usize, u64>>,
    pub(super) pending: RefCell<Vec<Pending>>,
    /// The requests for records that are under way.
    asked: RefCell<BTreeSet<RequestStart>>,
}

/// A request for records that is under way.
pub(super) struct Asked {
    seen: Rc<Seen>,
    start: RequestStart,
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.seen.asked.borrow_mut().remove(&self.start);
    }
}

impl Seen {
    pub(super) fn ask(self: &Rc<Self>, start: RequestStart) -> Asked {
        self.asked.borrow_mut().insert(start);
        Asked { seen: Rc::clone(self), start }
    }

    pub(super) fn earliest(&self) -> Option<RequestStart> {
        self.asked.borrow().first().copied()
    }

    /// Takes note of an answer that showed `ids`, and of what the server had
    /// when it was asked for.
    pub(super) fn learn(&self, start: RequestStart, ids: &[u64], before: &Versions) {
        for id in ids {
            let versions = before.get(id).copied().unwrap_or_default();
            self.put(*id, start, Some(versions));
        }
    }

    /// Takes note of the answer to a request sent at `start`, or to a write.
    pub(super) fn put(&self, id: u64, start: RequestStart, versions: Option<[usize; 2]>) {
        let mut floors = self.floors.borrow_mut();
        let is_later = floors.get(&id).is_none_or(|(known, _)| *known <= start);
        // Keys are not given twice: nothing that was asked for later shows it again.
        if is_later {
            floors.insert(id, (start, versions.map_or(Floor::Gone, Floor::Versions)));
        }
    }

    /// Returns how new a note must be at least, where anything is known of it.
    pub(super) fn floor(&self, id: u64) -> Option<Floor> {
        self.floors.borrow().get(&id).map(|(_, floor)| *floor)
    }

    /// Forgets what the tab itself has forgotten.
    pub(super) fn retain(&self, is_known: impl Fn(u64) -> bool) {
        self.floors.borrow_mut().retain(|id, _| is_known(*id));
    }

    pub(super) fn promise(&self, key: usize, version: u64) {
        self.promised.borrow_mut().insert(key, version);
    }

    pub(super) fn promised(&self, key: usize) -> u64 {
        self.promised.borrow().get(&key).copied().unwrap_or_default()
    }
}
