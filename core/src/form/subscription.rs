//! Who is told of a change.

use crate::record::Path;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::rc::{Rc, Weak};

type Callback = Rc<dyn Fn()>;

/// What changed in one step.
#[derive(Debug, Default)]
pub(super) struct Changed {
    /// Single fields.
    pub(super) fields: BTreeSet<Path>,
    /// Fields with all that they hold; the root is everything.
    pub(super) subtrees: Vec<Path>,
    /// Whether the form as a whole changed.
    pub(super) form: bool,
}

/// What a subscription is for; `None` is the form as a whole.
type Topic = Option<Path>;

#[derive(Default)]
pub(super) struct Subscribers {
    next: Cell<u64>,
    callbacks: RefCell<BTreeMap<Topic, Vec<(u64, Callback)>>>,
}

impl Subscribers {
    pub(super) fn add(self: &Rc<Self>, topic: Topic, callback: Callback) -> Subscription {
        let id = self.next.get();
        self.next.set(id + 1);
        self.callbacks.borrow_mut().entry(topic.clone()).or_default().push((id, callback));
        Subscription { subscribers: Rc::downgrade(self), topic, id }
    }

    /// Calls back whoever subscribed to what changed, fields first.
    pub(super) fn notify(&self, changed: &Changed) {
        // Callbacks may subscribe and unsubscribe, so none is called while the
        // list is borrowed.
        let mut due: Vec<Callback> = Vec::new();
        let callbacks = self.callbacks.borrow();
        let mut add = |list: &[(u64, Callback)]| due.extend(list.iter().map(|(_, c)| Rc::clone(c)));
        let is_within = |path: &Path| changed.subtrees.iter().any(|top| path.starts_with(top));
        for path in changed.fields.iter().filter(|path| !is_within(path)) {
            callbacks.get(&Some(path.clone())).into_iter().for_each(|list| add(list));
        }
        if !changed.subtrees.is_empty() {
            for (topic, list) in callbacks.iter() {
                if topic.as_ref().is_some_and(is_within) {
                    add(list);
                }
            }
        }
        if changed.form {
            callbacks.get(&None).into_iter().for_each(|list| add(list));
        }
        drop(callbacks);
        for callback in due {
            callback();
        }
    }
}

/// Keeps a subscription alive; dropping it ends the subscription.
#[must_use = "dropping it ends the subscription"]
pub struct Subscription {
    subscribers: Weak<Subscribers>,
    topic: Topic,
    id: u64,
}

impl fmt::Debug for Subscription {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Subscription").field(&self.topic).finish()
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let Some(subscribers) = self.subscribers.upgrade() else { return };
        // What a callback captured may own further subscriptions, so it is
        // dropped after the borrow has ended.
        let mut callbacks = subscribers.callbacks.borrow_mut();
        let Some(list) = callbacks.get_mut(&self.topic) else { return };
        let position = list.iter().position(|(id, _)| *id == self.id);
        let callback = position.map(|position| list.remove(position));
        if list.is_empty() {
            callbacks.remove(&self.topic);
        }
        drop(callbacks);
        drop(callback);
    }
}
