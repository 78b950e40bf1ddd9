//! The place where atoms have their values.

#![expect(
    clippy::inline_always,
    reason = "built for size, calls of these would be most of their cost"
)]

use super::config::{HasFront, Spec};
use super::evaluate::Evaluator;
use super::graph::{Graph, Listener, NodeId};
use super::header::Header;
use super::watch::Watch;
use super::{Atom, Error, Readable, Subscription, Writable};
use crate::platform::{KeyValue, MemoryStorage};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

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
    pub(super) this: Weak<Self>,
    /// The number of the store on its thread, from 1.
    pub(super) id: u32,
    pub(super) graph: RefCell<Graph>,
    storage: Rc<dyn KeyValue>,
    pub(super) batches: Cell<usize>,
    pub(super) is_flushing: Cell<bool>,
    /// Whether a read function was put off or has closed a cycle.
    pub(super) is_troubled: Cell<bool>,
    pub(super) has_deferred: Cell<bool>,
    /// Set by the first derived atom.
    pub(super) evaluator: Cell<Option<&'static Evaluator>>,
    pub(super) deferred: RefCell<Vec<Box<dyn FnOnce()>>>,
    /// Atoms whose values are to be kept at the next flush, each with whether
    /// a value is kept or removed.
    pub(super) unsaved: RefCell<Vec<(Rc<dyn Spec>, bool)>>,
    /// Nodes that lost their atom while the graph was in use.
    orphans: RefCell<Vec<NodeId>>,
    /// Room for the work of a flush, which is made anew by no flush.
    pub(super) spare: Cell<Room>,
    pub(super) mounts: RefCell<Vec<(NodeId, Subscription)>>,
    pub(super) is_watched: Cell<bool>,
    pub(super) watches: RefCell<Vec<Rc<dyn Watch>>>,
    pub(super) cause: RefCell<Option<Rc<str>>>,
}

/// What a flush works with.
#[derive(Default)]
pub(super) struct Room {
    pub(super) pending: Vec<NodeId>,
    pub(super) due: Vec<Rc<Listener<dyn Fn()>>>,
}

