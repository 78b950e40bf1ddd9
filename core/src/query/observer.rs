//! Those who look at a query and keep it going.

use super::QueryKey;
use super::cache::Inner;
use super::entry::{Entry, Shape};
use super::event::QueryEventKind;
use super::extension::Extensions;
use super::fetch::Request;
use super::listeners::Listeners;
use super::options::{Fetcher, QueryOptions};
use super::planted::{Planted, is_planted};
use super::source::Source;
use super::state::{Erased, QueryState, Snapshot, Status};
use super::timers::Timer;
use crate::atom::Subscription;
use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;
use std::rc::{Rc, Weak};
use std::time::Duration;

/// Looks at one query at a time and keeps its data up to date.
///
/// A cheap handle; clones are the same observer. While one exists its entry
/// is not collected, invalidation refetches it, and so do focus and a
/// returning network when it is stale. When the last observer of a fetch goes
/// and none follows in the same turn, the fetch is dropped, which aborts its
/// request, unless [`QueryClient::fetch`](super::QueryClient::fetch) or
/// `prefetch` wanted it too.
pub struct QueryObserver<T> {
    core: Rc<ObserverCore>,
    data: PhantomData<fn() -> T>,
}

impl<T: PartialEq + 'static> QueryObserver<T> {
    pub(super) fn new(
        inner: Rc<Inner>,
        key: &QueryKey,
        options: QueryOptions,
        source: &Source<T>,
    ) -> Self {
        let request = Request::new(Rc::clone(&source.fetcher), &options);
        let entry = inner.entry(key, Shape::of::<T>());
        let core = Rc::new_cyclic(|this| ObserverCore {
            this: this.clone(),
            inner,
            entry: RefCell::new(entry),
            request: RefCell::new(request),
            options: RefCell::new(options),
            previous: RefCell::default(),
            last: RefCell::default(),
            listeners: Listeners::default(),
            result_listeners: Listeners::default(),
            stale_timer: RefCell::default(),
            placeholder: RefCell::default(),
            extensions: Extensions::default(),
        });
        core.attach(true);
        Self { core, data: PhantomData }
    }

    /// Returns the query as it is now.
    #[must_use]
    pub fn state(&self) -> QueryState<T> {
        self.core.snapshot().typed()
    }

    /// Calls `callback` after each change of the state, until the guard is
    /// dropped. Data that arrives anew but equal is no change.
    pub fn subscribe(&self, callback: impl Fn() + 'static) -> Subscription {
        self.core.listeners.subscribe(Rc::new(callback))
    }

    /// Calls `callback` like [`subscribe`](Self::subscribe), but only when
    /// `data`, `error`, `status` or `is_placeholder` changed.
    pub fn subscribe_result(&self, callback: impl Fn() + 'static) -> Subscription {
        self.core.result_listeners.subscribe(Rc::new(callback))
    }

    /// Looks at another query from now on; the same key only takes the
    /// fetcher, for the next fetch.
    ///
    /// # Panics
    /// Panics when the key's data has another type than `T`.
    pub fn set_key(&self, key: &QueryKey, fetcher: Fetcher<T>) {
        self.set_source(key, &fetcher.into());
    }

    /// Looks at another query like [`set_key`](Self::set_key), with any kind of
    /// source.
    ///
    /// # Panics
    /// Panics when the key's data has another type than `T`.
    pub fn set_source(&self, key: &QueryKey, source: &Source<T>) {
        let request = Request::new(Rc::clone(&source.fetcher), &self.core.options.borrow());
        *self.core.request.borrow_mut() = request;
        if *key != self.key() {
            let entry = self.core.inner.entry(key, Shape::of::<T>());
            self.core.move_to(entry);
        }
    }

    /// Treats the query differently from now on; enabling it, or wanting
    /// fresher data, fetches what is stale.
    #[expect(clippy::needless_pass_by_value, reason = "options are taken as `observe` takes them")]
    pub fn set_options(&self, options: QueryOptions) {
        self.core.set_options(&options);
    }

    /// Returns how the query is treated.
    #[must_use]
    pub fn options(&self) -> QueryOptions {
        self.core.options()
    }

    /// Fetches now, fresh or not, enabled or not; joins a fetch under way.
    pub fn refetch(&self) {
        self.core.fetch();
    }

    /// Returns the key that is looked at.
    #[must_use]
    pub fn key(&self) -> QueryKey {
        self.core.entry().key.clone()
    }

    pub(super) fn core(&self) -> &Rc<ObserverCore> {
        &self.core
    }
}

impl<T> Clone for QueryObserver<T> {
    fn clone(&self) -> Self {
        Self { core: Rc::clone(&self.core), data: PhantomData }
    }
}

impl<T> fmt::Debug for QueryObserver<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("QueryObserver").field(&self.core.entry().key).finish()
    }
}

/// What an observer shows before there is data: called with what was shown last
/// and the entry; the same for the same, so that it can be told from a change.
pub(super) type Placeholder = Rc<dyn Fn(Option<&Erased>, &Rc<Entry>) -> Option<Erased>>;

