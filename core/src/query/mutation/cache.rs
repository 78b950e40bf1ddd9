//! The mutations of a client.

use super::super::cache::Inner;
use super::super::listeners::Guarded;
use super::super::planted::{Planted, is_planted};
use super::super::{QueryClient, QueryError, QueryKey};
use super::config::{MutationStep, Steps};
use super::run::Mutation;
use super::state::{MutationInfo, MutationStatus};
use crate::atom::Subscription;
use std::cell::RefCell;
use std::fmt;
use std::rc::{Rc, Weak};
use std::task::Waker;

/// Called when a mutation starts.
pub type MutationStart = Rc<dyn Fn(&MutationInfo) -> Result<(), QueryError>>;

/// Called when a mutation came to an end.
pub type MutationEnd = Rc<dyn Fn(&MutationInfo) -> MutationStep>;

/// Says of a mutation whether it is meant.
pub type MutationPredicate = Rc<dyn Fn(&MutationInfo) -> bool>;

/// What is called for every mutation of a client, before its own callbacks.
#[derive(Clone, Default)]
pub struct MutationCallbacks {
    /// When it starts; failing means that nothing is written.
    pub on_mutate: Option<MutationStart>,
    /// When it succeeded.
    pub on_success: Option<MutationEnd>,
    /// When it failed.
    pub on_error: Option<MutationEnd>,
    /// When it came to an end.
    pub on_settled: Option<MutationEnd>,
}

impl fmt::Debug for MutationCallbacks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MutationCallbacks")
    }
}

/// What happened to a mutation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MutationEventKind {
    /// It was started.
    Added,
    /// Its state changed.
    Updated,
    /// It was forgotten.
    Removed,
}

/// Something that happened to a mutation.
#[derive(Debug, Clone)]
pub struct MutationEvent {
    /// What happened.
    pub kind: MutationEventKind,
    /// To which, as it is now.
    pub mutation: MutationInfo,
}

/// Chooses mutations; the default chooses all.
#[derive(Clone, Default)]
pub struct MutationFilter {
    /// What their keys start with.
    pub prefix: QueryKey,
    /// Whether the prefix is the whole key.
    pub is_exact: bool,
    /// How far they are.
    pub status: Option<MutationStatus>,
    /// Whatever else.
    pub predicate: Option<MutationPredicate>,
}

impl MutationFilter {
    /// Returns whether the filter chooses a mutation.
    #[must_use]
    pub fn matches(&self, mutation: &MutationInfo) -> bool {
        let is_named = if self.is_exact {
            mutation.key == self.prefix
        } else {
            mutation.key.starts_with(&self.prefix)
        };
        is_named
            && self.status.is_none_or(|status| status == mutation.status)
            && self.predicate.as_ref().is_none_or(|predicate| predicate(mutation))
    }
}

impl fmt::Debug for MutationFilter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("MutationFilter")
            .field("prefix", &self.prefix)
            .field("is_exact", &self.is_exact)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// All mutations of a client that run or are remembered.
///
/// A cheap handle; clones are the same cache. It does not keep the client
/// alive.
#[derive(Clone)]
pub struct MutationCache {
    pub(super) core: Rc<CacheCore>,
}

pub(super) struct CacheCore {
    pub(super) client: Weak<Inner>,
    mutations: RefCell<Vec<Rc<Mutation>>>,
    callbacks: RefCell<MutationCallbacks>,
    listeners: Guarded<dyn Fn(&MutationEvent)>,
    /// Those whose turn may have come when another ends.
    pub(super) waiting: RefCell<Vec<Waker>>,
}

/// What a client keeps of its mutations.
struct Slot(Rc<CacheCore>);

impl Drop for Slot {
    fn drop(&mut self) {
        // A task holds its mutation and is held by it.
        for mutation in self.0.mutations.take() {
            mutation.stop();
        }
    }
}

impl QueryClient {
    /// Returns the mutations of this client.
    #[must_use]
    pub fn mutations(&self) -> MutationCache {
        let inner = self.inner();
        let slot = inner.extensions.get_or(|| {
            let core = Rc::new(CacheCore {
                client: inner.this.clone(),
                mutations: RefCell::default(),
                callbacks: RefCell::default(),
                listeners: Guarded::default(),
                waiting: RefCell::default(),
            });
            let (cache, client) = (Rc::downgrade(&core), inner.this.clone());
            inner.plugs.borrow_mut().resume = Some(Rc::new(move |reason| {
                let (Some(cache), Some(client)) = (cache.upgrade(), client.upgrade()) else {
                    return false;
                };
                cache.resume_first(&client, reason)
            }));
            Slot(core)
        });
        MutationCache { core: Rc::clone(&slot.0) }
    }

