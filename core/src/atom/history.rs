//! Undo and redo.

use super::config::Spec;
use super::store::Inner;
use super::watch::{Change, Kind, Watch, identity};
use super::{Store, Subscription, Writable};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::rc::Rc;

/// Remembers the changes of some atoms, and undoes them.
///
/// All that changes until the store is quiet again is one step: a batch, an
/// action, a transaction, with what listeners made of it. Changes that end
/// where they began are no step.
///
/// ```
/// use vitrine_core::atom::{Atom, History, Store};
/// let store = Store::default();
/// let (width, height) = (Atom::new("width", 1), Atom::new("height", 1));
/// let history = History::new(&store, 100);
/// history.track(&width);
/// history.track(&height);
/// store.batch(|| {
///     store.set(&width, 2);
///     store.set(&height, 2);
/// });
/// store.set(&width, 3);
/// assert!(history.undo() && history.undo() && !history.undo());
/// assert_eq!((store.get(&width), store.get(&height)), (1, 1));
/// history.jump(2);
/// assert_eq!((store.get(&width), store.get(&height)), (3, 2));
/// ```
pub struct History {
    store: Store,
    log: Rc<Log>,
    _guard: Subscription,
}

/// One step of a [`History`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryStep {
    /// The name of the action that made it.
    pub cause: Option<Rc<str>>,
    /// The labels of the atoms that it changed.
    pub atoms: Vec<String>,
}

struct Step {
    cause: Option<Rc<str>>,
    parts: Vec<Part>,
}

struct Part {
    spec: Rc<dyn Spec>,
    from: Rc<dyn Any>,
    to: Rc<dyn Any>,
}

struct Log {
    limit: usize,
    tracked: RefCell<Vec<Rc<dyn Spec>>>,
    steps: RefCell<VecDeque<Step>>,
    /// How many of the steps are done, and not undone.
    position: Cell<usize>,
    open: RefCell<Option<Step>>,
    is_paused: Cell<bool>,
}

impl Watch for Log {
    fn changed(&self, change: &Change) {
        if self.is_paused.get() || change.kind != Kind::Set {
            return;
        }
        let atom = identity(&change.spec);
        let is_tracked = self.tracked.borrow().iter().any(|spec| identity(spec) == atom);
        let (true, Some(from)) = (is_tracked, &change.from) else { return };
        let mut open = self.open.borrow_mut();
        let step =
            open.get_or_insert_with(|| Step { cause: change.cause.clone(), parts: Vec::new() });
        if let Some(part) = step.parts.iter_mut().find(|part| identity(&part.spec) == atom) {
            part.to = Rc::clone(&change.to);
        } else {
            let (spec, from, to) =
                (Rc::clone(&change.spec), Rc::clone(from), Rc::clone(&change.to));
            step.parts.push(Part { spec, from, to });
        }
    }

    fn settled(&self, _store: &Store) {
        let Some(mut step) = self.open.take() else { return };
        step.parts.retain(|part| !part.spec.is_same(part.from.as_ref(), part.to.as_ref()));
        if step.parts.is_empty() || self.limit == 0 {
            return;
        }
        let mut steps = self.steps.borrow_mut();
        steps.truncate(self.position.get());
        if steps.len() == self.limit {
            steps.pop_front();
        }
        steps.push_back(step);
        self.position.set(steps.len());
    }
}

#[expect(clippy::must_use_candidate, reason = "undoing counts, not whether there was something")]
impl History {
    /// Returns a history of at most `limit` steps, which tracks no atom yet.
    #[must_use]
    pub fn new(store: &Store, limit: usize) -> Self {
        let log = Rc::new(Log {
            limit,
            tracked: RefCell::default(),
            steps: RefCell::default(),
            position: Cell::new(0),
            open: RefCell::default(),
            is_paused: Cell::new(false),
        });
        let guard = store.inner.watch(Rc::clone(&log) as Rc<dyn Watch>);
        Self { store: store.clone(), log, _guard: guard }
    }

    /// Remembers the changes of `atom` from now on. One that is derived and
    /// can be set needs no tracking: what it sets does.
    pub fn track<W: Writable>(&self, atom: &W) {
        if let Some(spec) = atom.front().header.spec() {
            self.log.tracked.borrow_mut().push(spec);
        }
    }

    /// Undoes a step; returns whether there was one.
    pub fn undo(&self) -> bool {
        let position = self.log.position.get();
        position > 0 && self.jump(position - 1)
    }

    /// Does a step again that was undone; returns whether there was one.
    pub fn redo(&self) -> bool {
        self.jump(self.log.position.get() + 1)
    }

    /// Goes to where `position` steps are done, in one batch; returns whether
    /// there are that many.
    pub fn jump(&self, position: usize) -> bool {
        let now = self.log.position.get();
        if position > self.len() {
            return false;
        }
        let cause = if position < now { "undo" } else { "redo" };
        let paused = Paused(&self.log);
        self.log.is_paused.set(true);
        let values: Vec<(Rc<dyn Spec>, Rc<dyn Any>)> = {
            let steps = self.log.steps.borrow();
            let back = steps.range(position.min(now)..now).rev();
            let back = back.flat_map(|step| step.parts.iter().rev().map(|it| (&it.spec, &it.from)));
            let forth = steps.range(now..position.max(now));
            let forth = forth.flat_map(|step| step.parts.iter().map(|it| (&it.spec, &it.to)));
            back.chain(forth).map(|(spec, value)| (Rc::clone(spec), Rc::clone(value))).collect()
        };
        Inner::because(&self.store, cause, || {
            for (spec, value) in &values {
                spec.restore(&self.store.inner, value.as_ref());
            }
        });
        self.log.position.set(position);
        drop(paused);
        true
    }

    /// Returns how many steps are remembered, undone ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.log.steps.borrow().len()
    }

    /// Returns whether no step is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns how many of the steps are done.
    #[must_use]
    pub fn position(&self) -> usize {
        self.log.position.get()
    }

    /// Returns what the steps are, the oldest first.
    #[must_use]
    pub fn steps(&self) -> Vec<HistoryStep> {
        let steps = self.log.steps.borrow();
        let step = |step: &Step| HistoryStep {
            cause: step.cause.clone(),
            atoms: step.parts.iter().map(|part| part.spec.header().label.to_string()).collect(),
        };
        steps.iter().map(step).collect()
    }

    /// Forgets all steps.
    pub fn clear(&self) {
        let steps = self.log.steps.take();
        self.log.position.set(0);
        drop(steps);
    }
}

struct Paused<'a>(&'a Log);

impl Drop for Paused<'_> {
    fn drop(&mut self) {
        self.0.is_paused.set(false);
    }
}

impl fmt::Debug for History {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers = (self.position(), self.len());
        formatter.debug_tuple("History").field(&numbers).finish()
    }
}
