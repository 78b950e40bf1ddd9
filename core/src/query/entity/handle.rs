//! The handle of one record.

use super::fields::Fields;
use super::mark::{Detail, RequestStart, Stamp};
use super::state::{Layer, Node, State};
use crate::atom::Subscription;
use crate::query::listeners::Listeners;
use crate::query::planted::{Planted, is_planted};
use crate::record::{Identifier, Path, Record};
use serde_json::Value;
use std::cell::RefCell;
use std::fmt;
use std::rc::{Rc, Weak};

/// A record in its place in the store.
///
/// A cheap handle; clones are the same record, and so are two handles that are
/// equal. As long as there is one, the record is not collected.
#[derive(Clone)]
pub struct Entity(pub(super) Rc<Inner>);

pub(super) struct Inner {
    pub(super) resource: Rc<str>,
    /// `None` for a row without a key, which is on its page only.
    identifier: RefCell<Option<Identifier>>,
    state: RefCell<State>,
    /// The record that this one, made under a temporary key, turned out to be.
    forward: RefCell<Option<Entity>>,
}

impl Entity {
    pub(super) fn new(resource: &Rc<str>, identifier: Option<Identifier>) -> Self {
        Self(Rc::new(Inner {
            resource: Rc::clone(resource),
            identifier: RefCell::new(identifier),
            state: RefCell::default(),
            forward: RefCell::default(),
        }))
    }

    /// Returns the resource of the record.
    #[must_use]
    pub fn resource(&self) -> Rc<str> {
        Rc::clone(&self.0.resource)
    }

    /// Returns the key; the real one as soon as it is known, and `None` for a
    /// row without any.
    #[must_use]
    pub fn identifier(&self) -> Option<Identifier> {
        self.resolve().0.identifier.borrow().clone()
    }

    /// Returns the whole record as it is shown; `None` where it is not known or
    /// is being deleted. The fields are parsed when they are first asked for.
    #[must_use]
    pub fn record(&self) -> Option<Record> {
        let this = self.resolve();
        let identifier = this.0.identifier.borrow();
        this.0.state.borrow_mut().record(identifier.as_ref())
    }

    /// Returns the field at `path` as it is shown, without parsing the others.
    #[must_use]
    pub fn field(&self, path: &Path) -> Option<Value> {
        self.resolve().0.state.borrow().shown(path).map(|shown| shown.to_value())
    }

    /// Returns the field at `path` as JSON text; numbers have all the digits
    /// that the server wrote.
    #[must_use]
    pub fn text(&self, path: &Path) -> Option<String> {
        self.resolve().0.state.borrow().shown(path).map(|shown| shown.to_text())
    }

