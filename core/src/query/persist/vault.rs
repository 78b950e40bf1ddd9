//! The level below memory.

use super::options::PersistOptions;
use super::queue::{Order, Queued, find};
use super::statistics::PersistStatistics;
use crate::platform::{DatabaseError, DatabaseErrorKind, DatabaseFuture, Message};
use crate::query::timers::{Timer, Timers};
use crate::query::{EntityStore, ListPage, QueryClient, QueryKey, Store, Stored};
use futures::FutureExt;
use futures::future::{Either, LocalBoxFuture, ready, select};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::any::{Any, TypeId};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

pub(super) const QUERIES: &str = "queries";
pub(super) const RECORDS: &str = "records";

/// Keeps what a client knows on the device.
///
/// A cheap handle; the [module](super) has its rules.
#[derive(Clone)]
pub struct Persistence {
    vault: Rc<Vault>,
}

pub(super) struct Vault {
    pub(super) this: Weak<Self>,
    pub(super) options: PersistOptions,
    pub(super) entities: EntityStore,
    pub(super) codecs: RefCell<Vec<Codec>>,
    /// Cleared by trouble, and by the choice to keep nothing.
    pub(super) is_keeping: Cell<bool>,
    is_warned: Cell<bool>,
    pub(super) orders: RefCell<Vec<Order>>,
    /// The orders that are being carried out.
    pub(super) running: RefCell<Vec<Order>>,
    pub(super) is_writing: Cell<bool>,
    pub(super) failures: Cell<u32>,
    pub(super) timers: Rc<Timers>,
    pub(super) timer: RefCell<Option<Timer>>,
    /// The bytes on the device; unknown before the first sweep.
    pub(super) used: Cell<usize>,
    pub(super) is_swept: Cell<bool>,
    counts: Cell<PersistStatistics>,
}

/// How data of one type is written.
pub(super) struct Codec {
    pub(super) data: TypeId,
    pub(super) encode: fn(&dyn Any) -> Option<Vec<u8>>,
    pub(super) decode: fn(&[u8]) -> Option<Rc<dyn Any>>,
}

impl Persistence {
    /// The object stores of its database.
    pub const STORES: &'static [&'static str] = &[QUERIES, RECORDS];

    /// The version of its database.
    pub const VERSION: u32 = 1;

    /// Returns the name of the database of a person at an origin; removing that
    /// database forgets all that is kept for them.
    #[must_use]
    pub fn database_name(origin: &str, identity: &str) -> String {
        use crate::platform::percent::encode;
        format!("vitrine/{}/{}", encode(origin), encode(identity))
    }

    /// Makes this the level below the memory of `client`.
    #[must_use]
    pub fn attach(client: &QueryClient, options: PersistOptions) -> Self {
        let timers = Timers::new(Rc::clone(&options.clock), Rc::clone(&options.spawn));
        let entities = client.entities().clone();
        let vault = Rc::new_cyclic(|this| Vault {
            this: this.clone(),
            options,
            entities,
            codecs: RefCell::default(),
            is_keeping: Cell::new(true),
            is_warned: Cell::new(false),
            orders: RefCell::default(),
            running: RefCell::default(),
            is_writing: Cell::new(false),
            failures: Cell::new(0),
            timers,
            timer: RefCell::default(),
            used: Cell::new(0),
            is_swept: Cell::new(false),
            counts: Cell::default(),
        });
        let this = vault.this.clone();
        vault.entities.set_hook(Some(Rc::new(move || {
            if let Some(vault) = this.upgrade() {
                vault.write_later();
            }
        })));
        client.set_store(Rc::clone(&vault) as Rc<dyn Store>);
        Self { vault }
    }

    /// Keeps queries whose data is a `T` as JSON. Lists need no such call.
    pub fn keep_json<T: Serialize + DeserializeOwned + 'static>(&self) {
        self.vault.codecs.borrow_mut().push(Codec {
            data: TypeId::of::<T>(),
            encode: |data| serde_json::to_vec(data.downcast_ref::<T>()?).ok(),
            decode: |text| Some(Rc::new(serde_json::from_slice::<T>(text).ok()?)),
        });
    }

    /// Writes what waits; returns when it is written, or cannot be.
    #[must_use = "nothing is written before it is awaited"]
    pub fn flush(&self) -> LocalBoxFuture<'static, ()> {
        let vault = Rc::clone(&self.vault);
        async move { vault.flush().await }.boxed_local()
    }

    /// Keeps nothing from now on and forgets what was kept.
    ///
    /// # Errors
    /// The future fails when the device cannot forget; nothing is written or
    /// read all the same.
    #[must_use = "nothing is forgotten before it is awaited"]
    pub fn keep_nothing(&self) -> LocalBoxFuture<'static, Result<(), DatabaseError>> {
        self.vault.stop();
        self.vault.options.database.wipe()
    }

    /// Keeps what arrives from now on, after [`keep_nothing`](Self::keep_nothing)
    /// or after trouble.
    pub fn keep_again(&self) {
        self.vault.is_keeping.set(true);
        self.vault.is_warned.set(false);
        self.vault.failures.set(0);
        self.vault.is_swept.set(false);
        self.vault.entities.forget_saved();
    }

    /// Returns whether anything is kept.
    #[must_use]
    pub fn is_keeping(&self) -> bool {
        self.vault.is_keeping.get()
    }

    /// Returns what has been kept and given back.
    #[must_use]
    pub fn statistics(&self) -> PersistStatistics {
        self.vault.counts.get()
    }
}

