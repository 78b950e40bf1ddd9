//! Atoms that are computed.

use super::config::{Config, Front, HasFront, Readable, Spec, Writable};
use super::evaluate::EVALUATOR;
use super::graveyard::bury;
use super::header::Header;
use super::store::Inner;
use super::{Error, Reader, Store};
use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::mem::needs_drop;
use std::rc::{Rc, Weak};

pub trait Read<T> {
    fn read(&self, reader: &Reader<'_>) -> Result<T, Error>;
}

pub trait ReadWrite<T>: Read<T> {
    fn write(&self, store: &Store, value: T);
}

/// A read function and, of an atom that can be set, a write function.
///
/// The read function is there until the atom is dropped.
pub(super) struct Computed<F: 'static, W> {
    read: Option<F>,
    write: W,
}

impl<T, F, W> Read<T> for Computed<F, W>
where
    F: Fn(&Reader<'_>) -> Result<T, Error>,
{
    fn read(&self, reader: &Reader<'_>) -> Result<T, Error> {
        match &self.read {
            Some(read) => read(reader),
            None => Err(Error::interrupted()),
        }
    }
}

impl<T, F, W> ReadWrite<T> for Computed<F, W>
where
    F: Fn(&Reader<'_>) -> Result<T, Error>,
    W: Fn(&Store, T),
{
    fn write(&self, store: &Store, value: T) {
        (self.write)(store, value);
    }
}

impl<F: 'static, W> Drop for Computed<F, W> {
    fn drop(&mut self) {
        if needs_drop::<F>() {
            bury(self.read.take());
        }
    }
}

fn config<T, F, W>(label: Cow<'static, str>, read: F, write: W) -> Rc<Config<T, Computed<F, W>>>
where
    T: Clone + PartialEq + 'static,
    F: Fn(&Reader<'_>) -> Result<T, Error> + 'static,
    W: 'static,
{
    Rc::new_cyclic(|this: &Weak<Config<T, Computed<F, W>>>| {
        let this: Weak<dyn Spec> = this.clone();
        let front = Front::new(Header::new(label, true, this));
        Config { front, kind: Computed { read: Some(read), write } }
    })
}

impl<T, F, W> Spec for Config<T, Computed<F, W>>
where
    T: Clone + PartialEq + 'static,
    F: Fn(&Reader<'_>) -> Result<T, Error> + 'static,
    W: 'static,
{
    fn header(&self) -> &Header {
        &self.front.header
    }

    fn settle_in(&self, inner: &Inner, is_home: bool) {
        inner.evaluator.set(Some(&EVALUATOR));
        self.front.settle_in(inner, is_home, None);
    }

    fn evict(&self, store: u32) {
        self.front.evict(store);
    }

    fn run(&self, reader: &Reader<'_>) -> Option<bool> {
        self.front.take(reader.inner, self.kind.read(reader))
    }

    fn snapshot(&self, inner: &Inner) -> Option<Rc<dyn Any>> {
        self.front.snapshot(inner)
    }

    fn is_same(&self, left: &dyn Any, right: &dyn Any) -> bool {
        Front::<T>::is_same(left, right)
    }
}

pub(super) type DerivedConfig<T> = Config<T, dyn Read<T>>;
pub(super) type WritableConfig<T> = Config<T, dyn ReadWrite<T>>;

/// State that is computed from other atoms.
///
/// ```
/// use vitrine_core::atom::{Atom, Derived, Store};
/// let store = Store::default();
/// let (price, count) = (Atom::new("price", 10), Atom::new("count", 2));
/// let total = {
///     let (price, count) = (price.clone(), count.clone());
///     Derived::new("total", move |reader| Ok(reader.get(&price)? * reader.get(&count)?))
/// };
/// store.set(&count, 3);
/// assert_eq!(store.get(&total), 30);
/// ```
pub struct Derived<T: 'static> {
    pub(super) config: Rc<DerivedConfig<T>>,
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
        Self { config: config(label.into(), read, ()) }
    }

    /// Returns an atom computed from one other.
    ///
    /// ```
    /// use vitrine_core::atom::{Atom, Derived, Store};
    /// let words = Atom::new("words", vec!["a", "b"]);
    /// let count = Derived::map("count", &words, |words| words.len());
    /// assert_eq!(Store::default().get(&count), 2);
    /// ```
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

/// State that is computed from other atoms and, when set, changes them.
///
/// ```
/// use vitrine_core::atom::{Atom, Store, WritableDerived};
/// let store = Store::default();
/// let celsius = Atom::new("celsius", 0);
/// let (from, to) = (celsius.clone(), celsius.clone());
/// let fahrenheit = WritableDerived::new(
///     "fahrenheit",
///     move |reader| Ok(reader.get(&from)? * 9 / 5 + 32),
///     move |store, value| store.set(&to, (value - 32) * 5 / 9),
/// );
/// store.set(&fahrenheit, 212);
/// assert_eq!(store.get(&celsius), 100);
/// ```
pub struct WritableDerived<T: 'static> {
    pub(super) config: Rc<WritableConfig<T>>,
}

impl<T: Clone + PartialEq + 'static> WritableDerived<T> {
    /// Returns an atom computed by `read`; setting it runs `write` in a batch.
    #[must_use]
    pub fn new(
        label: impl Into<Cow<'static, str>>,
        read: impl Fn(&Reader<'_>) -> Result<T, Error> + 'static,
        write: impl Fn(&Store, T) + 'static,
    ) -> Self {
        Self { config: config(label.into(), read, write) }
    }
}

impl<T: Clone + PartialEq + 'static> Writable for WritableDerived<T> {
    fn write(&self, store: &Store, value: T) {
        store.batch(|| self.config.kind.write(store, value));
    }
}

macro_rules! handle {
    ($name:ident) => {
        impl<T: 'static> HasFront for $name<T> {
            type Held = T;

            fn front(&self) -> &Front<T> {
                &self.config.front
            }
        }

        impl<T: Clone + PartialEq + 'static> Readable for $name<T> {
            type Value = T;
        }

        impl<T: 'static> Clone for $name<T> {
            fn clone(&self) -> Self {
                Self { config: Rc::clone(&self.config) }
            }
        }

        impl<T: 'static> fmt::Debug for $name<T> {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                let label = &self.config.front.header.label;
                formatter.debug_tuple(stringify!($name)).field(label).finish()
            }
        }
    };
}

handle!(Derived);
handle!(WritableDerived);
