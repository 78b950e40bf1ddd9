//! The store of all records.

use super::fields::Fields;
use super::handle::{self, Entity};
use super::mark::{Detail, Representation, RequestStart, first_mark};
use super::pending::MutationId;
use super::statistics::EntityStatistics;
use crate::atom::Subscription;
use crate::platform::Clock;
use crate::query::listeners::Listeners;
use crate::record::{Identifier, Path, Record};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::rc::{Rc, Weak};

/// One place for each record, fed by every answer that shows it.
///
/// A cheap handle; clones are the same store. The [module](super) has
/// the rules by which answers are merged.
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
    pub(super) inner: Rc<Inner>,
}

#[derive(Default)]
pub(super) struct Inner {
    pub(super) last_start: Cell<u64>,
    /// Makes the marks of several stores comparable, if there are several.
    pub(super) clock: RefCell<Option<Rc<dyn Clock>>>,
    /// The mark of the last time that everything was forgotten.
    cleared: Cell<u64>,
    tables: RefCell<BTreeMap<Rc<str>, Rc<Table>>>,
    /// The pending writes in their order.
    pub(super) log: RefCell<Vec<(MutationId, Entity)>>,
    /// Who keeps records elsewhere, if anybody does.
    pub(super) hook: RefCell<Option<Rc<dyn Fn()>>>,
}

/// The records of one resource.
pub(super) struct Table {
    pub(super) resource: Rc<str>,
    pub(super) entities: RefCell<BTreeMap<Identifier, Entity>>,
    /// The records by the temporary keys that they were made under, as long as
    /// they are held for something else.
    pub(super) aliases: RefCell<Vec<(Identifier, Weak<handle::Inner>)>>,
}

impl Table {
    pub(super) fn find(&self, identifier: &Identifier) -> Option<Entity> {
        let found = self.entities.borrow().get(identifier).cloned();
        found.or_else(|| {
            let aliases = self.aliases.borrow();
            let alias = aliases.iter().find(|(temporary, _)| temporary == identifier);
            alias.and_then(|(_, entity)| Some(Entity(entity.upgrade()?).resolve()))
        })
    }

    pub(super) fn entity(&self, identifier: &Identifier) -> Entity {
        self.find(identifier).unwrap_or_else(|| {
            let entity = Entity::new(&self.resource, Some(identifier.clone()));
            self.entities.borrow_mut().insert(identifier.clone(), entity.clone());
            entity
        })
    }
}

impl EntityStore {
    /// Returns the mark of a request that is sent now; ask before sending.
    #[must_use]
    pub fn begin(&self) -> RequestStart {
        let moment = self.inner.clock.borrow().as_ref().map_or(0, |clock| first_mark(clock.now()));
        self.inner.last_start.set(moment.max(self.inner.last_start.get() + 1));
        RequestStart(self.inner.last_start.get())
    }

    /// Returns the mark of answers that are known from before, such as those of
    /// an earlier visit: whatever is requested counts more.
    #[must_use]
    pub fn restored(&self) -> RequestStart {
        RequestStart(self.inner.cleared.get())
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
        self.put_all(resource, std::slice::from_ref(record), representation, start);
    }

    /// Takes in all records of one answer.
    pub fn put_all(
        &self,
        resource: &str,
        records: &[Record],
        representation: Representation,
        start: RequestStart,
    ) {
        if self.is_forgotten(start) {
            return;
        }
        let (table, mut calls) = (self.table(resource), Vec::new());
        for record in records {
            if let Some(identifier) = &record.identifier {
                let detail = (representation == Representation::Detail)
                    .then(|| Detail { etag: record.etag.clone() });
                let fields = Fields::Value(Rc::clone(&record.fields));
                table.entity(identifier).put(&mut calls, fields, start.into(), detail);
            }
        }
        self.told(&calls);
    }

    /// Takes note that the record does not exist, as a request sent at
    /// `start` has found or brought about. Earlier requests do not revive it.
    pub fn remove(&self, resource: &str, identifier: &Identifier, start: RequestStart) {
        let mut calls = Vec::new();
        self.entity(resource, identifier).change(&mut calls, &mut |state| state.remove(start));
        self.told(&calls);
    }

    /// Returns the record as it is shown; `None` where it is not known or is
    /// being deleted.
    #[must_use]
    pub fn get(&self, resource: &str, identifier: &Identifier) -> Option<Record> {
        self.find(resource, identifier)?.record()
    }

    /// Returns the place of the record, which need not be known yet.
    #[must_use]
    pub fn entity(&self, resource: &str, identifier: &Identifier) -> Entity {
        self.table(resource).entity(identifier)
    }

