//! Atoms that are set.

use super::Store;
use super::config::{Config, Front, HasFront, Readable, Spec, Writable};
use super::header::Header;
use super::store::Inner;
use crate::platform::KeyValue;
use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::rc::{Rc, Weak};

/// Where the value of a source comes from and is kept.
pub trait Origin<T> {
    /// Returns the value where nothing is kept.
    fn default(&self) -> T;

    /// Returns what is kept.
    fn load(&self, _storage: &dyn KeyValue) -> Option<T> {
        None
    }

    /// Keeps a value, or nothing.
    fn save(&self, _storage: &dyn KeyValue, _value: Option<&T>) {}
}

/// What makes an atom a source; other crates cannot say that of their types.
pub struct Source<K: ?Sized>(K);

impl<K: ?Sized> fmt::Debug for Source<K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Source")
    }
}

struct Plain<T>(T);

impl<T: Clone> Origin<T> for Plain<T> {
    fn default(&self) -> T {
        self.0.clone()
    }
}

struct Lazy<F>(F);

impl<T, F: Fn() -> T> Origin<T> for Lazy<F> {
    fn default(&self) -> T {
        (self.0)()
    }
}

pub(super) type AtomConfig<T> = Config<T, Source<dyn Origin<T>>>;

/// A piece of state: a label and a default.
///
/// Two atoms with the same label are still two atoms; clones are the same one.
///
/// ```
/// use vitrine_core::atom::{Atom, Store};
/// let (store, other) = (Store::default(), Store::default());
/// let count = Atom::new("count", 1);
/// store.set(&count, 2);
/// store.update(&count, |count| *count += 1);
/// assert_eq!((store.get(&count), other.get(&count)), (3, 1));
/// ```
pub struct Atom<T: 'static> {
    pub(super) config: Rc<AtomConfig<T>>,
}

impl<T: Clone + PartialEq + 'static> Atom<T> {
    /// Returns an atom that starts as `default` in every store.
    #[must_use]
    pub fn new(label: impl Into<Cow<'static, str>>, default: T) -> Self {
        Self::from_origin(label.into(), false, Plain(default))
    }

    /// Returns an atom whose default is computed when a store first needs it.
    #[must_use]
    pub fn lazy(label: impl Into<Cow<'static, str>>, default: impl Fn() -> T + 'static) -> Self {
        Self::from_origin(label.into(), false, Lazy(default))
    }

    pub(super) fn from_origin<K: Origin<T> + 'static>(
        label: Cow<'static, str>,
        is_kept: bool,
        kind: K,
    ) -> Self {
        let config = Rc::new_cyclic(|this: &Weak<Config<T, Source<K>>>| {
            let this: Weak<dyn Spec> = this.clone();
            let mut header = Header::new(label, false, this);
            header.is_kept = is_kept;
            Config { front: Front::new(header), kind: Source(kind) }
        });
        Self { config }
    }
}

impl<T, K> Spec for Config<T, Source<K>>
where
    T: Clone + PartialEq + 'static,
    K: Origin<T> + 'static,
{
    fn header(&self) -> &Header {
        &self.front.header
    }

    fn settle_in(&self, inner: &Inner, is_home: bool) {
        let kept = if self.front.header.is_kept { self.kind.0.load(inner.storage()) } else { None };
        let value = kept.unwrap_or_else(|| self.kind.0.default());
        self.front.settle_in(inner, is_home, Some(value));
    }

    fn evict(&self, store: u32) {
        self.front.evict(store);
    }

    fn snapshot(&self, inner: &Inner) -> Option<Rc<dyn Any>> {
        self.front.snapshot(inner)
    }

    fn restore(&self, inner: &Inner, value: &dyn Any) {
        if let Some(value) = value.downcast_ref::<T>() {
            self.front.set(inner, value.clone());
        }
    }

    fn is_same(&self, left: &dyn Any, right: &dyn Any) -> bool {
        Front::<T>::is_same(left, right)
    }

    fn save(&self, inner: &Inner, is_kept: bool) {
        let value = if is_kept { self.front.load(inner).ok() } else { None };
        self.kind.0.save(inner.storage(), value.as_ref());
    }

    fn reset(&self, inner: &Inner) {
        self.front.set(inner, self.kind.0.default());
    }
}

impl<T: 'static> HasFront for Atom<T> {
    type Held = T;

    fn front(&self) -> &Front<T> {
        &self.config.front
    }
}

impl<T: Clone + PartialEq + 'static> Readable for Atom<T> {
    type Value = T;
}

impl<T: Clone + PartialEq + 'static> Writable for Atom<T> {
    fn write(&self, store: &Store, value: T) {
        self.config.front.set(&store.inner, value);
    }
}

impl<T: 'static> Clone for Atom<T> {
    fn clone(&self) -> Self {
        Self { config: Rc::clone(&self.config) }
    }
}

impl<T: 'static> fmt::Debug for Atom<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Atom").field(&self.config.front.header.label).finish()
    }
}
