//! Callbacks that come and go.

use crate::atom::Subscription;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

type Callback = Rc<dyn Fn()>;

#[derive(Clone, Default)]
pub(super) struct Listeners {
    inner: Rc<Inner>,
}

#[derive(Default)]
struct Inner {
    last: Cell<u64>,
    callbacks: RefCell<Vec<(u64, Callback)>>,
}

impl Listeners {
    pub(super) fn subscribe(&self, callback: Rc<dyn Fn()>) -> Subscription {
        let id = self.inner.last.get() + 1;
        self.inner.last.set(id);
        self.inner.callbacks.borrow_mut().push((id, callback));
        let inner = Rc::downgrade(&self.inner);
        Subscription::new(move || {
            let Some(inner) = inner.upgrade() else { return };
            let mut callbacks = inner.callbacks.borrow_mut();
            let position = callbacks.iter().position(|(other, _)| *other == id);
            let removed = position.map(|position| callbacks.remove(position));
            drop(callbacks);
            drop(removed);
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.inner.callbacks.borrow().is_empty()
    }

    /// Calls those that are subscribed both now and when their turn comes.
    pub(super) fn notify(&self) {
        let ids: Vec<u64> = self.inner.callbacks.borrow().iter().map(|(id, _)| *id).collect();
        for id in ids {
            let callback = {
                let callbacks = self.inner.callbacks.borrow();
                let found = callbacks.iter().find(|(other, _)| *other == id);
                found.map(|(_, callback)| Rc::clone(callback))
            };
            if let Some(callback) = callback {
                callback();
            }
        }
    }
}
