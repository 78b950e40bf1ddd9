//! Records by resource and identifier, whoever fetched them.

use super::listeners::Listeners;
use crate::atom::Subscription;
use crate::record::{Identifier, Record};
use serde_json::{Map, Value};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::rc::Rc;

/// When a request was sent, in the order of all requests of one store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestStart(u64);

/// Which kind of answer a record comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Representation {
    /// A row of a list, or any answer that may leave fields out.
    List,
    /// The record's own resource, with its entity tag.
    Detail,
}

/// One place for each record, fed by every answer that shows it.
///
/// A cheap handle; clones are the same store.
///
/// - A field that an answer leaves out is unknown to it, not deleted.
/// - Of two answers to one field the one requested later counts, whichever
///   arrives later. Fields are compared at the top level, as wholes.
/// - The entity tag is the latest detail's; no list row changes it.
///
/// ```
/// use serde_json::json;
/// use vitrine_core::query::{EntityStore, Representation};
/// use vitrine_core::record::{Identifier, Record};
///
/// let entities = EntityStore::default();
/// let id = Identifier::new("7");
/// let record = |fields| Record::new(Some(Identifier::new("7")), fields);
/// let (early, late) = (entities.begin(), entities.begin());
/// entities.put("posts", &record(json!({"title": "new"})), Representation::List, late);
/// let detail = record(json!({"title": "old", "body": "text"}));
/// entities.put("posts", &detail, Representation::Detail, early);
/// assert_eq!(*entities.get("posts", &id).unwrap().fields, json!({"title": "new", "body": "text"}));
/// ```
#[derive(Clone, Default)]
pub struct EntityStore {
    inner: Rc<Inner>,
}

#[derive(Default)]
struct Inner {
    last_start: Cell<u64>,
    /// The mark of the last time that everything was forgotten.
    cleared: Cell<u64>,
    resources: RefCell<BTreeMap<Rc<str>, HashMap<Identifier, Entity>>>,
}

#[derive(Default)]
struct Entity {
    /// The record as all answers together show it; `None` before the first
    /// one and after its removal.
    record: Option<Record>,
    /// When each field's answer was requested.
    starts: HashMap<String, RequestStart>,
    /// When the answer with the entity tag was requested.
    detail: Option<RequestStart>,
    /// When the request that removed it was sent.
    removed: Option<RequestStart>,
    listeners: Listeners,
}

impl EntityStore {
    /// Returns the mark of a request that is sent now; ask before sending.
    #[must_use]
    pub fn begin(&self) -> RequestStart {
        self.inner.last_start.set(self.inner.last_start.get() + 1);
        RequestStart(self.inner.last_start.get())
    }

    /// Takes in a record of an answer requested at `start`. Records without
    /// an identifier have no place here and are ignored.
    pub fn put(
        &self,
        resource: &str,
        record: &Record,
        representation: Representation,
        start: RequestStart,
    ) {
        let Some(identifier) = &record.identifier else { return };
        if start.0 <= self.inner.cleared.get() {
            return;
        }
        let listeners = self.with_entity(resource, identifier, |entity| {
            entity.merge(record, representation, start).then(|| entity.listeners.clone())
        });
        if let Some(listeners) = listeners {
            listeners.notify();
        }
    }

    /// Takes in all records of one answer.
    pub fn put_all(
        &self,
        resource: &str,
        records: &[Record],
        representation: Representation,
        start: RequestStart,
    ) {
        for record in records {
            self.put(resource, record, representation, start);
        }
    }

    /// Takes note that the record does not exist, as a request sent at
    /// `start` has found or brought about. Earlier requests do not revive it.
    pub fn remove(&self, resource: &str, identifier: &Identifier, start: RequestStart) {
        let listeners = self.with_entity(resource, identifier, |entity| {
            entity.remove(start).then(|| entity.listeners.clone())
        });
        if let Some(listeners) = listeners {
            listeners.notify();
        }
    }

