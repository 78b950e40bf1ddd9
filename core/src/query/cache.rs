//! The entries by key, and who is told of their changes.

use super::QueryKey;
use super::entity::EntityStore;
use super::entry::{Entry, Shape};
use super::options::{QueryClientOptions, QueryOptions};
use super::statistics::Counters;
use super::timers::Timers;
use crate::platform::{Clock, Spawn};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};
use std::task::Waker;
use std::time::Duration;

pub(super) struct Inner {
    pub(super) this: Weak<Self>,
    pub(super) clock: Rc<dyn Clock>,
    pub(super) spawn: Rc<dyn Spawn>,
    pub(super) defaults: QueryOptions,
    pub(super) counters: Counters,
    pub(super) timers: Rc<Timers>,
    pub(super) entities: EntityStore,
    pub(super) is_online: Cell<bool>,
    pub(super) offline_wakers: RefCell<Vec<Waker>>,
    entries: RefCell<BTreeMap<Rc<str>, Rc<Entry>>>,
    last_id: Cell<u64>,
    batches: Cell<usize>,
    changed: RefCell<Vec<Rc<Entry>>>,
}

impl Inner {
    pub(super) fn new(options: QueryClientOptions) -> Rc<Self> {
        let QueryClientOptions { clock, spawn, defaults } = options;
        Rc::new_cyclic(|this| Self {
            this: this.clone(),
            timers: Timers::new(Rc::clone(&clock), Rc::clone(&spawn)),
            clock,
            spawn,
            defaults,
            counters: Counters::default(),
            entities: EntityStore::default(),
            is_online: Cell::new(true),
            offline_wakers: RefCell::default(),
            entries: RefCell::default(),
            last_id: Cell::new(0),
            batches: Cell::new(0),
            changed: RefCell::default(),
        })
    }

    pub(super) fn next_id(&self) -> u64 {
        self.last_id.set(self.last_id.get() + 1);
        self.last_id.get()
    }

    pub(super) fn len(&self) -> usize {
        self.entries.borrow().len()
    }

    pub(super) fn find(&self, key: &QueryKey) -> Option<Rc<Entry>> {
        self.entries.borrow().get(key.canonical()).cloned()
    }

    /// Returns the entries that `prefix` names, in the order of their keys.
    pub(super) fn matching(&self, prefix: &QueryKey) -> Vec<Rc<Entry>> {
        let entries = self.entries.borrow();
        entries.values().filter(|entry| entry.key.starts_with(prefix)).cloned().collect()
    }

    /// Returns the entry of `key`, made if there is none.
    pub(super) fn entry(&self, key: &QueryKey, shape: Shape) -> Rc<Entry> {
        if let Some(entry) = self.find(key) {
            entry.check_shape(shape);
            return entry;
        }
        let entry = Rc::new(Entry::new(key.clone(), shape));
        self.entries.borrow_mut().insert(Rc::clone(key.canonical()), Rc::clone(&entry));
        entry
    }

    /// Takes an entry out, with its fetch and its timers.
    pub(super) fn evict(&self, entry: &Rc<Entry>) {
        let is_held = self.find(&entry.key).is_some_and(|held| Rc::ptr_eq(&held, entry));
        if is_held {
            let removed = self.entries.borrow_mut().remove(entry.key.canonical());
            drop(removed);
        }
        self.cancel(entry);
        drop((entry.gc_timer.take(), entry.abandon_timer.take()));
    }

    /// Starts the time after which an unobserved entry is collected.
    pub(super) fn collect_later(&self, entry: &Rc<Entry>) {
        if entry.is_observed() || entry.is_running() || entry.gc_time.get() == Duration::MAX {
            return;
        }
        let (inner, target) = (self.this.clone(), Rc::downgrade(entry));
        let job = move || {
            let (Some(inner), Some(entry)) = (inner.upgrade(), target.upgrade()) else { return };
            if !entry.is_observed() && !entry.is_running() {
                inner.counters.count(|counters| counters.evictions += 1);
                inner.evict(&entry);
            }
        };
        let timer = self.timers.after(entry.gc_time.get(), Rc::new(job));
        let ended = entry.gc_timer.replace(timer);
        drop(ended);
    }

    /// Cancels the entry's fetch in the next turn if nobody came for it.
    ///
    /// A view that is replaced drops its observer just before the next view
    /// makes the same one; cutting the request at once would send it twice.
    pub(super) fn abandon_later(&self, entry: &Rc<Entry>) {
        let (inner, target) = (self.this.clone(), Rc::downgrade(entry));
        let job = move || {
            let (Some(inner), Some(entry)) = (inner.upgrade(), target.upgrade()) else { return };
            drop(entry.abandon_timer.take());
            inner.abandon(&entry);
        };
        let timer = self.timers.after(Duration::ZERO, Rc::new(job));
        let ended = entry.abandon_timer.replace(timer);
        drop(ended);
    }

    /// Fetches entries again that somebody active finds stale.
    pub(super) fn refetch_stale(&self) {
        let now = self.clock.now();
        self.batch(|| {
            for entry in self.matching(&QueryKey::root()) {
                let stale = entry.live_observers().into_iter().find(|observer| {
                    let options = observer.options();
                    options.is_enabled && entry.fresh_for(options.stale_time, now).is_none()
                });
                if let Some(observer) = stale
                    && !entry.is_running()
                {
                    self.start(&entry, observer.request(), false);
                }
            }
        });
    }

    /// Tells the observers of an entry, at the end of the outermost batch.
    pub(super) fn changed(&self, entry: &Rc<Entry>) {
        if self.batches.get() == 0 {
            notify(entry);
            return;
        }
        let mut changed = self.changed.borrow_mut();
        if !changed.iter().any(|other| Rc::ptr_eq(other, entry)) {
            changed.push(Rc::clone(entry));
        }
    }

    pub(super) fn batch<T>(&self, changes: impl FnOnce() -> T) -> T {
        self.batches.set(self.batches.get() + 1);
        let result = changes();
        self.batches.set(self.batches.get() - 1);
        if self.batches.get() == 0 {
            for entry in self.changed.take() {
                notify(&entry);
            }
        }
        result
    }
}

fn notify(entry: &Rc<Entry>) {
    for observer in entry.live_observers() {
        observer.refresh();
    }
}
