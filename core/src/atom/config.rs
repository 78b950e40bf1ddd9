//! What an atom is made of, whatever its type.

#![expect(
    clippy::inline_always,
    reason = "built for size, calls of these would be most of their cost"
)]

use super::graph::NodeId;
use super::graveyard::bury;
use super::header::Header;
use super::store::Inner;
use super::watch::{Change, Kind};
use super::{Error, Reader, Store, Subscription};
use std::any::Any;
use std::cell::RefCell;
use std::fmt;
use std::mem::needs_drop;
use std::ops::Deref;
use std::rc::Rc;

/// An atom without its type, as the graph and the tools see it.
pub(super) trait Spec: 'static {
    fn header(&self) -> &Header;

    /// Gives the atom a place for its value in `inner`; a source has its
    /// initial value there.
    fn settle_in(&self, inner: &Inner, is_home: bool);

    /// Takes the value out of the store with this number.
    fn evict(&self, store: u32);

    /// Runs the read function; nothing when it was put off, else whether the
    /// value has changed.
    fn run(&self, _reader: &Reader<'_>) -> Option<bool> {
        None
    }

    /// Returns a copy of the value in `inner`.
    fn snapshot(&self, inner: &Inner) -> Option<Rc<dyn Any>>;

    /// Sets a source to a value that [`Spec::snapshot`] returned.
    fn restore(&self, _inner: &Inner, _value: &dyn Any) {}

    /// Returns whether two values of this atom are equal.
    fn is_same(&self, left: &dyn Any, right: &dyn Any) -> bool;

    /// Keeps the value of a persisted source, or forgets what was kept.
    fn save(&self, _inner: &Inner, _is_kept: bool) {}

    /// Sets a source to its default and forgets what was kept.
    fn reset(&self, _inner: &Inner) {}
}

/// A value in a store; nothing before the first computation.
pub(super) type Value<T> = RefCell<Option<Result<T, Error>>>;

/// The part of an atom that knows the type of its value.
///
/// The value in the first store stands in the atom itself, so that most reads
/// follow no further pointer; other stores have theirs beside it.
pub struct Front<T: 'static> {
    pub(super) header: Header,
    home: Value<T>,
    elsewhere: RefCell<Vec<(u32, Rc<Value<T>>)>>,
}

/// The place of a value.
pub(super) enum Place<'a, T> {
    Home(&'a Value<T>),
    Elsewhere(Rc<Value<T>>),
}

impl<T> Deref for Place<'_, T> {
    type Target = Value<T>;

    fn deref(&self) -> &Value<T> {
        match self {
            Self::Home(value) => value,
            Self::Elsewhere(value) => value,
        }
    }
}

