//! The place where atoms have their values.

use super::config::{Config, Erased, HasConfig, Kind};
use super::graph::{Graph, Listener, Node, NodeId};
use super::graveyard::bury;
use super::{Error, Readable, Subscription, Writable, evaluate};
use crate::platform::{KeyValue, MemoryStorage};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

/// Rounds of listeners that change atoms, after which a flush gives up.
const MAX_ROUNDS: usize = 100_000;

/// Holds the values of atoms and tells of their changes.
///
/// A cheap handle; clones are the same store.
#[derive(Clone)]
pub struct Store {
    pub(super) inner: Rc<Inner>,
}

/// What a store holds and has done; for tests and tracing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreStatistics {
    /// Atoms with state in this store.
    pub nodes: usize,
    /// Those of them that are observed, directly or through others.
    pub mounted: usize,
    /// Runs of read functions that came to an end, since the store was made.
    pub recomputations: u64,
}

pub(super) struct Inner {
    this: Weak<Self>,
    pub(super) graph: RefCell<Graph>,
    storage: Rc<dyn KeyValue>,
    batches: Cell<usize>,
    is_flushing: Cell<bool>,
    last_listener: Cell<u64>,
    /// Atoms whose values are to be kept at the next flush, each with whether
    /// a value is kept or removed.
    unsaved: RefCell<Vec<(Rc<Config>, bool)>>,
    /// Nodes that lost their atom while the graph was in use.
    orphans: RefCell<Vec<NodeId>>,
}

impl Default for Store {
    /// Returns a store whose persisted atoms live in memory only.
    fn default() -> Self {
        Self::new(Rc::new(MemoryStorage::default()))
    }
}

impl Store {
    /// Returns an empty store whose persisted atoms are kept in `storage`.
    #[must_use]
    pub fn new(storage: Rc<dyn KeyValue>) -> Self {
        let inner = Rc::new_cyclic(|this| Inner {
            this: this.clone(),
            graph: RefCell::default(),
            storage,
            batches: Cell::new(0),
            is_flushing: Cell::new(false),
            last_listener: Cell::new(0),
            unsaved: RefCell::default(),
            orphans: RefCell::default(),
        });
        Self { inner }
    }

    /// Returns the value of `atom`.
    ///
    /// # Panics
    /// Panics when `atom` is derived from itself; the message names the cycle.
    #[must_use]
    #[track_caller]
    pub fn get<R: Readable>(&self, atom: &R) -> R::Value {
        self.try_get(atom).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Returns the value of `atom`.
    ///
    /// # Errors
    /// Fails when `atom` is derived from itself.
    pub fn try_get<R: Readable>(&self, atom: &R) -> Result<R::Value, Error> {
        self.inner.read(atom.config()).map(|value| evaluate::downcast::<R::Value>(&value))
    }

    /// Sets `atom`; a value equal to the present one changes nothing.
    ///
    /// # Panics
    /// Panics when called by a read function.
    pub fn set<W: Writable>(&self, atom: &W, value: W::Value) {
        atom.write(self, value);
    }

    /// Sets `atom` to what `change` makes of its value.
    ///
    /// # Panics
    /// Panics like [`Store::get`] and [`Store::set`].
    pub fn update<W: Writable>(&self, atom: &W, change: impl FnOnce(&mut W::Value)) {
        let mut value = self.get(atom);
        change(&mut value);
        self.set(atom, value);
    }

    /// Sets `atom` to its default and forgets what is kept of it.
    pub fn reset<T: Clone + PartialEq + 'static>(&self, atom: &super::Atom<T>) {
        self.inner.reset(atom.config());
    }

    /// Calls `callback` after each change of `atom`, until the guard is
    /// dropped. The callback may read and set atoms.
    pub fn sub<R: Readable>(&self, atom: &R, callback: impl Fn() + 'static) -> Subscription {
        self.inner.subscribe(atom.config(), Rc::new(callback))
    }

    /// Runs `changes`; listeners hear of them once, at the end of the
    /// outermost batch. Reads inside see the changes at once.
    pub fn batch<T>(&self, changes: impl FnOnce() -> T) -> T {
        self.inner.batches.set(self.inner.batches.get() + 1);
        let guard = BatchGuard(&self.inner);
        let result = changes();
        drop(guard);
        self.inner.flush();
        result
    }

    /// Returns what the store holds and has done.
    #[must_use]
    pub fn statistics(&self) -> StoreStatistics {
        let graph = self.inner.graph.borrow();
        StoreStatistics {
            nodes: graph.count,
            mounted: graph.mounted,
            recomputations: graph.recomputations,
        }
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Store").field(&self.statistics()).finish()
    }
}

impl Inner {
    /// Returns the node of an atom, made with its initial value if need be.
    pub(super) fn node(&self, config: &Rc<Config>) -> NodeId {
        if let Some(id) = config.node_in(&self.this) {
            return id;
        }
        self.sweep();
        let value = match &config.kind {
            Kind::Source { initial, .. } => Some(initial(self.storage.as_ref())),
            Kind::Derived { .. } => None,
        };
        let id = self.graph.borrow_mut().insert(config, value);
        config.move_into(self.this.clone(), id);
        id
    }

    /// Drops the node of an atom that is no more.
    pub(super) fn forget(&self, id: NodeId) {
        match self.graph.try_borrow_mut() {
            Ok(mut graph) => {
                let node = graph.remove(id);
                drop(graph);
                bury(node);
            }
            Err(_) => self.orphans.borrow_mut().push(id),
        }
    }

    fn sweep(&self) {
        for id in self.orphans.take() {
            self.forget(id);
        }
    }