pub(super) struct ObserverCore {
    this: Weak<Self>,
    pub(super) inner: Rc<Inner>,
    entry: RefCell<Rc<Entry>>,
    request: RefCell<Request>,
    options: RefCell<QueryOptions>,
    /// The last data of the keys before, shown until this key has its own.
    previous: RefCell<Option<Erased>>,
    /// What the listeners know.
    last: RefCell<Option<Snapshot>>,
    listeners: Listeners,
    result_listeners: Listeners,
    stale_timer: RefCell<Option<Timer>>,
    pub(super) placeholder: RefCell<Option<Placeholder>>,
    pub(super) extensions: Extensions,
}

impl ObserverCore {
    pub(super) fn options(&self) -> QueryOptions {
        self.options.borrow().clone()
    }

    /// Returns how many callbacks there are.
    pub(super) fn listeners(&self) -> usize {
        self.listeners.len() + self.result_listeners.len()
    }

    pub(super) fn request(&self) -> Request {
        self.request.borrow().clone()
    }

    pub(super) fn entry(&self) -> Rc<Entry> {
        Rc::clone(&self.entry.borrow())
    }

    pub(super) fn fetch(&self) {
        self.inner.start(&self.entry(), self.request(), false);
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        let (options, entry) = (self.options.borrow(), self.entry());
        let mut snapshot = entry.snapshot(&options, self.inner.clock.now());
        if snapshot.data.is_none() && snapshot.status == Status::Pending {
            let previous = self.previous.borrow().clone();
            let placeholder = self.placeholder.borrow().clone();
            let shown = match placeholder {
                Some(make) => make(previous.as_ref(), &entry),
                None => previous.filter(|_| options.keep_previous_data),
            };
            if shown.is_some() {
                snapshot.data = shown;
                snapshot.status = Status::Success;
                snapshot.is_placeholder = true;
            }
        }
        snapshot
    }

    fn attach(&self, is_new: bool) {
        let entry = self.entry();
        entry.keep_for(self.options.borrow().gc_time);
        entry.observers.borrow_mut().push(self.this.clone());
        if !is_planted(Planted::CollectsObserved) {
            drop(entry.gc_timer.take());
        }
        drop(entry.abandon_timer.take());
        self.inner.emit(Some(&entry), QueryEventKind::ObserverAdded);
        self.inner.batch(|| {
            let options = self.options();
            if options.is_enabled && is_new {
                self.inner.mount(&entry, &options, self.request());
            } else if options.is_enabled {
                self.inner.look_up(&entry, &options, self.request(), false);
            }
            self.inner.changed(&entry);
        });
    }

    fn detach(&self) {
        let entry = self.entry();
        entry
            .observers
            .borrow_mut()
            .retain(|other| other.strong_count() > 0 && !Weak::ptr_eq(other, &self.this));
        drop(self.stale_timer.take());
        self.inner.emit(Some(&entry), QueryEventKind::ObserverRemoved);
        if !entry.is_observed() {
            if entry.is_running() {
                self.inner.abandon_later(&entry);
            }
            self.inner.collect_later(&entry);
        }
    }

    fn move_to(&self, entry: Rc<Entry>) {
        let shown = self.snapshot().data;
        if shown.is_some() {
            *self.previous.borrow_mut() = shown;
        }
        self.detach();
        drop(self.entry.replace(entry));
        self.attach(false);
    }

    fn set_options(&self, options: &QueryOptions) {
        let entry = self.entry();
        entry.keep_for(options.gc_time);
        {
            let mut request = self.request.borrow_mut();
            *request = Request::new(Rc::clone(&request.fetcher), options);
        }
        let wants_more = {
            let old = self.options.borrow();
            !old.is_enabled || options.stale_time < old.stale_time
        };
        *self.options.borrow_mut() = options.clone();
        self.inner.batch(|| {
            let now = self.inner.clock.now();
            let is_stale = entry.fresh_for(options.stale_time, now).is_none();
            if options.is_enabled && wants_more && is_stale {
                self.inner.look_up(&entry, options, self.request(), false);
            }
            self.inner.changed(&entry);
        });
    }

    /// Tells the listeners what they do not know yet.
    pub(super) fn refresh(&self) {
        // A listener may let go of the last handle.
        let Some(_alive) = self.this.upgrade() else { return };
        let snapshot = self.snapshot();
        if snapshot.data.is_some() && !snapshot.is_placeholder {
            drop(self.previous.take());
        }
        self.watch_staleness();
        let last = self.last.replace(Some(snapshot.clone()));
        let Some(last) = last else { return };
        if !snapshot.has_same_result(&last) {
            self.result_listeners.notify();
        }
        if !snapshot.looks_like(&last) {
            self.listeners.notify();
        }
    }

    /// Sets the timer that tells when the data becomes stale.
    fn watch_staleness(&self) {
        let options = self.options.borrow();
        let becomes_stale = options.is_enabled && options.stale_time != Duration::MAX;
        // Most observers need none, and a change tells all of them.
        if !becomes_stale && self.stale_timer.borrow().is_none() {
            return;
        }
        let fresh_for = self.entry().fresh_for(options.stale_time, self.inner.clock.now());
        let timer = fresh_for.filter(|_| becomes_stale).and_then(|left| {
            let this = self.this.clone();
            let job = move || {
                if let Some(observer) = this.upgrade() {
                    observer.refresh();
                }
            };
            self.inner.timers.after(left, Rc::new(job))
        });
        let ended = self.stale_timer.replace(timer);
        drop(ended);
    }
}

impl Drop for ObserverCore {
    fn drop(&mut self) {
        self.detach();
    }
}