    /// Returns whether a write of the record waits for its answer.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        !self.resolve().0.state.borrow().pending.is_empty()
    }

    /// Returns whether there is a record to be shown: it is known, or being
    /// made, and not being deleted.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.resolve().0.state.borrow().is_shown()
    }

    /// Calls `callback` after each change of the record, until the guard is
    /// dropped.
    pub fn subscribe(&self, callback: impl Fn() + 'static) -> Subscription {
        self.subscribe_all(Rc::new(callback))
    }

    /// Calls `callback` after each change of what stands at `path`, until the
    /// guard is dropped.
    pub fn subscribe_field(&self, path: &Path, callback: impl Fn() + 'static) -> Subscription {
        self.subscribe_node(path, Rc::new(callback))
    }

    pub(super) fn subscribe_all(&self, callback: Rc<dyn Fn()>) -> Subscription {
        let this = self.resolve();
        let mut state = this.0.state.borrow_mut();
        if state.listeners.is_empty() {
            state.listeners.push(Listeners::default());
        }
        let guard = state.listeners[0].subscribe(callback);
        this.guarded(guard)
    }

    pub(super) fn subscribe_node(&self, path: &Path, callback: Rc<dyn Fn()>) -> Subscription {
        if path.is_root() {
            return self.subscribe_all(callback);
        }
        let this = self.resolve();
        let mut state = this.0.state.borrow_mut();
        let place = state.nodes.iter().position(|node| node.path == *path);
        let place = place.unwrap_or_else(|| {
            let last = state.shown(path);
            let listeners = Listeners::default();
            state.nodes.push(Node { path: path.clone(), last, listeners });
            state.nodes.len() - 1
        });
        let guard = state.nodes[place].listeners.subscribe(callback);
        this.guarded(guard)
    }

    /// Returns a guard that also takes away what nobody looks at any more.
    fn guarded(&self, guard: Subscription) -> Subscription {
        let inner: Weak<Inner> = Rc::downgrade(&self.0);
        Subscription::new(move || {
            drop(guard);
            let Some(inner) = inner.upgrade() else { return };
            if is_planted(Planted::NodesStay) {
                return;
            }
            let entity = Self(inner).resolve();
            let mut state = entity.0.state.borrow_mut();
            state.nodes.retain(|node| !node.listeners.is_empty());
            state.listeners.retain(|listeners| !listeners.is_empty());
        })
    }

    /// Returns the record that this one turned out to be, or this one.
    pub(super) fn resolve(&self) -> Self {
        let mut entity = self.clone();
        loop {
            let next = entity.0.forward.borrow().clone();
            match next {
                Some(next) => entity = next,
                None => return entity,
            }
        }
    }

    pub(super) fn with_state<T>(&self, read: impl FnOnce(&mut State) -> T) -> T {
        read(&mut self.resolve().0.state.borrow_mut())
    }

    /// Makes a change and adds those to `calls` who are to be told. `change`
    /// returns whether something has changed.
    pub(super) fn change(
        &self,
        calls: &mut Vec<Listeners>,
        change: &mut dyn FnMut(&mut State) -> bool,
    ) -> bool {
        let this = self.resolve();
        let state = &mut *this.0.state.borrow_mut();
        // Under pending writes a change of the server's fields need not show.
        let before = (!state.pending.is_empty()).then(|| state.record(None));
        if !change(state) {
            return false;
        }
        state.forget_view();
        state.refresh_nodes(calls);
        if !state.listeners.is_empty() && before.is_none_or(|before| before != state.record(None)) {
            calls.extend(state.listeners.iter().cloned());
        }
        true
    }

    /// Takes in what an answer said.
    pub(super) fn put(
        &self,
        calls: &mut Vec<Listeners>,
        fields: Fields,
        stamp: Stamp,
        detail: Option<Detail>,
    ) -> bool {
        let mut answer = Some((fields, detail));
        self.change(calls, &mut |state| {
            answer.take().is_some_and(|(fields, detail)| state.put(fields, stamp, detail))
        })
    }

    /// Returns the text of the latest answer, by which the next one is
    /// recognized.
    pub(super) fn latest_bytes(&self) -> Option<Rc<[u8]>> {
        match self.0.state.borrow().layers.first().map(|layer| &layer.fields) {
            Some(Fields::Bytes(bytes)) => Some(Rc::clone(bytes)),
            _ => None,
        }
    }

    /// Takes note that an answer requested at `start` said `text`; returns
    /// whether that is still the latest one.
    pub(super) fn confirm_bytes(
        &self,
        text: &Rc<[u8]>,
        start: RequestStart,
        is_forgotten: bool,
    ) -> bool {
        match self.0.state.borrow_mut().layers.first_mut() {
            Some(Layer { fields: Fields::Bytes(bytes), stamp }) if Rc::ptr_eq(bytes, text) => {
                if !is_forgotten {
                    *stamp = (*stamp).max(start.into());
                }
                true
            }
            _ => false,
        }
    }

    /// Forgets what is known.
    ///
    /// Apart from [`change`](Self::change): every program clears its client,
    /// and one that keeps no records does not need what reads fields.
    pub(super) fn forget(&self, calls: &mut Vec<Listeners>) {
        let state = &mut *self.0.state.borrow_mut();
        for node in &mut state.nodes {
            if node.last.take().is_some() {
                calls.push(node.listeners.clone());
            }
        }
        if !state.layers.is_empty() || !state.pending.is_empty() {
            calls.extend(state.listeners.iter().cloned());
        }
        state.clear();
    }

    /// Gives the record its real key.
    pub(super) fn rename(&self, identifier: Identifier) {
        self.0.identifier.replace(Some(identifier));
    }

    /// Makes this handle, and those who look at it, mean `other`.
    pub(super) fn merge_into(&self, other: &Self, calls: &mut Vec<Listeners>) {
        let own = self.0.state.take();
        other.change(calls, &mut |state| {
            for node in &own.nodes {
                let (path, last) = (node.path.clone(), node.last.clone());
                state.nodes.push(Node { path, last, listeners: node.listeners.clone() });
            }
            state.listeners.extend(own.listeners.iter().cloned());
            state.pending.extend(own.pending.iter().cloned());
            state.pending.sort_by_key(|(id, _)| *id);
            true
        });
        self.0.forward.replace(Some(other.clone()));
    }

    /// Returns whether anybody but the store names this record.
    pub(super) fn is_referenced(&self) -> bool {
        let state = self.0.state.borrow();
        let is_observed = !state.nodes.is_empty() || !state.listeners.is_empty();
        Rc::strong_count(&self.0) > 1 || is_observed || !state.pending.is_empty()
    }
}

impl PartialEq for Entity {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || Rc::ptr_eq(&self.resolve().0, &other.resolve().0)
    }
}

impl Eq for Entity {}

impl fmt::Debug for Entity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let identifier = self.identifier();
        let identifier = identifier.as_ref().map_or("?", Identifier::as_str);
        write!(formatter, "Entity({}/{identifier})", self.0.resource)
    }
}
