//! Changes with a name, arguments and a result.

use super::Store;
use super::store::Inner;
use std::borrow::Cow;
use std::fmt;
use std::rc::Rc;

type Act<A, R> = dyn Fn(&Store, A) -> R;

/// A named change of several atoms, as a value.
///
/// What it changes is told once, at its end, and traced under its name.
///
/// ```
/// use vitrine_core::atom::{Action, Atom, Store};
/// let store = Store::default();
/// let stock = Atom::new("stock", 3_u32);
/// let sell = Action::new("sell", {
///     let stock = stock.clone();
///     move |store: &Store, count: u32| {
///         let left = store.get(&stock).checked_sub(count)?;
///         store.set(&stock, left);
///         Some(left)
///     }
/// });
/// assert_eq!(store.run(&sell, 2), Some(1));
/// assert_eq!(store.run(&sell, 2), None);
/// ```
pub struct Action<A, R = ()> {
    label: Cow<'static, str>,
    act: Rc<Act<A, R>>,
}

impl<A, R> Action<A, R> {
    /// Returns an action that calls `act` with the store it is run in.
    #[must_use]
    pub fn new(
        label: impl Into<Cow<'static, str>>,
        act: impl Fn(&Store, A) -> R + 'static,
    ) -> Self {
        Self { label: label.into(), act: Rc::new(act) }
    }

    /// Returns the name, for messages and tracing.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }
}

impl Store {
    /// Runs `action` in a batch and returns its result.
    pub fn run<A, R>(&self, action: &Action<A, R>, arguments: A) -> R {
        Inner::because(self, &action.label, || (action.act)(self, arguments))
    }
}

impl<A, R> Clone for Action<A, R> {
    fn clone(&self) -> Self {
        Self { label: self.label.clone(), act: Rc::clone(&self.act) }
    }
}

impl<A, R> fmt::Debug for Action<A, R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Action").field(&self.label).finish()
    }
}