    /// Returns how many of the mutations that `filter` chooses run or wait.
    #[must_use]
    pub fn is_mutating(&self, filter: &MutationFilter) -> usize {
        let chosen = self.mutations().find_all(filter);
        chosen.iter().filter(|info| info.status == MutationStatus::Pending).count()
    }
}

impl MutationCache {
    /// Returns the mutations that `filter` chooses, in the order in which they
    /// were started.
    #[must_use]
    pub fn find_all(&self, filter: &MutationFilter) -> Vec<MutationInfo> {
        let all = self.core.mutations.borrow().clone();
        all.iter().map(|mutation| mutation.info()).filter(|info| filter.matches(info)).collect()
    }

    /// Returns the first mutation that `filter` chooses.
    #[must_use]
    pub fn find(&self, filter: &MutationFilter) -> Option<MutationInfo> {
        self.find_all(filter).into_iter().next()
    }

    /// Returns the number of mutations that run or are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.core.mutations.borrow().len()
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Sets what is called for every mutation, in the place of what was.
    pub fn set_callbacks(&self, callbacks: MutationCallbacks) {
        let before = self.core.callbacks.replace(callbacks);
        drop(before);
    }

    /// Calls `callback` with everything that happens to a mutation, until the
    /// guard is dropped.
    pub fn subscribe(&self, callback: impl Fn(&MutationEvent) + 'static) -> Subscription {
        self.core.listeners.add(Rc::new(callback))
    }

    /// Drops what a mutation is doing, takes back what it did, and lets it
    /// fail; nothing where it is over.
    pub fn cancel(&self, id: u64) {
        if let Some(mutation) = self.core.get(id) {
            mutation.cancel();
        }
    }

    /// Forgets a mutation; one that runs is dropped in the middle of it.
    pub fn remove(&self, id: u64) {
        self.core.remove(id);
    }

    /// Forgets all mutations.
    pub fn clear(&self) {
        let all = self.core.mutations.borrow().clone();
        for mutation in all {
            self.core.remove(mutation.id);
        }
    }
}

impl fmt::Debug for MutationCache {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("MutationCache").field("len", &self.len()).finish()
    }
}

impl CacheCore {
    pub(super) fn build(self: &Rc<Self>, steps: Steps) -> Option<Rc<Mutation>> {
        let mutation = Mutation::new(self.client.upgrade()?.next_id(), self, steps);
        self.mutations.borrow_mut().push(Rc::clone(&mutation));
        Some(mutation)
    }

    pub(super) fn remove(&self, id: u64) {
        let removed = {
            let mut all = self.mutations.borrow_mut();
            let place = all.iter().position(|mutation| mutation.id == id);
            place.map(|place| all.remove(place))
        };
        if let Some(mutation) = removed {
            mutation.stop();
            self.tell(&mutation, MutationEventKind::Removed);
            self.wake();
        }
    }

    pub(super) fn tell(&self, mutation: &Mutation, kind: MutationEventKind) {
        if !self.listeners.is_empty() {
            let event = MutationEvent { kind, mutation: mutation.info() };
            self.listeners.each(|callback| callback(&event));
        }
    }

    pub(super) fn callbacks(&self) -> MutationCallbacks {
        self.callbacks.borrow().clone()
    }

    pub(super) fn on_mutate(&self, mutation: &MutationInfo) -> Result<(), QueryError> {
        let callback = self.callbacks.borrow().on_mutate.clone();
        callback.map_or(Ok(()), |callback| callback(mutation))
    }

    /// Returns whether no other of its scope was started before it and runs.
    pub(super) fn is_first(&self, mutation: &Mutation) -> bool {
        let Some(scope) = mutation.scope() else { return true };
        let all = self.mutations.borrow();
        let first = all.iter().find(|one| one.is_pending() && one.scope().as_ref() == Some(&scope));
        first.is_none_or(|first| first.id >= mutation.id || is_planted(Planted::ScopesAreIgnored))
    }

    pub(super) fn wake(&self) {
        for waker in self.waiting.take() {
            waker.wake();
        }
    }

    fn get(&self, id: u64) -> Option<Rc<Mutation>> {
        self.mutations.borrow().iter().find(|mutation| mutation.id == id).cloned()
    }

    /// Lets queries wait for the mutations that the network held up; returns
    /// whether there are any.
    fn resume_first(&self, client: &Rc<Inner>, reason: super::super::cache::Reason) -> bool {
        let all = self.mutations.borrow().clone();
        let held = all.iter().filter(|one| one.is_pending() && one.is_paused());
        let ends: Vec<_> = held.map(|mutation| mutation.wait()).collect();
        if ends.is_empty() || !client.is_online.get() {
            return false;
        }
        let weak = Rc::downgrade(client);
        client.spawn.spawn(Box::pin(async move {
            for end in ends {
                // Also one that was dropped no longer holds anybody up.
                let _ = end.await;
            }
            if let Some(client) = weak.upgrade() {
                client.refetch_now(reason);
            }
        }));
        true
    }
}