thread_local! {
    static LAST_STORE: Cell<u32> = const { Cell::new(0) };
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
        let id = LAST_STORE.get() + 1;
        LAST_STORE.set(id);
        let inner = Rc::new_cyclic(|this| Inner {
            this: this.clone(),
            id,
            graph: RefCell::default(),
            storage,
            batches: Cell::new(0),
            is_flushing: Cell::new(false),
            is_troubled: Cell::new(false),
            has_deferred: Cell::new(false),
            evaluator: Cell::new(None),
            deferred: RefCell::default(),
            unsaved: RefCell::default(),
            orphans: RefCell::default(),
            spare: Cell::default(),
            mounts: RefCell::default(),
            is_watched: Cell::new(false),
            watches: RefCell::default(),
            cause: RefCell::default(),
        });
        Self { inner }
    }

    /// Returns the value of `atom`.
    ///
    /// # Panics
    /// Panics when `atom` is derived from itself, or its read function fails;
    /// the message says which.
    #[must_use]
    #[track_caller]
    pub fn get<R: Readable>(&self, atom: &R) -> R::Value {
        match self.try_get(atom) {
            Ok(value) => value,
            Err(error) => panic!("{error}"),
        }
    }

    /// Returns the value of `atom`.
    ///
    /// # Errors
    /// Fails when `atom` is derived from itself, or its read function fails.
    pub fn try_get<R: Readable>(&self, atom: &R) -> Result<R::Value, Error> {
        let front = atom.front();
        self.inner.bring_up(&front.header)?;
        front.load(&self.inner)
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
    pub fn reset<T: Clone + PartialEq + 'static>(&self, atom: &Atom<T>) {
        self.inner.reset(&atom.front().header);
    }

    /// Calls `callback` after each change of `atom`, until the guard is
    /// dropped. The callback may read and set atoms.
    pub fn sub<R: Readable>(&self, atom: &R, callback: impl Fn() + 'static) -> Subscription {
        self.inner.subscribe(&atom.front().header, Rc::new(Listener::new(callback)))
    }

    /// Runs `changes`; listeners hear of them once, at the end of the
    /// outermost batch. Reads inside see the changes at once.
    ///
    /// ```
    /// use std::{cell::Cell, rc::Rc};
    /// use vitrine_core::atom::{Atom, Store};
    /// let store = Store::default();
    /// let (name, heard) = (Atom::new("name", "Ada"), Rc::new(Cell::new(0)));
    /// let _guard = store.sub(&name, { let heard = heard.clone(); move || heard.set(heard.get() + 1) });
    /// store.batch(|| {
    ///     store.set(&name, "Grace");
    ///     store.set(&name, "Mary");
    /// });
    /// assert_eq!((store.get(&name), heard.get()), ("Mary", 1));
    /// ```
    pub fn batch<T>(&self, changes: impl FnOnce() -> T) -> T {
        let guard = self.inner.start_batch();
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
            nodes: graph.count(),
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
    pub(super) fn storage(&self) -> &dyn KeyValue {
        self.storage.as_ref()
    }

    /// Returns the node of an atom, made with its initial value if need be.
    #[inline(always)]
    pub(super) fn node(&self, header: &Header) -> NodeId {
        match header.node_in(self) {
            Some(id) => id,
            None => self.make_node(header),
        }
    }

    #[cold]
    fn make_node(&self, header: &Header) -> NodeId {
        self.sweep();
        let spec = header.spec().expect("a handle of the atom is held by the caller");
        let id = {
            let mut graph = self.graph.borrow_mut();
            graph.is_mounting_watched |= header.is_mount_watched();
            graph.insert(header.weak().clone(), header.is_derived)
        };
        let is_home = header.move_into(self, id);
        spec.settle_in(self, is_home);
        id
    }

    /// Drops the node of an atom that is no more.
    pub(super) fn forget(&self, id: NodeId) {
        match self.graph.try_borrow_mut() {
            Ok(mut graph) => graph.remove(id),
            Err(_) => self.orphans.borrow_mut().push(id),
        }
    }

    fn sweep(&self) {
        for id in self.orphans.take() {
            self.forget(id);
        }
    }

    /// Returns the node of a source that is about to be set.
    pub(super) fn node_to_set(&self, header: &Header) -> NodeId {
        let id = self.node(header);
        let graph = self.graph.borrow();
        if let Some(frame) = graph.stack.last() {
            let (label, reader) = (&header.label, graph.label(frame.node));
            drop(graph);
            panic!("atom {label} must not be set while {reader} is computed");
        }
        id
    }

    /// Marks what is derived from a source that was set; returns the version
    /// before.
    pub(super) fn mark(&self, id: NodeId) -> u64 {
        self.graph.borrow_mut().mark_changed(id)
    }

    pub(super) fn after_set(&self, header: &Header) {
        if header.is_kept {
            self.save_later(header, true);
        }
        self.flush();
    }

    fn reset(&self, header: &Header) {
        let Some(spec) = header.spec() else { return };
        let guard = self.start_batch();
        spec.reset(self);
        if header.is_kept {
            self.save_later(header, false);
        }
        drop(guard);
        self.flush();
    }

    fn save_later(&self, header: &Header, is_kept: bool) {
        let Some(spec) = header.spec() else { return };
        let mut unsaved = self.unsaved.borrow_mut();
        unsaved.retain(|(other, _)| !Rc::ptr_eq(other, &spec));
        unsaved.push((spec, is_kept));
    }

    fn subscribe(&self, header: &Header, listener: Rc<Listener<dyn Fn()>>) -> Subscription {
        let id = self.node(header);
        self.refresh(id, false);
        {
            let mut graph = self.graph.borrow_mut();
            graph.mount(id);
            let node = graph.get_mut(id).expect("a handle of the atom is held by the caller");
            listener.seen.set(node.version);
            node.listeners.push(Rc::clone(&listener));
        }
        self.flush_mounts();
        let (this, spec) = (self.this.clone(), header.spec());
        Subscription::new(move || {
            if let Some(inner) = this.upgrade() {
                inner.unsubscribe(id, &listener);
            }
            drop(spec);
        })
    }

    fn unsubscribe(&self, id: NodeId, listener: &Rc<Listener<dyn Fn()>>) {
        listener.is_live.set(false);
        let removed = {
            let mut graph = self.graph.borrow_mut();
            let Some(node) = graph.get_mut(id) else { return };
            let position = node.listeners.iter().position(|other| Rc::ptr_eq(other, listener));
            let removed = position.map(|position| node.listeners.remove(position));
            graph.unmount_unused(vec![id]);
            removed
        };
        drop(removed);
        self.flush_mounts();
    }

    pub(super) fn start_batch(&self) -> BatchGuard<'_> {
        self.batches.set(self.batches.get() + 1);
        BatchGuard(self)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // Atoms may outlive the store, their values here may not.
        let specs = self.graph.get_mut().specs();
        for spec in specs {
            spec.evict(self.id);
        }
    }
}

/// Ends a batch, also one that panics.
pub(super) struct BatchGuard<'a>(&'a Inner);

impl Drop for BatchGuard<'_> {
    fn drop(&mut self) {
        self.0.batches.set(self.0.batches.get() - 1);
    }
}