impl<T: Clone + PartialEq + 'static> Front<T> {
    pub(super) fn new(header: Header) -> Self {
        Self { header, home: RefCell::default(), elsewhere: RefCell::default() }
    }

    pub(super) fn place(&self, inner: &Inner) -> Place<'_, T> {
        if self.header.is_home(inner.id) {
            return Place::Home(&self.home);
        }
        let elsewhere = self.elsewhere.borrow();
        let found = elsewhere.iter().find(|(store, _)| *store == inner.id);
        let (_, value) = found.expect("an atom has a place in the store that asks");
        Place::Elsewhere(Rc::clone(value))
    }

    pub(super) fn settle_in(&self, inner: &Inner, is_home: bool, value: Option<T>) {
        let value = value.map(Ok);
        if is_home {
            self.home.replace(value);
        } else {
            let value = Rc::new(RefCell::new(value));
            self.elsewhere.borrow_mut().push((inner.id, value));
        }
    }

    pub(super) fn evict(&self, store: u32) {
        if self.header.is_home(store) {
            bury(self.home.take());
        }
        self.elsewhere.borrow_mut().retain(|(other, _)| *other != store);
        self.header.move_out(store);
    }

    /// Returns a copy of the value, or why there is none.
    #[inline(always)]
    pub(super) fn load(&self, inner: &Inner) -> Result<T, Error> {
        if self.header.is_home(inner.id) {
            match &*self.home.borrow() {
                Some(Ok(value)) => return Ok(value.clone()),
                Some(Err(error)) => return Err(error.clone()),
                None => return Err(Error::interrupted()),
            }
        }
        self.load_elsewhere(inner)
    }

    #[cold]
    fn load_elsewhere(&self, inner: &Inner) -> Result<T, Error> {
        self.place(inner).borrow().clone().unwrap_or_else(|| Err(Error::interrupted()))
    }

    pub(super) fn snapshot(&self, inner: &Inner) -> Option<Rc<dyn Any>> {
        self.load(inner).ok().map(|value| Rc::new(value) as Rc<dyn Any>)
    }

    pub(super) fn is_same(left: &dyn Any, right: &dyn Any) -> bool {
        matches!((left.downcast_ref::<T>(), right.downcast_ref::<T>()), (Some(a), Some(b)) if a == b)
    }

    /// Takes what a read function returned; see [`Spec::run`].
    pub(super) fn take(&self, inner: &Inner, mut result: Result<T, Error>) -> Option<bool> {
        if inner.is_troubled.get()
            && let Some(error) = inner.trouble().ok()?
        {
            result = Err(error);
        }
        if self.header.is_home(inner.id) {
            Some(self.put(inner, &self.home, result))
        } else {
            Some(self.put(inner, &self.place(inner), result))
        }
    }

    fn put(&self, inner: &Inner, place: &Value<T>, result: Result<T, Error>) -> bool {
        // Equality is the user's code, and so is dropping the old value: the
        // graph is free while they run.
        let is_same = match (&*place.borrow(), &result) {
            (Some(Ok(old)), Ok(new)) => old == new,
            (Some(Err(old)), Err(new)) => old == new,
            _ => false,
        };
        if is_same {
            return false;
        }
        let old = place.borrow_mut().replace(result);
        if inner.is_watched() {
            self.tell(inner, Kind::Computed, 0, old);
        }
        true
    }

    /// Sets a source.
    pub(super) fn set(&self, inner: &Inner, value: T) {
        let id = inner.node_to_set(&self.header);
        if self.header.is_home(inner.id) {
            self.set_at(inner, &self.home, (id, value));
        } else {
            self.set_at(inner, &self.place(inner), (id, value));
        }
    }

    fn set_at(&self, inner: &Inner, place: &Value<T>, (id, value): (NodeId, T)) {
        if matches!(&*place.borrow(), Some(Ok(old)) if *old == value) {
            return;
        }
        let old = place.borrow_mut().replace(Ok(value));
        let version = inner.mark(id);
        if inner.is_watched() {
            self.tell(inner, Kind::Set, version, old);
        } else {
            drop(old);
        }
        inner.after_set(&self.header);
    }

    #[cold]
    fn tell(&self, inner: &Inner, kind: Kind, version: u64, from: Option<Result<T, Error>>) {
        let from = from.and_then(Result::ok).map(|old| Rc::new(old) as Rc<dyn Any>);
        if let (Some(spec), Some(to)) = (self.header.spec(), self.snapshot(inner)) {
            inner.tell(Change { kind, spec, from, to, version, cause: None });
        }
    }
}

impl<T: 'static> Drop for Front<T> {
    fn drop(&mut self) {
        // A value may hold the last handle of the next atom, and so on.
        if needs_drop::<T>() {
            bury(self.home.take());
            bury(self.elsewhere.take());
        }
    }
}

impl<T: 'static> fmt::Debug for Front<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Front").field(&self.header.label).finish()
    }
}

/// An atom of type `T`; what it does is in `kind`.
pub struct Config<T: 'static, K: ?Sized> {
    pub(super) front: Front<T>,
    pub(super) kind: K,
}

impl<T: 'static, K: ?Sized> fmt::Debug for Config<T, K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.front.fmt(formatter)
    }
}

mod sealed {
    use super::Front;

    pub trait HasFront {
        type Held: 'static;

        fn front(&self) -> &Front<Self::Held>;
    }
}

pub(super) use sealed::HasFront;

/// An atom that a [`Store`] can read.
pub trait Readable: HasFront<Held = Self::Value> {
    /// What the atom holds.
    type Value: Clone + PartialEq + 'static;

    /// Returns the name given to the atom, for messages and tracing.
    fn label(&self) -> &str {
        &self.front().header.label
    }

    /// Has `on_mount` called whenever the atom is observed again, by a
    /// listener or through another atom; what it returns is dropped when
    /// nobody observes the atom any more.
    ///
    /// It runs after listeners, and may read and set atoms. A later call
    /// replaces an earlier one.
    #[must_use]
    fn with_on_mount(self, on_mount: impl Fn(&Store) -> Subscription + 'static) -> Self
    where
        Self: Sized,
    {
        self.front().header.set_on_mount(Rc::new(on_mount));
        self
    }
}

/// An atom that a [`Store`] can set.
pub trait Writable: Readable {
    /// Sets the atom in `store`; the same as [`Store::set`].
    fn write(&self, store: &Store, value: Self::Value);
}