    /// Returns the record as all answers together show it.
    #[must_use]
    pub fn get(&self, resource: &str, identifier: &Identifier) -> Option<Record> {
        let resources = self.inner.resources.borrow();
        resources.get(resource)?.get(identifier)?.record.clone()
    }

    /// Calls `callback` after each change of the record, until the guard is
    /// dropped. The record need not be known yet.
    pub fn subscribe(
        &self,
        resource: &str,
        identifier: &Identifier,
        callback: impl Fn() + 'static,
    ) -> Subscription {
        let callback: Rc<dyn Fn()> = Rc::new(callback);
        self.with_entity(resource, identifier, |entity| entity.listeners.subscribe(callback))
    }

    /// Returns the number of records that are known.
    #[must_use]
    pub fn len(&self) -> usize {
        let resources = self.inner.resources.borrow();
        let known = |entities: &HashMap<Identifier, Entity>| {
            entities.values().filter(|entity| entity.record.is_some()).count()
        };
        resources.values().map(known).sum()
    }

    /// Returns whether no record is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets all records; answers to requests sent before are ignored.
    pub fn clear(&self) {
        self.inner.cleared.set(self.begin().0);
        let mut changed = Vec::new();
        for entities in self.inner.resources.borrow_mut().values_mut() {
            entities.retain(|_, entity| !entity.listeners.is_empty());
            for entity in entities.values_mut() {
                *entity = Entity { listeners: entity.listeners.clone(), ..Entity::default() };
                changed.push(entity.listeners.clone());
            }
        }
        changed.iter().for_each(Listeners::notify);
    }

    fn with_entity<T>(
        &self,
        resource: &str,
        identifier: &Identifier,
        visit: impl FnOnce(&mut Entity) -> T,
    ) -> T {
        let mut resources = self.inner.resources.borrow_mut();
        if !resources.contains_key(resource) {
            resources.insert(Rc::from(resource), HashMap::new());
        }
        let entities = resources.get_mut(resource).expect("it was inserted if it was missing");
        if !entities.contains_key(identifier) {
            entities.insert(identifier.clone(), Entity::default());
        }
        visit(entities.get_mut(identifier).expect("it was inserted if it was missing"))
    }
}

impl fmt::Debug for EntityStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("EntityStore").field("len", &self.len()).finish()
    }
}

impl Entity {
    /// Takes in an answer; returns whether the record changed.
    fn merge(&mut self, new: &Record, from: Representation, start: RequestStart) -> bool {
        if self.removed.is_some_and(|removed| removed >= start) {
            return false;
        }
        let old = self.record.take();
        let mut merged = old.clone().unwrap_or_else(|| Record {
            identifier: new.identifier.clone(),
            fields: Rc::new(Value::Object(Map::new())),
            etag: None,
        });
        if let (Value::Object(known), Value::Object(brought)) =
            (merged.fields.as_ref(), new.fields.as_ref())
        {
            let mut changes = Vec::new();
            for (name, value) in brought {
                if self.starts.get(name).is_some_and(|known_since| *known_since > start) {
                    continue;
                }
                self.starts.insert(name.clone(), start);
                if known.get(name) != Some(value) {
                    changes.push((name.clone(), value.clone()));
                }
            }
            if !changes.is_empty()
                && let Value::Object(known) = Rc::make_mut(&mut merged.fields)
            {
                known.extend(changes);
            }
        }
        if from == Representation::Detail && self.detail.is_none_or(|detail| detail <= start) {
            self.detail = Some(start);
            merged.etag.clone_from(&new.etag);
        }
        let is_changed = old.as_ref() != Some(&merged);
        self.record = Some(merged);
        is_changed
    }

    fn remove(&mut self, start: RequestStart) -> bool {
        let is_outdated = self.starts.values().chain(&self.detail).any(|known| *known > start);
        if is_outdated {
            return false;
        }
        self.removed = self.removed.max(Some(start));
        self.starts.clear();
        self.detail = None;
        self.record.take().is_some()
    }
}
