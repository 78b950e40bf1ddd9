//! What happens in a cache, for those who watch it.

use super::QueryKey;
use super::cache::Inner;
use super::client::QueryClient;
use super::entry::Entry;
use super::listeners::Guarded;
use crate::atom::Subscription;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[repr(u8)]
pub enum QueryEventKind {
    /// A look-up was answered by fresh data.
    Hit,
    /// A look-up was answered by stale data while a fetch started or ran.
    StaleHit,
    /// A look-up found no data and no fetch under way.
    Miss,
    /// A look-up was answered by an error that is kept for its time.
    NegativeHit,
    /// A fetch was wanted while the same one was under way.
    Coalesced,
    /// A fetch started.
    Fetched,
    /// A fetch is tried again after a failure.
    Retried,
    /// A fetch failed for good.
    Failed,
    /// A fetch was dropped before it came to an end.
    Cancelled,
    /// An entry was collected after its time.
    Collected,
    /// An entry was taken out because others need its room or its time was over.
    Evicted,
    /// An origin failed so often that it is spared for a while.
    BreakerOpened,
    /// A write succeeded.
    Written,
    /// An entry was made.
    Added,
    /// An entry was taken out, for whatever reason.
    Removed,
    /// Data arrived by a fetch or was put in.
    Updated,
    /// Data that was known before came back: from a level below, from another
    /// tab, or as initial data.
    Restored,
    /// Part of the data was put right; it is as old as before.
    Amended,
    /// The data of an entry was dropped, while somebody looks at it.
    Emptied,
    /// An entry was marked as stale.
    Invalidated,
    /// Somebody looks at the entry.
    ObserverAdded,
    /// Somebody no longer looks at the entry.
    ObserverRemoved,
    /// The network is back.
    Online,
    /// The network is gone.
    Offline,
    /// The page is looked at again.
    Focused,
    /// The page is not looked at.
    Blurred,
}

/// The number of kinds.
pub(super) const KINDS: usize = QueryEventKind::Blurred as usize + 1;

/// Something that happened in a cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryEvent {
    /// What happened.
    pub kind: QueryEventKind,
    /// To which query; `None` for what concerns the whole client.
    pub key: Option<QueryKey>,
}

/// Called at once, in the middle of what happens: it may read, but not change,
/// the cache.
pub(super) type Hook = dyn Fn(Option<&Rc<Entry>>, QueryEventKind);

/// Those who are told of every event; nothing of it exists before the first.
#[derive(Default)]
struct Hooks(Guarded<Hook>);

/// Events on their way to those who subscribed.
#[derive(Default)]
struct Feed {
    waiting: RefCell<Vec<QueryEvent>>,
    is_scheduled: Cell<bool>,
    callbacks: Guarded<dyn Fn(&QueryEvent)>,
}

impl QueryClient {
    /// Calls `callback` with everything that happens, until the guard is
    /// dropped.
    ///
    /// Events arrive in their order, one turn of the executor later, when the
    /// cache is at rest: the callback may use it.
    ///
    /// ```
    /// # use std::{cell::RefCell, rc::Rc};
    /// # use vitrine_core::platform::{LocalSpawn, ManualClock};
    /// # use vitrine_core::query::*;
    /// # let spawn = LocalSpawn::default();
    /// # let client = QueryClient::new(QueryClientOptions {
    /// #     clock: Rc::new(ManualClock::default()),
    /// #     spawn: Rc::new(spawn.clone()),
    /// #     defaults: QueryOptions::default(),
    /// # });
    /// let log = Rc::new(RefCell::new(Vec::new()));
    /// let into = Rc::clone(&log);
    /// let _guard = client.subscribe(move |event| into.borrow_mut().push(event.kind));
    /// client.set_data(&QueryKey::from("answer"), 42);
    /// spawn.run_until_stalled();
    /// assert_eq!(*log.borrow(), [QueryEventKind::Added, QueryEventKind::Updated]);
    /// ```
    pub fn subscribe(&self, callback: impl Fn(&QueryEvent) + 'static) -> Subscription {
        let inner = self.inner();
        let feed = inner.extensions.get_or(Feed::default);
        if feed.callbacks.is_empty() {
            inner.feed.replace(Some(inner.watch(feed_hook(&inner.this, &feed))));
        }
        let (guard, inner) = (feed.callbacks.add(Rc::new(callback)), inner.this.clone());
        Subscription::new(move || {
            drop(guard);
            if let Some(inner) = inner.upgrade()
                && feed.callbacks.is_empty()
            {
                drop(inner.feed.take());
            }
        })
    }
}

fn feed_hook(inner: &Weak<Inner>, feed: &Rc<Feed>) -> Rc<Hook> {
    let (inner, feed) = (inner.clone(), Rc::downgrade(feed));
    Rc::new(move |entry, kind| {
        let (Some(inner), Some(feed)) = (inner.upgrade(), feed.upgrade()) else { return };
        let key = entry.map(|entry| entry.key.clone());
        feed.waiting.borrow_mut().push(QueryEvent { kind, key });
        if !feed.is_scheduled.replace(true) {
            inner.spawn.spawn(Box::pin(async move { feed.deliver() }));
        }
    })
}

impl Feed {
    fn deliver(&self) {
        self.is_scheduled.set(false);
        for event in self.waiting.take() {
            self.callbacks.each(|callback| callback(&event));
        }
    }
}

impl Inner {
    /// Counts what happened and tells those who are there to hear it.
    pub(super) fn emit(&self, entry: Option<&Rc<Entry>>, kind: QueryEventKind) {
        let count = &self.counts[kind as usize];
        count.set(count.get() + 1);
        let hook = self.hook.borrow().clone();
        if let Some(hook) = hook {
            hook(entry, kind);
        }
    }

    pub(super) fn watch(&self, hook: Rc<Hook>) -> Subscription {
        let hooks = self.extensions.get_or(Hooks::default);
        let guard = hooks.0.add(hook);
        let all: Rc<Hook> = {
            let hooks = Rc::clone(&hooks);
            Rc::new(move |entry, kind| hooks.0.each(|hook| hook(entry, kind)))
        };
        drop(self.hook.replace(Some(all)));
        let inner = self.this.clone();
        Subscription::new(move || {
            drop(guard);
            if let Some(inner) = inner.upgrade()
                && hooks.0.is_empty()
            {
                drop(inner.hook.take());
            }
        })
    }
}