    fn read(&self, config: &Rc<Config>) -> Result<Erased, Error> {
        let id = self.node(config);
        {
            let mut graph = self.graph.borrow_mut();
            if graph.get(id).is_some_and(|node| node.is_on_stack) {
                // A read function went around its reader and asked the store.
                return Err(graph.report_cycle(id));
            }
        }
        self.refresh(id, false);
        let graph = self.graph.borrow();
        let value = graph.get(id).and_then(|node| node.value.clone());
        value.unwrap_or_else(|| Err(Error::interrupted()))
    }

    pub(super) fn set(&self, config: &Rc<Config>, value: Erased) {
        let id = self.node(config);
        let old = {
            let graph = self.graph.borrow();
            assert!(
                graph.stack.is_empty(),
                "atom {} must not be set while {} is computed",
                config.label,
                graph.stack.last().map_or_else(String::new, |frame| graph.label(frame.node)),
            );
            graph.get(id).and_then(|node| node.value.clone())
        };
        if let Some(Ok(old)) = &old
            && (config.is_same)(old.as_ref(), value.as_ref())
        {
            return;
        }
        let replaced = {
            let mut graph = self.graph.borrow_mut();
            graph.epoch += 1;
            let version = graph.next_version();
            let node = graph.get_mut(id).expect("a handle of the atom is held by the caller");
            node.version = version;
            let replaced = node.value.replace(Ok(value));
            graph.mark_dependents(id);
            replaced
        };
        bury((replaced, old));
        self.save_later(config, true);
        self.flush();
    }

    fn reset(&self, config: &Rc<Config>) {
        if let Kind::Source { initial, .. } = &config.kind {
            // An empty storage makes the initial value the default.
            let default = initial(&MemoryStorage::default());
            self.batches.set(self.batches.get() + 1);
            let guard = BatchGuard(self);
            self.set(config, default);
            self.save_later(config, false);
            drop(guard);
            self.flush();
        }
    }

    fn save_later(&self, config: &Rc<Config>, is_kept: bool) {
        if matches!(&config.kind, Kind::Source { save: Some(_), .. }) {
            let mut unsaved = self.unsaved.borrow_mut();
            unsaved.retain(|(other, _)| !Rc::ptr_eq(other, config));
            unsaved.push((Rc::clone(config), is_kept));
        }
    }

    fn subscribe(&self, config: &Rc<Config>, callback: Rc<dyn Fn()>) -> Subscription {
        let id = self.node(config);
        self.refresh(id, false);
        let listener = self.last_listener.get() + 1;
        self.last_listener.set(listener);
        {
            let mut graph = self.graph.borrow_mut();
            graph.mount(id);
            let node = graph.get_mut(id).expect("a handle of the atom is held by the caller");
            let seen = node.version;
            node.listeners.push(Listener { id: listener, callback, seen });
        }
        let (this, config) = (self.this.clone(), Rc::clone(config));
        Subscription::new(move || {
            if let Some(inner) = this.upgrade() {
                inner.unsubscribe(id, listener);
            }
            drop(config);
        })
    }

    fn unsubscribe(&self, id: NodeId, listener: u64) {
        let mut graph = self.graph.borrow_mut();
        let Some(node) = graph.get_mut(id) else { return };
        let position = node.listeners.iter().position(|other| other.id == listener);
        let removed = position.map(|position| node.listeners.remove(position));
        graph.unmount_unused(vec![id]);
        drop(graph);
        drop(removed);
    }

    fn flush(&self) {
        if self.batches.get() > 0 || self.is_flushing.replace(true) {
            return;
        }
        let _guard = FlushGuard(self);
        for _ in 0..MAX_ROUNDS {
            let pending = std::mem::take(&mut self.graph.borrow_mut().pending);
            let unsaved = self.unsaved.take();
            if pending.is_empty() && unsaved.is_empty() {
                return;
            }
            for id in &pending {
                let is_heard = |node: &Node| !node.listeners.is_empty();
                if self.graph.borrow().get(*id).is_some_and(is_heard) {
                    self.refresh(*id, false);
                }
            }
            self.save(&unsaved);
            for (id, listener) in self.due(&pending) {
                let callback = {
                    let graph = self.graph.borrow();
                    graph.get(id).and_then(|node| {
                        let listener = node.listeners.iter().find(|other| other.id == listener);
                        listener.map(|listener| Rc::clone(&listener.callback))
                    })
                };
                if let Some(callback) = callback {
                    callback();
                }
            }
        }
        panic!("listeners of atoms keep setting atoms");
    }

    /// Returns the listeners that have not heard of their node's version.
    fn due(&self, pending: &[NodeId]) -> Vec<(NodeId, u64)> {
        let mut due = Vec::new();
        let mut graph = self.graph.borrow_mut();
        for id in pending {
            let Some(node) = graph.get_mut(*id) else { continue };
            for listener in &mut node.listeners {
                if listener.seen != node.version {
                    listener.seen = node.version;
                    due.push((*id, listener.id));
                }
            }
        }
        due
    }

    fn save(&self, unsaved: &[(Rc<Config>, bool)]) {
        for (config, is_kept) in unsaved {
            let Kind::Source { save: Some(save), .. } = &config.kind else { continue };
            let value = if *is_kept { self.read(config).ok() } else { None };
            save(self.storage.as_ref(), value.as_deref());
        }
    }
}

struct BatchGuard<'a>(&'a Inner);

impl Drop for BatchGuard<'_> {
    fn drop(&mut self) {
        self.0.batches.set(self.0.batches.get() - 1);
    }
}

struct FlushGuard<'a>(&'a Inner);

impl Drop for FlushGuard<'_> {
    fn drop(&mut self) {
        self.0.is_flushing.set(false);
    }
}
