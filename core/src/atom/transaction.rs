//! Changes that happen together or not at all.

use super::store::Inner;
use super::watch::{Change, Kind, Watch, identity};
use super::{Store, Subscription};
use std::cell::RefCell;
use std::rc::Rc;

impl Store {
    /// Runs `changes` in a batch; when it fails, or panics, every atom that it
    /// has set gets its value back.
    ///
    /// A listener does not hear of what was undone, unless the transaction has
    /// read a derived atom that it listens to.
    ///
    /// # Errors
    /// Fails as `changes` does.
    ///
    /// ```
    /// use vitrine_core::atom::{Atom, Store};
    /// let store = Store::default();
    /// let (from, to) = (Atom::new("from", 5), Atom::new("to", 0));
    /// let transfer = |amount: i32| {
    ///     store.transaction(|| {
    ///         store.update(&to, |to| *to += amount);
    ///         store.update(&from, |from| *from -= amount);
    ///         if store.get(&from) < 0 { Err("too little") } else { Ok(()) }
    ///     })
    /// };
    /// assert_eq!(transfer(9), Err("too little"));
    /// assert_eq!((store.get(&from), store.get(&to)), (5, 0));
    /// assert_eq!(transfer(2), Ok(()));
    /// assert_eq!((store.get(&from), store.get(&to)), (3, 2));
    /// ```
    pub fn transaction<T, E>(&self, changes: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        self.batch(|| {
            let log = Rc::new(Log::default());
            let guard = self.inner.watch(Rc::clone(&log) as Rc<dyn Watch>);
            let mut open = Open { inner: &self.inner, log, guard: Some(guard) };
            let result = changes();
            if result.is_ok() {
                open.log.first.borrow_mut().clear();
            }
            open.close();
            result
        })
    }
}

/// The first change of each atom, in the order of the changes.
#[derive(Default)]
struct Log {
    first: RefCell<Vec<Change>>,
}

impl Watch for Log {
    fn changed(&self, change: &Change) {
        let mut first = self.first.borrow_mut();
        let atom = identity(&change.spec);
        if change.kind == Kind::Set && !first.iter().any(|it| identity(&it.spec) == atom) {
            first.push(change.clone());
        }
    }
}

struct Open<'a> {
    inner: &'a Inner,
    log: Rc<Log>,
    guard: Option<Subscription>,
}

impl Open<'_> {
    /// Undoes what is in the log.
    fn close(&mut self) {
        drop(self.guard.take());
        for change in self.log.first.take().iter().rev() {
            if let Some(from) = &change.from {
                change.spec.restore(self.inner, from.as_ref());
                // What knew of the old version need not hear of the way back.
                let id = self.inner.node(change.spec.header());
                if let Some(node) = self.inner.graph.borrow_mut().get_mut(id) {
                    node.version = change.version;
                }
            }
        }
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.close();
    }
}
