//! Who is told of a change.

use super::path_map::{PathMap, PathSet};
use crate::record::Path;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

type Callback = Rc<dyn Fn()>;
type Callbacks = Vec<(u64, Callback)>;

/// What changed in one step.
#[derive(Debug, Default)]
pub(super) struct Changed {
    /// Single fields.
    pub(super) fields: PathSet,
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
    fields: RefCell<PathMap<Callbacks>>,
    form: RefCell<Callbacks>,
}

impl Subscribers {
    pub(super) fn add(self: &Rc<Self>, topic: Topic, callback: Callback) -> Subscription {
        let id = self.next.get();
        self.next.set(id + 1);
        match &topic {
            Some(path) => self.fields.borrow_mut().entry(path).push((id, callback)),
            None => self.form.borrow_mut().push((id, callback)),
        }
        Subscription { subscribers: Rc::downgrade(self), topic, id }
    }

    /// Calls back whoever subscribed to what changed, fields first.
    pub(super) fn notify(&self, changed: &Changed) {
        // Callbacks may subscribe and unsubscribe, so none is called while the
        // list is borrowed.
        let mut due: Vec<Callback> = Vec::new();
        let mut add = |list: &Callbacks| due.extend(list.iter().map(|(_, c)| Rc::clone(c)));
        let fields = self.fields.borrow();
        if changed.subtrees.is_empty() {
            changed.fields.paths().filter_map(|path| fields.get(path)).for_each(&mut add);
        } else {
            let is_changed = |path: &Path| {
                let is_within = changed.subtrees.iter().any(|top| path.starts_with(top));
                is_within || changed.fields.has(path)
            };
            let due = fields.iter().filter(|(path, _)| is_changed(path));
            due.map(|(_, list)| list).for_each(&mut add);
        }
        drop(fields);
        if changed.form {
            add(&self.form.borrow());
        }
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
        let take = |list: &mut Callbacks| {
            let position = list.iter().position(|(id, _)| *id == self.id);
            position.map(|position| list.remove(position))
        };
        let callback = match &self.topic {
            None => take(&mut subscribers.form.borrow_mut()),
            Some(path) => {
                let mut fields = subscribers.fields.borrow_mut();
                let callback = take(fields.entry(path));
                if fields.get(path).is_some_and(Vec::is_empty) {
                    fields.remove(path);
                }
                callback
            }
        };
        drop(callback);
    }
}
