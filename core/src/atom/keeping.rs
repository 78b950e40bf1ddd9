//! Atoms that outlive the page in a database.
//!
//! For what is too large for [`persisted`](super::persisted). A database
//! answers later, so an atom has its default until it does.

use super::port::Port;
use super::watch::{Change, Kind, Watch, identity};
use super::{Atom, PersistedOptions, Store, Subscription};
use crate::platform::{Database, DatabaseChange, DatabaseError, Durability, Spawn};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

/// Keeps atoms in an object store of a database, until it is dropped.
///
/// Changes are written after the store is quiet, all that came meanwhile in
/// one transaction. A database that fails leaves the atoms working, in memory.
pub struct Keeper {
    records: Rc<Records>,
    store: Store,
    _guard: Subscription,
}

/// Where a keeper keeps.
#[derive(Debug, Clone)]
pub struct KeeperOptions {
    /// The database.
    pub database: Rc<dyn Database>,
    /// The object store in it; its keys are the labels of the atoms.
    pub object_store: &'static str,
    /// What runs the reading and writing.
    pub spawn: Rc<dyn Spawn>,
}

struct Records {
    options: KeeperOptions,
    kept: RefCell<Vec<Kept>>,
    is_restoring: Cell<bool>,
    is_writing: Cell<bool>,
    reading: Cell<usize>,
    failure: RefCell<Option<DatabaseError>>,
}

struct Kept {
    port: Port,
    version: u32,
    /// Whether the atom was set here before what was kept arrived.
    is_set: bool,
    is_unsaved: bool,
}

impl Keeper {
    /// Returns a keeper of no atoms.
    #[must_use]
    pub fn new(store: &Store, options: KeeperOptions) -> Self {
        let records = Rc::new(Records {
            options,
            kept: RefCell::default(),
            is_restoring: Cell::new(false),
            is_writing: Cell::new(false),
            reading: Cell::new(0),
            failure: RefCell::default(),
        });
        let guard = store.inner.watch(Rc::new(Writer(Rc::downgrade(&records))));
        Self { records, store: store.clone(), _guard: guard }
    }

    /// Returns an atom that is kept from now on; it has its default until what
    /// was kept has been read, and what is set before that wins.
    #[must_use]
    pub fn keep<T>(&self, options: PersistedOptions<T>) -> Atom<T>
    where
        T: Clone + PartialEq + Serialize + DeserializeOwned + 'static,
    {
        let PersistedOptions { key, version, default, migrate } = options;
        let label = key.to_string();
        let atom = Atom::new(key, default);
        let decode = move |mut kept: Value| {
            let kept_version = u32::try_from(kept.get("version")?.as_u64()?).ok()?;
            let value = kept.get_mut("value")?.take();
            if kept_version == version {
                serde_json::from_value(value).ok()
            } else {
                migrate(kept_version, value)
            }
        };
        let Some(port) = Port::migrating(&atom, decode) else { return atom };
        let kept = Kept { port: port.clone(), version, is_set: false, is_unsaved: false };
        self.records.kept.borrow_mut().push(kept);
        self.records.reading.set(self.records.reading.get() + 1);
        let KeeperOptions { database, object_store, spawn } = &self.records.options;
        let answer = database.get(object_store, vec![label]);
        let (records, store) = (Rc::downgrade(&self.records), Rc::downgrade(&self.store.inner));
        spawn.spawn(Box::pin(async move {
            let answer = answer.await;
            let (Some(records), Some(inner)) = (records.upgrade(), store.upgrade()) else { return };
            records.reading.set(records.reading.get() - 1);
            match answer {
                Ok(mut values) => records.restore(&Store { inner }, &port, values.pop().flatten()),
                Err(error) => records.fail(error),
            }
        }));
        atom
    }

    /// Returns whether all that was kept has been read and all that changed
    /// has been written.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        let is_unsaved = self.records.kept.borrow().iter().any(|kept| kept.is_unsaved);
        self.records.reading.get() == 0 && !self.records.is_writing.get() && !is_unsaved
    }

    /// Returns why the last operation that failed did.
    #[must_use]
    pub fn failure(&self) -> Option<DatabaseError> {
        self.records.failure.borrow().clone()
    }
}

impl Records {
    fn fail(&self, error: DatabaseError) {
        self.failure.replace(Some(error));
    }

    fn restore(&self, store: &Store, port: &Port, value: Option<Vec<u8>>) {
        let is_set = {
            let kept = self.kept.borrow();
            kept.iter().any(|kept| identity(&kept.port.spec) == identity(&port.spec) && kept.is_set)
        };
        let value = value.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let (false, Some(value)) = (is_set, value) else { return };
        store.batch(|| {
            self.is_restoring.set(true);
            port.write(store, value);
            self.is_restoring.set(false);
        });
    }

    fn save(self: &Rc<Self>, store: &Store) {
        if self.is_writing.get() {
            return;
        }
        let object_store = self.options.object_store;
        let mut changes = Vec::new();
        for kept in self.kept.borrow_mut().iter_mut() {
            if std::mem::take(&mut kept.is_unsaved)
                && let Some(value) = kept.port.read(store)
            {
                let value = json!({ "version": kept.version, "value": value });
                let (key, value) = (kept.port.label().to_owned(), value.to_string().into_bytes());
                changes.push(DatabaseChange::Put { store: object_store, key, value });
            }
        }
        if changes.is_empty() {
            return;
        }
        self.is_writing.set(true);
        let written = self.options.database.write(changes, Durability::Relaxed);
        let (records, inner) = (Rc::clone(self), Rc::downgrade(&store.inner));
        self.options.spawn.spawn(Box::pin(async move {
            let result = written.await;
            records.is_writing.set(false);
            if let Err(error) = result {
                records.fail(error);
            }
            if let Some(inner) = inner.upgrade() {
                records.save(&Store { inner });
            }
        }));
    }
}

/// Hears of changes without keeping the records alive.
struct Writer(Weak<Records>);

impl Watch for Writer {
    fn changed(&self, change: &Change) {
        let Some(records) = self.0.upgrade() else { return };
        if change.kind != Kind::Set || records.is_restoring.get() {
            return;
        }
        let atom = identity(&change.spec);
        let mut all = records.kept.borrow_mut();
        if let Some(kept) = all.iter_mut().find(|it| identity(&it.port.spec) == atom) {
            kept.is_set = true;
            kept.is_unsaved = true;
        }
    }

    fn settled(&self, store: &Store) {
        if let Some(records) = self.0.upgrade() {
            records.save(store);
        }
    }
}

impl fmt::Debug for Keeper {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Keeper").field(&self.records.options).finish()
    }
}
