//! Hearing of every change, with who, when, from and to.

use super::watch::{Change, Kind, Watch};
use super::{Store, Subscription};
use crate::platform::Clock;
use std::any::Any;
use std::fmt;
use std::rc::Rc;

/// A change as a tracer hears of it.
pub struct Traced<'a> {
    at: u64,
    change: &'a Change,
}

impl Traced<'_> {
    /// Returns when it happened, in milliseconds since the Unix epoch.
    #[must_use]
    pub fn at(&self) -> u64 {
        self.at
    }

    /// Returns the name of the atom.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.change.spec.header().label
    }

    /// Returns the name of the outermost action that was running, or what else
    /// made the change: `undo`, `redo`, `replay`, `another tab`.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.change.cause.as_deref()
    }

    /// Returns whether the value was computed; else it was set.
    #[must_use]
    pub fn is_computed(&self) -> bool {
        self.change.kind == Kind::Computed
    }

    /// Returns the value before, if there was one and it is a `T`.
    #[must_use]
    pub fn from<T: Any>(&self) -> Option<&T> {
        self.change.from.as_ref()?.downcast_ref()
    }

    /// Returns the new value, if it is a `T`.
    #[must_use]
    pub fn to<T: Any>(&self) -> Option<&T> {
        self.change.to.downcast_ref()
    }
}

impl fmt::Debug for Traced<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Traced")
            .field("at", &self.at)
            .field("label", &self.label())
            .field("cause", &self.cause())
            .finish_non_exhaustive()
    }
}

struct Tracer<F> {
    clock: Rc<dyn Clock>,
    callback: F,
}

impl<F: Fn(&Traced<'_>)> Watch for Tracer<F> {
    fn changed(&self, change: &Change) {
        (self.callback)(&Traced { at: self.clock.now(), change });
    }
}

impl Store {
    /// Calls `callback` with every change of every atom, as it happens, until
    /// the guard is dropped. It must not set atoms.
    ///
    /// A derived atom is heard of when it is computed, which may be never. A
    /// store that nobody traces pays nothing.
    ///
    /// ```
    /// use std::{cell::RefCell, rc::Rc};
    /// use vitrine_core::{atom::{Action, Atom, Store}, platform::ManualClock};
    /// let store = Store::default();
    /// let count = Atom::new("count", 1);
    /// let lines = Rc::new(RefCell::new(Vec::new()));
    /// let into = Rc::clone(&lines);
    /// let guard = store.trace(Rc::new(ManualClock::new(7)), move |it| {
    ///     into.borrow_mut().push(format!(
    ///         "{} {:?} {}: {:?} -> {:?}",
    ///         it.at(), it.cause(), it.label(), it.from::<i32>(), it.to::<i32>(),
    ///     ));
    /// });
    /// let inside = count.clone();
    /// store.run(&Action::new("add", move |store: &Store, by| store.update(&inside, |it| *it += by)), 4);
    /// assert_eq!(*lines.borrow(), [r#"7 Some("add") count: Some(1) -> Some(5)"#]);
    /// drop(guard);
    /// ```
    pub fn trace(
        &self,
        clock: Rc<dyn Clock>,
        callback: impl Fn(&Traced<'_>) + 'static,
    ) -> Subscription {
        self.inner.watch(Rc::new(Tracer { clock, callback }))
    }
}
