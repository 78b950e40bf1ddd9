//! Atoms by key.

use super::config::HasFront;
use super::{Atom, Derived, Subscription, WritableDerived};
use crate::platform::{Clock, Spawn};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::rc::{Rc, Weak};
use std::time::Duration;

mod sealed {
    use super::Subscription;

    pub trait Handle: Clone + 'static {
        type Weak: 'static;

        fn downgrade(&self) -> Self::Weak;
        fn upgrade(weak: &Self::Weak) -> Option<Self>;
        fn holders(&self) -> usize;
        fn attach(&self, guard: Subscription);
    }
}

pub(super) use sealed::Handle;

/// An atom that can be an entry of a [`Family`].
pub trait FamilyMember: Handle {}

impl<A: Handle> FamilyMember for A {}

/// Atoms by key, made when they are first asked for.
///
/// An entry lives as long as somebody holds its atom: a handle, a subscription
/// or another atom that is derived from it. With the last of them it is gone,
/// its value too; nothing has to be removed by hand. A family with a time to
/// live keeps entries that nobody holds for a while.
///
/// ```
/// use vitrine_core::atom::{Atom, Family, Store};
/// let store = Store::default();
/// let is_open = Family::new(|_: &u32| Atom::new("is_open", false));
/// let third = is_open.get(&3);
/// store.set(&third, true);
/// assert!(store.get(&is_open.get(&3)));
/// assert_eq!(is_open.len(), 1);
/// drop(third);
/// assert!(is_open.is_empty() && !store.get(&is_open.get(&3)));
/// ```
pub struct Family<K: 'static, A: FamilyMember> {
    inner: Rc<Inner<K, A>>,
}

/// How long a family keeps what nobody holds.
#[derive(Debug, Clone)]
pub struct TimeToLive {
    /// The time after which it is dropped; it may take as long again until
    /// that is noticed.
    pub duration: Duration,
    /// What tells the time.
    pub clock: Rc<dyn Clock>,
    /// What waits for it.
    pub spawn: Rc<dyn Spawn>,
}

struct Inner<K, A: FamilyMember> {
    make: Box<dyn Fn(&K) -> A>,
    time_to_live: Option<TimeToLive>,
    entries: RefCell<BTreeMap<K, Entry<A>>>,
    last_number: Cell<u64>,
    is_sweeping: Cell<bool>,
}

struct Entry<A: FamilyMember> {
    number: u64,
    weak: A::Weak,
    /// The atom itself, for its time to live, and when it was last held.
    kept: Option<(A, u64)>,
}

impl<K: Ord + Clone + 'static, A: FamilyMember> Family<K, A> {
    /// Returns a family whose entries are made by `make`.
    #[must_use]
    pub fn new(make: impl Fn(&K) -> A + 'static) -> Self {
        Self::build(Box::new(make), None)
    }

    /// Returns a family that keeps entries for a while when nobody holds them.
    #[must_use]
    pub fn with_time_to_live(time_to_live: TimeToLive, make: impl Fn(&K) -> A + 'static) -> Self {
        Self::build(Box::new(make), Some(time_to_live))
    }

    fn build(make: Box<dyn Fn(&K) -> A>, time_to_live: Option<TimeToLive>) -> Self {
        let (last_number, is_sweeping) = (Cell::new(0), Cell::new(false));
        let entries = RefCell::default();
        Self { inner: Rc::new(Inner { make, time_to_live, entries, last_number, is_sweeping }) }
    }

    /// Returns the atom of `key`, made if there is none.
    #[must_use]
    pub fn get(&self, key: &K) -> A {
        let now = self.inner.time_to_live.as_ref().map(|it| it.clock.now());
        if let Some(entry) = self.inner.entries.borrow_mut().get_mut(key)
            && let Some(atom) = A::upgrade(&entry.weak)
        {
            if let Some(now) = now {
                entry.kept = Some((atom.clone(), now));
            }
            return atom;
        }
        let atom = (self.inner.make)(key);
        let number = self.inner.last_number.get() + 1;
        self.inner.last_number.set(number);
        let kept = now.map(|now| (atom.clone(), now));
        let entry = Entry { number, weak: atom.downgrade(), kept };
        let replaced = self.inner.entries.borrow_mut().insert(key.clone(), entry);
        drop(replaced);
        let (inner, key) = (Rc::downgrade(&self.inner), key.clone());
        atom.attach(Subscription::new(move || {
            if let Some(inner) = inner.upgrade() {
                inner.forget(&key, number);
            }
        }));
        if now.is_some() {
            self.inner.sweep_later();
        }
        atom
    }

    /// Returns the keys that have an atom, in their order.
    #[must_use]
    pub fn keys(&self) -> Vec<K> {
        self.inner.entries.borrow().keys().cloned().collect()
    }

    /// Returns how many atoms there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.inner.entries.borrow().len()
    }

    /// Returns whether there are no atoms.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<K: Ord + Clone + 'static, A: FamilyMember> Inner<K, A> {
    fn forget(&self, key: &K, number: u64) {
        let mut entries = self.entries.borrow_mut();
        if entries.get(key).is_some_and(|entry| entry.number == number) {
            let removed = entries.remove(key);
            drop(entries);
            drop(removed);
        }
    }

    fn sweep_later(self: &Rc<Self>) {
        let Some(TimeToLive { duration, clock, spawn }) = &self.time_to_live else { return };
        if self.is_sweeping.replace(true) {
            return;
        }
        let (this, clock, duration) = (Rc::downgrade(self), Rc::clone(clock), *duration);
        spawn.spawn(Box::pin(async move {
            loop {
                clock.sleep(duration).await;
                let Some(inner) = Weak::upgrade(&this) else { return };
                if !inner.sweep(clock.now(), duration) {
                    return;
                }
            }
        }));
    }

    /// Lets go of what nobody has held for `duration`; returns whether
    /// something is left to be looked at.
    fn sweep(&self, now: u64, duration: Duration) -> bool {
        let mut expired = Vec::new();
        let mut is_left = false;
        for entry in self.entries.borrow_mut().values_mut() {
            let Some((atom, held_at)) = &mut entry.kept else { continue };
            if atom.holders() > 1 {
                *held_at = now;
            }
            if u128::from(now - *held_at) >= duration.as_millis() {
                expired.extend(entry.kept.take());
            } else {
                is_left = true;
            }
        }
        self.is_sweeping.set(is_left);
        drop(expired);
        is_left
    }
}

macro_rules! member {
    ($name:ident, $weak:ty) => {
        impl<T: 'static> Handle for $name<T> {
            type Weak = $weak;

            fn downgrade(&self) -> Self::Weak {
                Rc::downgrade(&self.config)
            }

            fn upgrade(weak: &Self::Weak) -> Option<Self> {
                weak.upgrade().map(|config| Self { config })
            }

            fn holders(&self) -> usize {
                Rc::strong_count(&self.config)
            }

            fn attach(&self, guard: Subscription) {
                self.front().header.attach(guard);
            }
        }
    };
}

member!(Atom, Weak<super::source::AtomConfig<T>>);
member!(Derived, Weak<super::derived::DerivedConfig<T>>);
member!(WritableDerived, Weak<super::derived::WritableConfig<T>>);

impl<K, A: FamilyMember> Clone for Family<K, A> {
    fn clone(&self) -> Self {
        Self { inner: Rc::clone(&self.inner) }
    }
}

impl<K, A: FamilyMember> fmt::Debug for Family<K, A> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Family").field(&self.inner.entries.borrow().len()).finish()
    }
}
