//! The state of a store at one moment, for tests.

use super::Store;
use super::config::Spec;
use super::store::Inner;
use super::watch::identity;
use std::any::Any;
use std::fmt;
use std::rc::Rc;

/// Copies of everything that was set, or could have been.
///
/// It keeps the atoms alive whose values it holds.
///
/// ```
/// use vitrine_core::atom::{Atom, Snapshot, Store};
/// let store = Store::default();
/// let (name, age) = (Atom::new("name", "Ada"), Atom::new("age", 36));
/// store.set(&age, 37);
/// let before = Snapshot::take(&store);
/// store.set(&age, 40);
/// store.set(&name, "Grace");
/// assert_eq!(before.differences(&store), ["age", "name"]);
/// before.restore(&store);
/// assert_eq!((store.get(&name), store.get(&age)), ("Ada", 37));
/// ```
pub struct Snapshot {
    values: Vec<(Rc<dyn Spec>, Rc<dyn Any>)>,
}

impl Snapshot {
    /// Copies the value of every atom that is no derived one.
    #[must_use]
    pub fn take(store: &Store) -> Self {
        let sources = sources(&store.inner).into_iter();
        let values = sources.filter_map(|spec| {
            let value = spec.snapshot(&store.inner)?;
            Some((spec, value))
        });
        Self { values: values.collect() }
    }

    /// Returns the labels of the atoms that differ, in the order in which the
    /// store came to know them. An atom that it did not know then has
    /// a value of its own now, and is among them.
    #[must_use]
    pub fn differences(&self, store: &Store) -> Vec<String> {
        let differs = |spec: &Rc<dyn Spec>| match (self.find(spec), spec.snapshot(&store.inner)) {
            (Some(then), Some(now)) => !spec.is_same(then.as_ref(), now.as_ref()),
            _ => true,
        };
        let sources = sources(&store.inner).into_iter().filter(differs);
        sources.map(|spec| spec.header().label.to_string()).collect()
    }

    /// Gives every atom its value back, in one batch; one that the store did
    /// not know then gets its default.
    pub fn restore(&self, store: &Store) {
        Inner::because(store, "restore", || {
            for spec in sources(&store.inner) {
                match self.find(&spec) {
                    Some(then) => spec.restore(&store.inner, then.as_ref()),
                    None => spec.reset(&store.inner),
                }
            }
        });
    }

    fn find(&self, spec: &Rc<dyn Spec>) -> Option<&Rc<dyn Any>> {
        let found = self.values.iter().find(|(other, _)| identity(other) == identity(spec));
        found.map(|(_, value)| value)
    }
}

fn sources(inner: &Inner) -> Vec<Rc<dyn Spec>> {
    let mut specs = inner.graph.borrow().specs();
    specs.retain(|spec| !spec.header().is_derived);
    specs
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let labels = self.values.iter().map(|(spec, _)| &spec.header().label);
        formatter.debug_list().entries(labels).finish()
    }
}
