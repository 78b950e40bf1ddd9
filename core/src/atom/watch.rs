//! What the optional parts of a store are told.
//!
//! Tracing, history, recording and sharing plug in here. A store without any
//! of them pays for one flag that is looked at.

use super::config::Spec;
use super::store::Inner;
use super::{Store, Subscription};
use std::any::Any;
use std::rc::Rc;

/// How a value came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Set,
    Computed,
}

/// A new value of an atom.
#[derive(Clone)]
pub(super) struct Change {
    pub(super) kind: Kind,
    pub(super) spec: Rc<dyn Spec>,
    /// Nothing when the atom had no value before.
    pub(super) from: Option<Rc<dyn Any>>,
    pub(super) to: Rc<dyn Any>,
    /// The version of the value before.
    pub(super) version: u64,
    /// The action that was running.
    pub(super) cause: Option<Rc<str>>,
}

/// An optional part of a store.
pub(super) trait Watch {
    /// Hears of a change as it happens; must not set atoms.
    fn changed(&self, change: &Change);

    /// Hears that all listeners have heard of the changes so far.
    fn settled(&self, _store: &Store) {}
}

/// The address of an atom, as its identity.
pub(super) fn identity(spec: &Rc<dyn Spec>) -> *const () {
    Rc::as_ptr(spec).cast()
}

impl Inner {
    pub(super) fn is_watched(&self) -> bool {
        self.is_watched.get()
    }

    /// Plugs a part in until the guard is dropped.
    pub(super) fn watch(&self, watch: Rc<dyn Watch>) -> Subscription {
        self.watches.borrow_mut().push(Rc::clone(&watch));
        self.is_watched.set(true);
        let this = self.this.clone();
        Subscription::new(move || {
            let Some(inner) = this.upgrade() else { return };
            let mut watches = inner.watches.borrow_mut();
            watches.retain(|other| !Rc::ptr_eq(other, &watch));
            inner.is_watched.set(!watches.is_empty());
        })
    }

    #[cold]
    pub(super) fn tell(&self, mut change: Change) {
        change.cause.clone_from(&self.cause.borrow());
        let watches = self.watches.borrow().clone();
        for watch in watches {
            watch.changed(&change);
        }
    }

    #[cold]
    pub(super) fn tell_settled(&self) {
        let Some(inner) = self.this.upgrade() else { return };
        let (store, watches) = (Store { inner }, self.watches.borrow().clone());
        for watch in watches {
            watch.settled(&store);
        }
    }

    /// Runs `changes` in a batch, with `cause` as the reason of what changes.
    pub(super) fn because<T>(store: &Store, cause: &str, changes: impl FnOnce() -> T) -> T {
        let before = store.inner.cause.replace(Some(cause.into()));
        let guard = Restore { store, before };
        let result = store.batch(changes);
        drop(guard);
        result
    }
}

/// Gives the outer action its name back, also when the inner one panics.
struct Restore<'a> {
    store: &'a Store,
    before: Option<Rc<str>>,
}

impl Drop for Restore<'_> {
    fn drop(&mut self) {
        self.store.inner.cause.replace(self.before.take());
    }
}
