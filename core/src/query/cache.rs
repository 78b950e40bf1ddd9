//! The entries by key, and who is told of their changes.

use super::QueryKey;
use super::entity::EntityStore;
use super::entry::{Entry, Shape};
use super::event::{Hook, KINDS, QueryEventKind};
use super::extension::Extensions;
use super::options::{NetworkMode, QueryClientOptions, QueryOptions, Refetch};
use super::planted::{Planted, is_planted};
use super::plugs::Plugs;
use super::timers::Timers;
use crate::atom::Subscription;
use crate::platform::{Clock, Spawn};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::Bound;
use std::rc::{Rc, Weak};
use std::task::Waker;
use std::time::Duration;

/// What makes the client look for stale data.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    Focus,
    Reconnect,
}

/// Who is there, and what is under way.
#[derive(Default)]
pub(super) struct Occupation {
    pub(super) observers: usize,
    pub(super) listeners: usize,
    pub(super) running: usize,
}

pub(super) struct Inner {
    pub(super) this: Weak<Self>,
    pub(super) clock: Rc<dyn Clock>,
    pub(super) spawn: Rc<dyn Spawn>,
    pub(super) defaults: QueryOptions,
    pub(super) counts: [Cell<u64>; KINDS],
    pub(super) hook: RefCell<Option<Rc<Hook>>>,
    /// What feeds those who subscribed to events.
    pub(super) feed: RefCell<Option<Subscription>>,
    pub(super) extensions: Extensions,
    pub(super) plugs: RefCell<Plugs>,
    pub(super) timers: Rc<Timers>,
    pub(super) entities: EntityStore,
    pub(super) is_online: Cell<bool>,
    pub(super) is_focused: Cell<bool>,
    /// Fetches that wait for the network or for somebody to look.
    pub(super) paused: RefCell<Vec<Waker>>,
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
            counts: [const { Cell::new(0) }; KINDS],
            hook: RefCell::default(),
            feed: RefCell::default(),
            extensions: Extensions::default(),
            plugs: RefCell::default(),
            entities: EntityStore::default(),
            is_online: Cell::new(true),
            is_focused: Cell::new(true),
            paused: RefCell::default(),
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

    pub(super) fn occupation(&self) -> Occupation {
        let mut found = Occupation::default();
        for entry in self.entries.borrow().values() {
            let observers = entry.live_observers();
            found.observers += observers.len();
            found.listeners += observers.iter().map(|one| one.listeners()).sum::<usize>();
            found.running += usize::from(entry.is_running());
        }
        found
    }

    /// Returns the entries that `prefix` names, in the order of their keys.
    pub(super) fn matching(&self, prefix: &QueryKey) -> Vec<Rc<Entry>> {
        let (entries, stem) = (self.entries.borrow(), prefix.stem());
        let below = entries.range::<str, _>((Bound::Included(stem), Bound::Unbounded));
        below
            .take_while(|(name, _)| name.starts_with(stem))
            .filter(|(_, entry)| entry.key.starts_with(prefix))
            .map(|(_, entry)| Rc::clone(entry))
            .collect()
    }

    /// Returns the entry of `key`, made if there is none.
    pub(super) fn entry(&self, key: &QueryKey, shape: Shape) -> Rc<Entry> {
        if let Some(entry) = self.find(key) {
            entry.check_shape(shape);
            return entry;
        }
        let entry = Rc::new(Entry::new(key.clone(), shape));
        self.entries.borrow_mut().insert(Rc::clone(key.canonical()), Rc::clone(&entry));
        self.emit(Some(&entry), QueryEventKind::Added);
        entry
    }

    /// Takes an entry out, with its fetch and its timers.
    pub(super) fn evict(&self, entry: &Rc<Entry>) {
        let is_held = self.find(&entry.key).is_some_and(|held| Rc::ptr_eq(&held, entry));
        if is_held {
            let removed = self.entries.borrow_mut().remove(entry.key.canonical());
            drop(removed);
            self.emit(Some(entry), QueryEventKind::Removed);
        }
        self.cancel(entry);
        drop((entry.gc_timer.take(), entry.abandon_timer.take()));
    }

    /// Starts the time after which an unobserved entry is collected.
    pub(super) fn collect_later(&self, entry: &Rc<Entry>) {
        if entry.is_observed() || entry.is_running() || entry.gc_time.get() == Duration::MAX {
            return;
        }
        let wait = u64::try_from(entry.gc_time.get().as_millis()).unwrap_or(u64::MAX);
        entry.collect_at.set(self.clock.now().saturating_add(wait));
        // The time never becomes shorter: a timer that is under way ends before, and goes on then.
        if entry.gc_timer.borrow().is_none() {
            self.collect_after(wait, entry);
        }
    }

    fn collect_after(&self, wait: u64, entry: &Rc<Entry>) {
        let (inner, target) = (self.this.clone(), Rc::downgrade(entry));
        let job = move || {
            let (Some(inner), Some(entry)) = (inner.upgrade(), target.upgrade()) else { return };
            drop(entry.gc_timer.take());
            let is_free = !entry.is_observed() && !entry.is_running();
            if !is_free && !is_planted(Planted::CollectsObserved) {
                return;
            }
            match entry.collect_at.get().saturating_sub(inner.clock.now()) {
                0 => {
                    inner.emit(Some(&entry), QueryEventKind::Collected);
                    inner.evict(&entry);
                }
                left => inner.collect_after(left, &entry),
            }
        };
        let timer = self.timers.after(Duration::from_millis(wait), Rc::new(job));
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

    /// Fetches entries again that somebody active wants again because of
    /// `reason`, unless they are being fetched.
    pub(super) fn refetch(&self, reason: Reason) {
        let resume = self.plugs.borrow().resume.clone();
        if !resume.is_some_and(|resume| resume(reason)) {
            self.refetch_now(reason);
        }
    }

    pub(super) fn refetch_now(&self, reason: Reason) {
        let now = self.clock.now();
        self.batch(|| {
            for entry in self.matching(&QueryKey::root()) {
                let wanting = entry.live_observers().into_iter().find(|observer| {
                    let options = observer.options();
                    let wish = match reason {
                        Reason::Focus => options.refetch_on_focus,
                        Reason::Reconnect => options.refetch_on_reconnect,
                    };
                    let has_missed =
                        reason == Reason::Focus || options.network_mode != NetworkMode::Always;
                    options.is_enabled
                        && match wish {
                            Refetch::Always => true,
                            Refetch::IfStale => {
                                has_missed
                                    && entry.fresh_for(options.stale_time, now).is_none()
                                    && entry.refused_until.get() <= now
                            }
                            Refetch::Never => false,
                        }
                });
                if let Some(observer) = wanting
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
        let is_lost = is_planted(Planted::BatchForgets) && !self.changed.borrow().is_empty();
        if !is_lost && !entry.is_changed.replace(true) {
            self.changed.borrow_mut().push(Rc::clone(entry));
        }
    }

    pub(super) fn batch<T>(&self, changes: impl FnOnce() -> T) -> T {
        self.batches.set(self.batches.get() + 1);
        let result = changes();
        self.batches.set(self.batches.get() - 1);
        if self.batches.get() == 0 {
            for entry in self.changed.take() {
                entry.is_changed.set(false);
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
