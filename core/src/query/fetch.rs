//! Fetching: one request per key, retries, pauses, cancellation.

use super::cache::Inner;
use super::entry::{Entry, EntryState};
use super::state::{Erased, FetchStatus, Status};
use super::task::{self, TaskGuard};
use super::{Fetcher, QueryError, RetryPolicy};
use futures::FutureExt;
use futures::future::LocalBoxFuture;
use std::future::poll_fn;
use std::rc::{Rc, Weak};
use std::task::Poll;

type ErasedFetcher = Rc<dyn Fn() -> LocalBoxFuture<'static, Result<Erased, QueryError>>>;

/// How to fetch the data of an entry.
#[derive(Clone)]
pub(super) struct Request {
    pub(super) fetcher: ErasedFetcher,
    pub(super) retry: RetryPolicy,
}

impl Request {
    pub(super) fn new<T: 'static>(fetcher: Fetcher<T>, retry: RetryPolicy) -> Self {
        let fetcher: ErasedFetcher = Rc::new(move || {
            fetcher().map(|result| result.map(|data| Rc::new(data) as Erased)).boxed_local()
        });
        Self { fetcher, retry }
    }
}

/// A fetch under way.
pub(super) struct Running {
    id: u64,
    request: Request,
    /// Whether somebody besides observers wants it, so that it goes on when
    /// the last observer goes.
    is_pinned: bool,
    /// What to go back to when it is cancelled.
    before: EntryState,
    guard: Option<TaskGuard>,
}

impl Inner {
    /// Starts a fetch, or joins the one under way.
    pub(super) fn start(&self, entry: &Rc<Entry>, request: Request, is_pinned: bool) {
        if let Some(running) = entry.running.borrow_mut().as_mut() {
            running.is_pinned |= is_pinned;
            self.counters.count(|counters| counters.coalesced += 1);
            return;
        }
        self.counters.count(|counters| counters.fetches += 1);
        let id = self.next_id();
        let before = entry.state.borrow().clone();
        {
            let mut state = entry.state.borrow_mut();
            state.failure_count = 0;
            state.fetch_status = self.fetch_status();
            if state.data.is_none() {
                state.status = Status::Pending;
                state.error = None;
            }
        }
        let task = run(self.this.clone(), Rc::downgrade(entry), request.clone(), id);
        let running = Running { id, request, is_pinned, before, guard: None };
        *entry.running.borrow_mut() = Some(running);
        let guard = task::spawn(self.spawn.as_ref(), Box::pin(task));
        match entry.running.borrow_mut().as_mut() {
            Some(running) if running.id == id => running.guard = Some(guard),
            // The executor ran the fetch to its end already.
            _ => drop(guard),
        }
        self.changed(entry);
    }

    /// Drops the fetch under way and goes back to the state before it.
    /// Returns how it could be started again. Waiters are left waiting.
    pub(super) fn interrupt(&self, entry: &Rc<Entry>) -> Option<(Request, bool)> {
        let running = entry.running.take()?;
        self.counters.count(|counters| counters.cancellations += 1);
        {
            let mut state = entry.state.borrow_mut();
            state.status = running.before.status;
            state.error = running.before.error;
            state.failure_count = running.before.failure_count;
            state.fetch_status = FetchStatus::Idle;
        }
        drop(running.guard);
        Some((running.request, running.is_pinned))
    }

    /// Interrupts the fetch under way and tells those who wait for it.
    pub(super) fn cancel(&self, entry: &Rc<Entry>) {
        if self.interrupt(entry).is_some() {
            entry.settle(&Err(Rc::new(QueryError::cancelled())));
            self.changed(entry);
            self.collect_later(entry);
        }
    }

    /// Cancels the fetch under way unless somebody still wants it.
    pub(super) fn abandon(&self, entry: &Rc<Entry>) {
        let is_pinned = entry.running.borrow().as_ref().is_some_and(|running| running.is_pinned);
        if !entry.is_observed() && !is_pinned {
            self.cancel(entry);
        }
    }

    fn finish(&self, entry: &Rc<Entry>, id: u64, result: Result<Erased, QueryError>) {
        if !is_current(entry, id) {
            return;
        }
        let running = entry.running.take();
        let outcome = match result {
            Ok(data) => Ok(entry.receive(data, self.clock.now())),
            Err(error) => {
                self.counters.count(|counters| counters.failures += 1);
                let error = Rc::new(error);
                let mut state = entry.state.borrow_mut();
                state.status = Status::Error;
                state.error = Some(Rc::clone(&error));
                state.fetch_status = FetchStatus::Idle;
                state.failure_count += 1;
                // Data that could not be refreshed is not to be trusted.
                state.is_invalidated = true;
                Err(error)
            }
        };
        entry.settle(&outcome);
        self.changed(entry);
        self.collect_later(entry);
        drop(running);
    }

    fn fetch_status(&self) -> FetchStatus {
        if self.is_online.get() { FetchStatus::Fetching } else { FetchStatus::Paused }
    }

    fn set_fetch_status(&self, entry: &Rc<Entry>, id: u64) {
        if is_current(entry, id) {
            entry.state.borrow_mut().fetch_status = self.fetch_status();
            self.changed(entry);
        }
    }
}

fn is_current(entry: &Rc<Entry>, id: u64) -> bool {
    entry.running.borrow().as_ref().is_some_and(|running| running.id == id)
}

/// Tries until there is data, or no further try is due.
async fn run(inner: Weak<Inner>, entry: Weak<Entry>, request: Request, id: u64) {
    let mut failures = 0;
    let result = loop {
        wait_until_online(&inner, &entry, id).await;
        let error = match (request.fetcher)().await {
            Ok(data) => break Ok(data),
            Err(error) => error,
        };
        failures += 1;
        let Some(delay) = request.retry.delay(failures, &error) else { break Err(error) };
        let (Some(cache), Some(target)) = (inner.upgrade(), entry.upgrade()) else { return };
        cache.counters.count(|counters| counters.retries += 1);
        target.state.borrow_mut().failure_count = failures;
        cache.changed(&target);
        let sleep = cache.clock.sleep(delay);
        drop((cache, target));
        sleep.await;
    };
    if let (Some(inner), Some(entry)) = (inner.upgrade(), entry.upgrade()) {
        inner.finish(&entry, id, result);
    }
}

async fn wait_until_online(inner: &Weak<Inner>, entry: &Weak<Entry>, id: u64) {
    let report = || {
        let (Some(inner), Some(entry)) = (inner.upgrade(), entry.upgrade()) else { return };
        inner.set_fetch_status(&entry, id);
    };
    let mut was_offline = false;
    poll_fn(|context| {
        let Some(cache) = inner.upgrade() else { return Poll::Pending };
        if cache.is_online.get() {
            return Poll::Ready(());
        }
        cache.offline_wakers.borrow_mut().push(context.waker().clone());
        if !was_offline {
            was_offline = true;
            report();
        }
        Poll::Pending
    })
    .await;
    if was_offline {
        report();
    }
}
