//! State that follows other atoms until it is set.

use super::config::{Front, HasFront, Readable, Writable};
use super::{Atom, Error, Reader, Store, WritableDerived};
use std::borrow::Cow;

/// State with a computed default.
///
/// ```
/// use vitrine_core::atom::{Atom, Overridable, Store};
/// let store = Store::default();
/// let name = Atom::new("name", "ada".to_owned());
/// let from = name.clone();
/// let login = Overridable::new("login", move |reader| reader.get(&from));
/// store.set(&name, "grace".to_owned());
/// assert_eq!(store.get(&login), "grace");
/// store.set(&login, "hopper".to_owned());
/// store.set(&name, "mary".to_owned());
/// assert_eq!(store.get(&login), "hopper");
/// login.reset(&store);
/// assert_eq!(store.get(&login), "mary");
/// ```
#[derive(Debug, Clone)]
pub struct Overridable<T: 'static> {
    own: Atom<Option<T>>,
    shown: WritableDerived<T>,
}

impl<T: Clone + PartialEq + 'static> Overridable<T> {
    /// Returns an atom that is what `read` computes, until it is set.
    #[must_use]
    pub fn new(
        label: impl Into<Cow<'static, str>>,
        read: impl Fn(&Reader<'_>) -> Result<T, Error> + 'static,
    ) -> Self {
        let label = label.into();
        let own = Atom::new(label.clone(), None);
        let (from, to) = (own.clone(), own.clone());
        let shown = WritableDerived::new(
            label,
            move |reader| match reader.get(&from)? {
                Some(value) => Ok(value),
                None => read(reader),
            },
            move |store, value| store.set(&to, Some(value)),
        );
        Self { own, shown }
    }

    /// Lets the atom follow its default again.
    pub fn reset(&self, store: &Store) {
        store.set(&self.own, None);
    }

    /// Returns whether the atom was set.
    #[must_use]
    pub fn is_set(&self, store: &Store) -> bool {
        store.get(&self.own).is_some()
    }
}

impl<T: 'static> HasFront for Overridable<T> {
    type Held = T;

    fn front(&self) -> &Front<T> {
        self.shown.front()
    }
}

impl<T: Clone + PartialEq + 'static> Readable for Overridable<T> {
    type Value = T;
}

impl<T: Clone + PartialEq + 'static> Writable for Overridable<T> {
    fn write(&self, store: &Store, value: T) {
        self.shown.write(store, value);
    }
}
