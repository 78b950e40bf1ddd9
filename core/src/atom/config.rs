//! Atoms as values: what describes state without holding it.

use super::graph::NodeId;
use super::graveyard::bury;
use super::store::Inner;
use super::{Error, Reader, Store};
use crate::platform::KeyValue;
use std::any::Any;
use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;
use std::rc::{Rc, Weak};

pub(super) type Erased = Rc<dyn Any>;
pub(super) type Initial = Box<dyn Fn(&dyn KeyValue) -> Erased>;
pub(super) type Save = Box<dyn Fn(&dyn KeyValue, Option<&dyn Any>)>;
pub(super) type Read = Box<dyn Fn(&Reader<'_>) -> Result<Erased, Error>>;

type Write<T> = dyn Fn(&Store, T);

/// The part of an atom that does not depend on its type.
pub struct Config {
    pub(super) label: Cow<'static, str>,
    pub(super) is_same: fn(&dyn Any, &dyn Any) -> bool,
    pub(super) kind: Kind,
    /// The stores that hold state of this atom; nearly always one.
    homes: RefCell<Vec<(Weak<Inner>, NodeId)>>,
}

pub(super) enum Kind {
    Source { initial: Initial, save: Option<Save> },
    Derived { read: Read },
}

impl Config {
    pub(super) fn new<T: PartialEq + 'static>(label: Cow<'static, str>, kind: Kind) -> Rc<Self> {
        Rc::new(Self { label, is_same: is_same::<T>, kind, homes: RefCell::default() })
    }

    pub(super) fn node_in(&self, store: &Weak<Inner>) -> Option<NodeId> {
        let homes = self.homes.borrow();
        homes.iter().find(|(home, _)| home.ptr_eq(store)).map(|(_, id)| *id)
    }

    pub(super) fn move_into(&self, store: Weak<Inner>, id: NodeId) {
        let mut homes = self.homes.borrow_mut();
        homes.retain(|(home, _)| home.strong_count() > 0);
        homes.push((store, id));
    }
}

impl Drop for Config {
    fn drop(&mut self) {
        for (home, id) in self.homes.take() {
            if let Some(store) = home.upgrade() {
                store.forget(id);
            }
        }
        if let Kind::Derived { read } = &mut self.kind {
            bury(std::mem::replace(read, Box::new(|_| Err(Error::interrupted()))));
        }
    }
}

fn is_same<T: PartialEq + 'static>(left: &dyn Any, right: &dyn Any) -> bool {
    matches!((left.downcast_ref::<T>(), right.downcast_ref::<T>()), (Some(a), Some(b)) if a == b)
}

mod sealed {
    use super::Config;
    use std::rc::Rc;

    pub trait HasConfig {
        fn config(&self) -> &Rc<Config>;
    }
}

pub(super) use sealed::HasConfig;

/// An atom that a [`Store`] can read.
pub trait Readable: HasConfig {
    /// What the atom holds.
    type Value: Clone + PartialEq + 'static;

    /// Returns the name given to the atom, for messages and tracing.
    fn label(&self) -> &str {
        &self.config().label
    }
}

/// An atom that a [`Store`] can set.
pub trait Writable: Readable {
    /// Sets the atom in `store`; the same as [`Store::set`].
    fn write(&self, store: &Store, value: Self::Value);
}

/// A piece of state: a label and a default.
///
/// Two atoms with the same label are still two atoms; clones are the same one.
pub struct Atom<T> {
    config: Rc<Config>,
    value: PhantomData<fn() -> T>,
}

impl<T: Clone + PartialEq + 'static> Atom<T> {
    /// Returns an atom that starts as `default` in every store.
    #[must_use]
    pub fn new(label: impl Into<Cow<'static, str>>, default: T) -> Self {
        let default: Erased = Rc::new(default);
        Self::from_parts(label.into(), Box::new(move |_| Rc::clone(&default)), None)
    }

    pub(super) fn from_parts(
        label: Cow<'static, str>,
        initial: Initial,
        save: Option<Save>,
    ) -> Self {
        let config = Config::new::<T>(label, Kind::Source { initial, save });
        Self { config, value: PhantomData }
    }
}

