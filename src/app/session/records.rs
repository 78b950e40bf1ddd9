//! One place for each record, whichever list or page has shown it.
//!
//! What lists and records were answered goes into the entity store of the
//! cache, and a record that one of them knows better is put right in all the
//! others: no list is asked for again because one of its rows was edited.

use super::Session;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::mem::discriminant;
use std::rc::{Rc, Weak};
use vitrine_core::api::Page;
use vitrine_core::atom::Subscription;
use vitrine_core::platform::{Spawn, SystemSpawn};
use vitrine_core::query::{
    Entity, QueryClient, QueryEvent, QueryEventKind, QueryFilter, QueryKey, Representation,
    RequestStart,
};
use vitrine_core::record::Record;

/// What feeds the records of a session, and is fed by them.
pub(super) struct Records {
    this: Weak<Self>,
    client: QueryClient,
    /// When the fetches under way were sent.
    starts: RefCell<Vec<(QueryKey, RequestStart)>>,
    shown: RefCell<Vec<Shown>>,
    /// The answers one of whose records has changed.
    changed: RefCell<Vec<QueryKey>>,
    is_scheduled: Cell<bool>,
    feed: RefCell<Option<Subscription>>,
}

/// An answer and the records it shows.
struct Shown {
    key: QueryKey,
    _subscriptions: Vec<Subscription>,
}

impl Session {
    /// Keeps what lists and records show the same from now on.
    pub fn join_records(self) {
        let client = self.query();
        self.plug(|| Records::new(client));
    }
}

impl Records {
    fn new(client: QueryClient) -> Rc<Self> {
        let records = Rc::new_cyclic(|this| Self {
            this: this.clone(),
            client: client.clone(),
            starts: RefCell::default(),
            shown: RefCell::default(),
            changed: RefCell::default(),
            is_scheduled: Cell::new(false),
            feed: RefCell::default(),
        });
        // What is known from before counts in the order in which it arrived.
        let mut known = client.find_all(&QueryFilter::default());
        known.sort_by_key(|query| query.updated_at);
        for query in known {
            records.take_in(&query.key, client.entities().begin());
        }
        let this = records.this.clone();
        let feed = client.subscribe(move |event| {
            if let Some(records) = this.upgrade() {
                records.hear(event);
            }
        });
        records.feed.replace(Some(feed));
        records
    }

    fn hear(&self, event: &QueryEvent) {
        let Some(key) = &event.key else { return };
        match event.kind {
            QueryEventKind::Fetched => {
                let start = self.client.entities().begin();
                let mut starts = self.starts.borrow_mut();
                starts.retain(|(known, _)| known != key);
                starts.push((key.clone(), start));
            }
            QueryEventKind::Updated => {
                let start = self.end(key).unwrap_or_else(|| self.client.entities().begin());
                self.take_in(key, start);
            }
            QueryEventKind::Failed | QueryEventKind::Cancelled => drop(self.end(key)),
            QueryEventKind::Removed => {
                self.end(key);
                self.shown.borrow_mut().retain(|shown| shown.key != *key);
                self.client.entities().collect(self.earliest());
            }
            _ => {}
        }
    }

    /// Returns when the fetch of `key` was sent, which is over now.
    fn end(&self, key: &QueryKey) -> Option<RequestStart> {
        let mut starts = self.starts.borrow_mut();
        let place = starts.iter().position(|(known, _)| known == key)?;
        Some(starts.swap_remove(place).1)
    }

    fn earliest(&self) -> Option<RequestStart> {
        self.starts.borrow().iter().map(|(_, start)| *start).min()
    }

    /// Puts what an answer shows into its place.
    fn take_in(&self, key: &QueryKey, start: RequestStart) {
        let Some(resource) = place_of(key) else { return };
        let entities = self.client.entities().clone();
        let (page, record) =
            (self.client.get_data::<Page>(key), self.client.get_data::<Record>(key));
        let records = match (&page, &record) {
            (Some(page), _) => page.records.as_slice(),
            (None, Some(record)) => std::slice::from_ref(&**record),
            (None, None) => return,
        };
        // Whoever showed it before looks again; this answer itself need not.
        self.shown.borrow_mut().retain(|shown| shown.key != *key);
        let kind = if page.is_some() { Representation::List } else { Representation::Detail };
        entities.put_all(&resource, records, kind, start);
        let identifiers = records.iter().filter_map(|record| record.identifier.as_ref());
        let subscriptions = identifiers
            .map(|identifier| {
                let (this, key) = (self.this.clone(), key.clone());
                entities.subscribe(&resource, identifier, move || {
                    if let Some(records) = this.upgrade() {
                        records.change(&key);
                    }
                })
            })
            .collect();
        self.shown.borrow_mut().push(Shown { key: key.clone(), _subscriptions: subscriptions });
        // An answer to an earlier request may show less than is known by now.
        self.put_right(key);
    }

    /// Puts an answer right soon, once for all its records that change together.
    fn change(&self, key: &QueryKey) {
        let mut changed = self.changed.borrow_mut();
        if !changed.contains(key) {
            changed.push(key.clone());
        }
        if self.is_scheduled.replace(true) {
            return;
        }
        let this = self.this.clone();
        SystemSpawn.spawn(Box::pin(async move {
            let Some(records) = this.upgrade() else { return };
            records.is_scheduled.set(false);
            let changed = records.changed.take();
            records.client.batch(|| changed.iter().for_each(|key| records.put_right(key)));
        }));
    }

    fn put_right(&self, key: &QueryKey) {
        let Some(resource) = place_of(key) else { return };
        let better = |record: &Record| {
            let entity = self.client.entities().find(&resource, record.identifier.as_ref()?)?;
            better(record, &entity)
        };
        if let Some(page) = self.client.get_data::<Page>(key) {
            let known: Vec<_> = page.records.iter().map(better).collect();
            if known.iter().any(Option::is_some) {
                let pairs = known.into_iter().zip(&page.records);
                let records = pairs.map(|(better, old)| better.unwrap_or_else(|| old.clone()));
                self.client.amend(key, Page { records: records.collect(), ..(*page).clone() });
            }
        } else if let Some(record) = self.client.get_data::<Record>(key)
            && let Some(record) = better(&record)
        {
            self.client.amend(key, record);
        }
    }
}

/// Returns which records an answer shows: those of a resource, below its
/// parents. The key's second part says whether it is a list, its last which.
fn place_of(key: &QueryKey) -> Option<String> {
    let [resource, _, parents @ .., _] = key.segments() else { return None };
    let names = std::iter::once(resource).chain(parents).map(|part| part.as_str());
    Some(names.collect::<Option<Vec<_>>>()?.join("/"))
}

/// Returns the record with what is known of its fields by now, if that is
/// something else. It gets no further fields: an answer shows what it showed.
fn better(record: &Record, entity: &Entity) -> Option<Record> {
    let known = entity.record()?;
    let (Value::Object(old), Value::Object(new)) = (&*record.fields, &*known.fields) else {
        return None;
    };
    let mut fields = None;
    for (name, before) in old {
        let Some(now) = new.get(name).filter(|now| *now != before) else { continue };
        // A list may show a key where the record shows the whole of what it means.
        let is_alike =
            before.is_null() || now.is_null() || discriminant(before) == discriminant(now);
        if is_alike {
            fields.get_or_insert_with(|| old.clone()).insert(name.clone(), now.clone());
        }
    }
    Some(Record { fields: Rc::new(Value::Object(fields?)), ..record.clone() })
}
