//! Looking entries up, and changing them by hand.

use super::QueryKey;
use super::cache::Inner;
use super::client::MutationOptions;
use super::entry::Entry;
use super::event::QueryEventKind;
use super::fetch::Request;
use super::options::{QueryOptions, Refetch};
use super::planted::{Planted, is_planted};
use super::state::{Erased, Status};
use std::rc::Rc;

impl Inner {
    /// Counts a look-up and fetches what is stale; returns whether a fetch is
    /// needed.
    pub(super) fn look_up(
        &self,
        entry: &Rc<Entry>,
        options: &QueryOptions,
        request: Request,
        is_pinned: bool,
    ) -> bool {
        let now = self.clock.now();
        let kind = if entry.fresh_for(options.stale_time, now).is_some() {
            QueryEventKind::Hit
        } else if entry.refused_until.get() > now {
            QueryEventKind::NegativeHit
        } else {
            if entry.has_data() {
                self.emit(Some(entry), QueryEventKind::StaleHit);
            } else if !entry.is_running() {
                self.emit(Some(entry), QueryEventKind::Miss);
            }
            self.start(entry, request, is_pinned);
            return true;
        };
        self.emit(Some(entry), kind);
        self.collect_later(entry);
        false
    }

    /// Looks an entry up for an observer that comes to it.
    pub(super) fn mount(&self, entry: &Rc<Entry>, options: &QueryOptions, request: Request) {
        let is_failed = entry.state.borrow().status == Status::Error;
        let wish = if entry.has_data() {
            options.refetch_on_mount
        } else if is_failed && !options.retry_on_mount {
            Refetch::Never
        } else {
            Refetch::IfStale
        };
        match wish {
            Refetch::IfStale => drop(self.look_up(entry, options, request, false)),
            Refetch::Always => self.start(entry, request, false),
            Refetch::Never => {}
        }
    }

    /// Lets paused fetches see whether they may go on.
    pub(super) fn wake(&self, kind: QueryEventKind) {
        for waker in self.paused.take() {
            if !is_planted(Planted::NobodyIsWoken) {
                waker.wake();
            }
        }
        self.emit(None, kind);
    }

    pub(super) fn put(&self, entry: &Rc<Entry>, data: Erased) {
        entry.keep_for(self.defaults.gc_time);
        self.batch(|| {
            if !is_planted(Planted::SetDataKeepsFetch) {
                self.interrupt(entry);
            }
            let data = entry.receive(self.share(entry, data), self.clock.now());
            self.emit(Some(entry), QueryEventKind::Updated);
            entry.settle(&Ok(data));
            self.changed(entry);
        });
        self.collect_later(entry);
    }

    pub(super) fn invalidate(&self, prefix: &QueryKey) {
        if let Some(store) = self.plugs.borrow().store.clone()
            && !is_planted(Planted::StoreIsNotInvalidated)
        {
            store.invalidate(prefix);
        }
        self.batch(|| self.matching(prefix).iter().for_each(|entry| self.invalidate_entry(entry)));
    }

    pub(super) fn invalidate_entry(&self, entry: &Rc<Entry>) {
        let interrupted = self.mark_stale(entry);
        // An observer may want something else than the fetch that was cut off.
        if let Some(request) = entry.next_request()
            && (interrupted.is_some() || entry.active_observer().is_some())
        {
            self.start(entry, request, interrupted == Some(true));
        }
    }

    /// Marks an entry as stale and drops its fetch under way; returns what
    /// [`interrupt`](Self::interrupt) does.
    pub(super) fn mark_stale(&self, entry: &Rc<Entry>) -> Option<bool> {
        let keeps_fetch = is_planted(Planted::InvalidateKeepsFetch);
        let interrupted = if keeps_fetch { None } else { self.interrupt(entry) };
        entry.refused_until.set(0);
        entry.state.borrow_mut().is_invalidated = true;
        self.emit(Some(entry), QueryEventKind::Invalidated);
        self.changed(entry);
        interrupted
    }

    pub(super) fn remove(&self, prefix: &QueryKey) {
        if let Some(store) = self.plugs.borrow().store.clone() {
            store.remove(prefix);
        }
        self.batch(|| self.matching(prefix).iter().for_each(|entry| self.remove_entry(entry)));
    }

    pub(super) fn remove_entry(&self, entry: &Rc<Entry>) {
        if !entry.is_observed() {
            self.evict(entry);
            return;
        }
        self.cancel(entry);
        entry.refused_until.set(0);
        drop(entry.state.take());
        self.emit(Some(entry), QueryEventKind::Emptied);
        self.changed(entry);
        if let Some(observer) = entry.active_observer() {
            self.start(entry, observer.request(), false);
        }
    }

    pub(super) fn succeed(&self, options: &MutationOptions) {
        self.emit(None, QueryEventKind::Written);
        self.batch(|| {
            options.removes.iter().for_each(|prefix| self.remove(prefix));
            options.invalidates.iter().for_each(|prefix| self.invalidate(prefix));
        });
    }
}