impl<T> HasConfig for Atom<T> {
    fn config(&self) -> &Rc<Config> {
        &self.config
    }
}

impl<T: Clone + PartialEq + 'static> Readable for Atom<T> {
    type Value = T;
}

impl<T: Clone + PartialEq + 'static> Writable for Atom<T> {
    fn write(&self, store: &Store, value: T) {
        store.inner.set(&self.config, Rc::new(value));
    }
}

/// State that is computed from other atoms.
pub struct Derived<T> {
    config: Rc<Config>,
    value: PhantomData<fn() -> T>,
}

impl<T: Clone + PartialEq + 'static> Derived<T> {
    /// Returns an atom computed by `read`.
    ///
    /// Dependencies are what the last run of `read` got from its [`Reader`].
    /// `read` must have no effects: the store may run it less or more often
    /// than it is asked for the value.
    #[must_use]
    pub fn new(
        label: impl Into<Cow<'static, str>>,
        read: impl Fn(&Reader<'_>) -> Result<T, Error> + 'static,
    ) -> Self {
        let read: Read = Box::new(move |reader| read(reader).map(|value| Rc::new(value) as Erased));
        let config = Config::new::<T>(label.into(), Kind::Derived { read });
        Self { config, value: PhantomData }
    }

    /// Returns an atom computed from one other.
    #[must_use]
    pub fn map<R: Readable + Clone + 'static>(
        label: impl Into<Cow<'static, str>>,
        atom: &R,
        map: impl Fn(R::Value) -> T + 'static,
    ) -> Self {
        let atom = atom.clone();
        Self::new(label, move |reader| reader.get(&atom).map(&map))
    }
}

impl<T> HasConfig for Derived<T> {
    fn config(&self) -> &Rc<Config> {
        &self.config
    }
}

impl<T: Clone + PartialEq + 'static> Readable for Derived<T> {
    type Value = T;
}

/// State that is computed from other atoms and, when set, changes them.
pub struct WritableDerived<T> {
    derived: Derived<T>,
    write: Rc<Write<T>>,
}

impl<T: Clone + PartialEq + 'static> WritableDerived<T> {
    /// Returns an atom computed by `read`; setting it runs `write` in a batch.
    #[must_use]
    pub fn new(
        label: impl Into<Cow<'static, str>>,
        read: impl Fn(&Reader<'_>) -> Result<T, Error> + 'static,
        write: impl Fn(&Store, T) + 'static,
    ) -> Self {
        Self { derived: Derived::new(label, read), write: Rc::new(write) }
    }
}

impl<T> HasConfig for WritableDerived<T> {
    fn config(&self) -> &Rc<Config> {
        &self.derived.config
    }
}

impl<T: Clone + PartialEq + 'static> Readable for WritableDerived<T> {
    type Value = T;
}

impl<T: Clone + PartialEq + 'static> Writable for WritableDerived<T> {
    fn write(&self, store: &Store, value: T) {
        store.batch(|| (self.write)(store, value));
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Config").field(&self.label).finish()
    }
}

impl<T> Clone for Atom<T> {
    fn clone(&self) -> Self {
        Self { config: Rc::clone(&self.config), value: PhantomData }
    }
}

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        Self { config: Rc::clone(&self.config), value: PhantomData }
    }
}

impl<T> Clone for WritableDerived<T> {
    fn clone(&self) -> Self {
        Self { derived: self.derived.clone(), write: Rc::clone(&self.write) }
    }
}

impl<T> fmt::Debug for Atom<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Atom").field(&self.config.label).finish()
    }
}

impl<T> fmt::Debug for Derived<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Derived").field(&self.config.label).finish()
    }
}

impl<T> fmt::Debug for WritableDerived<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("WritableDerived").field(&self.derived.config.label).finish()
    }
}
