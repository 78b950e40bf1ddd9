//! Callbacks that come and go.

use crate::atom::Subscription;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Callbacks of one signature, in the order in which they came.
pub(super) struct Guarded<F: ?Sized> {
    inner: Rc<Inner<F>>,
}

struct Inner<F: ?Sized> {
    last: Cell<u64>,
    /// By their numbers, which grow.
    callbacks: RefCell<Vec<(u64, Rc<F>)>>,
}

impl<F: ?Sized> Inner<F> {
    /// Returns the first callback with a number above `id`.
    fn after(&self, id: u64) -> Option<(u64, Rc<F>)> {
        let callbacks = self.callbacks.borrow();
        let place = callbacks.partition_point(|(other, _)| *other <= id);
        callbacks.get(place).cloned()
    }
}

/// Callbacks that are told that something changed.
pub(super) type Listeners = Guarded<dyn Fn()>;

impl<F: ?Sized> Clone for Guarded<F> {
    fn clone(&self) -> Self {
        Self { inner: Rc::clone(&self.inner) }
    }
}

impl<F: ?Sized> Default for Guarded<F> {
    fn default() -> Self {
        Self { inner: Rc::new(Inner { last: Cell::new(0), callbacks: RefCell::default() }) }
    }
}

impl<F: ?Sized + 'static> Guarded<F> {
    pub(super) fn add(&self, callback: Rc<F>) -> Subscription {
        let id = self.inner.last.get() + 1;
        self.inner.last.set(id);
        self.inner.callbacks.borrow_mut().push((id, callback));
        let inner = Rc::downgrade(&self.inner);
        Subscription::new(move || {
            let Some(inner) = inner.upgrade() else { return };
            let mut callbacks = inner.callbacks.borrow_mut();
            let place = callbacks.binary_search_by_key(&id, |(other, _)| *other).ok();
            let removed = place.map(|place| callbacks.remove(place));
            drop(callbacks);
            drop(removed);
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.inner.callbacks.borrow().is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.inner.callbacks.borrow().len()
    }

    /// Visits those that are there both now and when their turn comes.
    pub(super) fn each(&self, visit: impl Fn(&F)) {
        let (mut before, last) = (0, self.inner.last.get());
        // Others may come and go in between.
        while let Some((id, callback)) = self.inner.after(before).filter(|(id, _)| *id <= last) {
            visit(&callback);
            before = id;
        }
    }
}

impl Listeners {
    pub(super) fn subscribe(&self, callback: Rc<dyn Fn()>) -> Subscription {
        self.add(callback)
    }

    pub(super) fn notify(&self) {
        self.each(|callback| callback());
    }
}