impl Store for Vault {
    fn load(&self, key: &QueryKey, data: TypeId) -> LocalBoxFuture<'static, Option<Stored>> {
        let Some(vault) = self.this.upgrade().filter(|vault| vault.is_keeping.get()) else {
            return ready(None).boxed_local();
        };
        let orders = [self.running.borrow().as_slice(), &self.orders.borrow()].concat();
        let is_stale = match find(&orders, key, data) {
            Queued::Saved(stored) => return ready(Some(stored)).boxed_local(),
            Queued::Removed => return ready(None).boxed_local(),
            Queued::Unknown { is_stale } => is_stale,
        };
        let key = key.clone();
        let patience = self.options.clock.sleep(self.options.patience);
        Box::pin(async move {
            let reading = async { vault.read(&key, data).await }.boxed_local();
            let mut stored = match select(reading, patience).await {
                Either::Left((stored, _)) => stored,
                Either::Right(_) => None,
            };
            if let Some(stored) = stored.as_mut().filter(|_| is_stale) {
                stored.updated_at = 0;
            }
            vault.count(|counts| match &stored {
                Some(_) => counts.hits += 1,
                None => counts.misses += 1,
            });
            stored
        })
    }

    fn save(&self, key: &QueryKey, stored: Stored) {
        let data = (*stored.data).type_id();
        let is_known = data == TypeId::of::<ListPage>()
            || self.codecs.borrow().iter().any(|codec| codec.data == data);
        if is_known {
            self.order(Order::Save(key.clone(), stored));
        }
    }

    fn remove(&self, prefix: &QueryKey) {
        self.order(Order::Remove(prefix.clone()));
    }

    fn invalidate(&self, prefix: &QueryKey) {
        self.order(Order::Invalidate(prefix.clone()));
    }
}

impl Vault {
    /// Returns what an operation brings; a failure is counted, and one that
    /// will not pass ends the keeping.
    pub(super) async fn watched<T>(&self, operation: DatabaseFuture<T>) -> Option<T> {
        let error = match operation.await {
            Ok(value) => return Some(value),
            Err(error) => error,
        };
        self.count(|counts| counts.failures += 1);
        if !error.is_retryable() && error.kind() != DatabaseErrorKind::Full {
            self.give_up(error.kind());
        }
        None
    }

    fn stop(&self) {
        self.is_keeping.set(false);
        drop((self.orders.take(), self.timer.take()));
    }

    pub(super) fn give_up(&self, kind: DatabaseErrorKind) {
        self.stop();
        if !self.is_warned.replace(true) {
            let key = match kind {
                DatabaseErrorKind::Full => "device.full",
                DatabaseErrorKind::Missing => "device.missing",
                _ => "device.broken",
            };
            (self.options.on_trouble)(Message::new(key));
        }
    }

    pub(super) fn count(&self, change: impl FnOnce(&mut PersistStatistics)) {
        let mut counts = self.counts.get();
        change(&mut counts);
        self.counts.set(counts);
    }
}

impl fmt::Debug for Persistence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Persistence").field(&self.statistics()).finish()
    }
}
