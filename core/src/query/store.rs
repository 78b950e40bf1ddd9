//! The levels below memory.

use super::QueryKey;
use super::cache::Inner;
use super::client::QueryClient;
use super::entry::{Entry, Shape};
use super::event::QueryEventKind;
use super::planted::{Planted, is_planted};
use super::plugs::Load;
use crate::atom::Subscription;
use futures::future::LocalBoxFuture;
use std::any::{Any, TypeId};
use std::fmt;
use std::rc::{Rc, Weak};
use std::time::Duration;

/// What a level below memory holds of one query.
#[derive(Clone)]
pub struct Stored {
    /// The data, of the type that the query holds.
    pub data: Rc<dyn Any>,
    /// When it arrived, in milliseconds since the Unix epoch.
    pub updated_at: u64,
    /// What a conditional request may name, such as an entity tag.
    pub validator: Option<Rc<str>>,
}

impl fmt::Debug for Stored {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Stored")
            .field("updated_at", &self.updated_at)
            .field("validator", &self.validator)
            .finish_non_exhaustive()
    }
}

/// A level below memory: it is read when a query has no data (read-through)
/// and written after its answer is on screen (write-behind).
///
/// A store plugs in with [`QueryClient::set_store`]. It knows the types it can
/// write, by [`TypeId`]; what it cannot it leaves out. Neither failing nor being
/// full is an error to anybody: the cache goes on with memory alone.
///
/// - `load` is asked before the first try of a fetch of an entry without data,
///   also offline. Data of another type than the query's is ignored.
/// - `save` is told of data that a fetch brought or that was put in, never of
///   data that came out of the store or in by [`QueryClient::restore`].
/// - `remove` and `invalidate` are told of what the caller of
///   [`QueryClient::remove`] and [`QueryClient::invalidate`] named, whether or
///   not it is in memory. Collection after `gc_time` is none of its business.
pub trait Store {
    /// Returns what is held of `key`, if it is data of the type.
    fn load(&self, key: &QueryKey, data: TypeId) -> LocalBoxFuture<'static, Option<Stored>>;

    /// Takes note of new data.
    fn save(&self, key: &QueryKey, stored: Stored);

    /// Forgets all keys that start with `prefix`.
    fn remove(&self, prefix: &QueryKey);

    /// Marks all keys that start with `prefix` as stale: what is loaded of them
    /// from now on has been updated at 0, or is not there.
    fn invalidate(&self, prefix: &QueryKey);
}

/// The watcher that writes behind.
struct Writer(#[expect(dead_code, reason = "held for its drop")] Subscription);

impl QueryClient {
    /// Plugs in a level below memory, in the place of the one before.
    pub fn set_store(&self, store: Rc<dyn Store>) {
        let inner = self.inner();
        drop(inner.plugs.borrow_mut().store.replace(Rc::clone(&store)));
        let writer = inner.watch(Rc::new(move |entry, kind| {
            if let Some(entry) = entry.filter(|_| kind == QueryEventKind::Updated)
                && let Some(stored) = entry.stored()
            {
                store.save(&entry.key, stored);
            }
        }));
        inner.extensions.set(Writer(writer));
        let this = inner.this.clone();
        let load: Load = Rc::new(move |entry, id, stale_time| {
            Box::pin(load(this.clone(), Rc::downgrade(entry), id, stale_time))
        });
        drop(inner.plugs.borrow_mut().load.replace(load));
    }

    /// Unplugs the level below memory.
    #[expect(clippy::must_use_candidate, reason = "called for what it does")]
    pub fn take_store(&self) -> Option<Rc<dyn Store>> {
        drop(self.inner().extensions.take::<Writer>());
        let mut plugs = self.inner().plugs.borrow_mut();
        let (store, load) = (plugs.store.take(), plugs.load.take());
        drop((plugs, load));
        store
    }

    /// Takes in data that somebody knows from before, such as another tab,
    /// unless there is data as new as that; returns whether it was taken.
    ///
    /// A fetch under way goes on; a level below memory is not told.
    ///
    /// # Panics
    /// Panics when the key's data has another type than `T`.
    pub fn restore<T: PartialEq + 'static>(
        &self,
        key: &QueryKey,
        data: T,
        updated_at: u64,
        validator: Option<Rc<str>>,
    ) -> bool {
        let entry = self.inner().entry(key, Shape::of::<T>());
        self.inner().restore(&entry, &Stored { data: Rc::new(data), updated_at, validator })
    }

    /// Takes in data like [`restore`](Self::restore), but only for a key that
    /// is in the cache and of the type of the data.
    #[expect(clippy::must_use_candidate, reason = "called for what it does")]
    pub fn restore_erased(&self, key: &QueryKey, stored: &Stored) -> bool {
        self.inner().find(key).is_some_and(|entry| {
            entry.shape.holds(stored.data.as_ref()) && self.inner().restore(&entry, stored)
        })
    }

    /// Returns what a level below memory, or another tab, should know of `key`.
    #[must_use]
    pub fn stored(&self, key: &QueryKey) -> Option<Stored> {
        self.inner().find(key)?.stored()
    }

    /// Returns whether `key` has an entry, and whether anybody looks at it.
    #[must_use]
    pub fn is_observed(&self, key: &QueryKey) -> bool {
        self.inner().find(key).is_some_and(|entry| entry.is_observed())
    }
}

/// Reads through; returns whether that was all that was wanted.
async fn load(inner: Weak<Inner>, entry: Weak<Entry>, id: u64, stale_time: Duration) -> bool {
    let answer = {
        let (Some(cache), Some(target)) = (inner.upgrade(), entry.upgrade()) else { return false };
        let store = cache.plugs.borrow().store.clone();
        store.map(|store| store.load(&target.key, target.shape.type_id()))
    };
    let Some(answer) = answer else { return false };
    let stored = answer.await;
    let (Some(cache), Some(target)) = (inner.upgrade(), entry.upgrade()) else { return false };
    if let Some(stored) = stored.filter(|stored| target.shape.holds(stored.data.as_ref())) {
        cache.restore(&target, &stored);
    }
    let is_fresh = target.fresh_for(stale_time, cache.clock.now()).is_some();
    if is_fresh {
        cache.finish_restored(&target, id);
    }
    is_fresh
}

impl Entry {
    fn stored(&self) -> Option<Stored> {
        let state = self.state.borrow();
        Some(Stored {
            data: state.data.clone()?,
            updated_at: state.updated_at?,
            validator: self.validator(),
        })
    }
}

impl Inner {
    /// Puts in data that is known from before, if it is newer.
    pub(super) fn restore(&self, entry: &Rc<Entry>, stored: &Stored) -> bool {
        let known = entry.state.borrow().updated_at.filter(|_| entry.has_data());
        if known.is_some_and(|known| known >= stored.updated_at) {
            return false;
        }
        self.batch(|| {
            entry.place(self.share(entry, Rc::clone(&stored.data)), stored.updated_at);
            entry.set_validator(stored.validator.clone(), entry.revision.get());
            // What was invalidated below is stale however long data is fresh.
            let is_stale = stored.updated_at == 0 && !is_planted(Planted::StaleBelowIsFresh);
            entry.state.borrow_mut().is_invalidated = is_stale;
            self.emit(Some(entry), QueryEventKind::Restored);
            self.changed(entry);
        });
        self.collect_later(entry);
        true
    }
}