    /// Returns the place of the record, if there is one.
    #[must_use]
    pub fn find(&self, resource: &str, identifier: &Identifier) -> Option<Entity> {
        let table = self.inner.tables.borrow().get(resource).cloned();
        table?.find(identifier)
    }

    /// Calls `callback` after each change of the record, until the guard is
    /// dropped. The record need not be known yet.
    pub fn subscribe(
        &self,
        resource: &str,
        identifier: &Identifier,
        callback: impl Fn() + 'static,
    ) -> Subscription {
        self.entity(resource, identifier).subscribe_all(Rc::new(callback))
    }

    /// Calls `callback` after each change of what stands at `path` of the
    /// record, until the guard is dropped.
    pub fn subscribe_field(
        &self,
        resource: &str,
        identifier: &Identifier,
        path: &Path,
        callback: impl Fn() + 'static,
    ) -> Subscription {
        self.entity(resource, identifier).subscribe_node(path, Rc::new(callback))
    }

    /// Returns the number of records that are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.statistics().records
    }

    /// Returns whether no record is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns what the store holds.
    #[must_use]
    pub fn statistics(&self) -> EntityStatistics {
        let mut sum = EntityStatistics { pending: self.inner.log.borrow().len(), ..<_>::default() };
        for table in self.tables() {
            for entity in table.entities.borrow().values() {
                sum.places += 1;
                sum.referenced += usize::from(entity.is_referenced());
                entity.with_state(|state| {
                    sum.records += usize::from(!state.layers.is_empty());
                    let bytes = state.layers.iter().map(|layer| layer.fields.pinned_bytes());
                    sum.pinned_bytes += bytes.sum::<usize>();
                    sum.parsed += usize::from(state.has_view());
                    sum.field_nodes += state.nodes.len();
                });
            }
        }
        sum
    }

    /// Forgets the records that nobody names; returns how many.
    ///
    /// That a record was removed is remembered until no request from before is
    /// under way: `earliest` is the earliest one whose answer is still to come.
    #[expect(clippy::must_use_candidate, reason = "most callers do not count")]
    pub fn collect(&self, earliest: Option<RequestStart>) -> usize {
        let mut collected = 0;
        for table in self.tables() {
            let mut gone = Vec::new();
            table.entities.borrow_mut().retain(|_, entity| {
                let removed = entity.with_state(|state| state.removed);
                let is_due = removed.is_none_or(|at| earliest.is_none_or(|earliest| at < earliest));
                let is_kept = entity.is_referenced() || !is_due;
                if !is_kept {
                    gone.push(entity.clone());
                }
                is_kept
            });
            collected += gone.len();
            drop(gone);
            table.aliases.borrow_mut().retain(|(_, entity)| entity.strong_count() > 0);
        }
        collected
    }

    /// Forgets all records and pending writes; answers to requests sent before
    /// are ignored.
    pub fn clear(&self) {
        self.inner.cleared.set(self.begin().0);
        let log = self.inner.log.take();
        let mut calls = Vec::new();
        for table in self.tables() {
            let all: Vec<Entity> = table.entities.borrow().values().cloned().collect();
            for entity in all {
                entity.forget(&mut calls);
            }
            table.aliases.borrow_mut().clear();
        }
        drop(log);
        self.collect(None);
        self.told(&calls);
    }

    /// Tells those who look at what has changed; no part of the store is in use.
    pub(super) fn told(&self, calls: &[Listeners]) {
        calls.iter().for_each(Listeners::notify);
        let hook = self.inner.hook.borrow().clone();
        if let Some(hook) = hook {
            hook();
        }
    }

    pub(super) fn is_forgotten(&self, start: RequestStart) -> bool {
        start.0 < self.inner.cleared.get()
    }

    pub(super) fn table(&self, resource: &str) -> Rc<Table> {
        if let Some(table) = self.inner.tables.borrow().get(resource) {
            return Rc::clone(table);
        }
        let resource: Rc<str> = resource.into();
        let (entities, aliases) = (RefCell::default(), RefCell::default());
        let table = Rc::new(Table { resource: Rc::clone(&resource), entities, aliases });
        self.inner.tables.borrow_mut().insert(resource, Rc::clone(&table));
        table
    }

    pub(super) fn tables(&self) -> Vec<Rc<Table>> {
        self.inner.tables.borrow().values().cloned().collect()
    }
}

impl fmt::Debug for EntityStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("EntityStore").field(&self.statistics()).finish()
    }
}
