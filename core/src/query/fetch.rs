//! Fetching: one request per key, retries, pauses, cancellation.

use super::cache::Inner;
use super::entry::{Entry, EntryState};
use super::event::QueryEventKind;
use super::options::{NetworkMode, QueryOptions};
use super::planted::{Planted, is_planted};
use super::source::ErasedFetcher;
use super::state::{Erased, FetchStatus, Status};
use super::task::{self, TaskGuard};
use super::{QueryError, RetryPolicy};
use std::future::poll_fn;
use std::rc::{Rc, Weak};
use std::task::Poll;
use std::time::Duration;

/// How to fetch the data of an entry.
#[derive(Clone)]
pub(super) struct Request {
    pub(super) fetcher: ErasedFetcher,
    pub(super) retry: RetryPolicy,
    pub(super) network_mode: NetworkMode,
    /// How fresh the data of a level below must be to end the fetch.
    pub(super) stale_time: Duration,
}

impl Request {
    pub(super) fn new(fetcher: ErasedFetcher, options: &QueryOptions) -> Self {
        let QueryOptions { retry, network_mode, stale_time, .. } = *options;
        Self { fetcher, retry, network_mode, stale_time }
    }
}

/// A fetch under way.
pub(super) struct Running {
    id: u64,
    /// Whether somebody besides observers wants it, so that it goes on when
    /// the last observer goes.
    is_pinned: bool,
    /// What to go back to when it is cancelled.
    before: EntryState,
    guard: Option<TaskGuard>,
}

impl Running {
    /// Takes note that there is data, should the fetch be cancelled.
    pub(super) fn has_data_now(&mut self) {
        self.before.status = Status::Success;
        self.before.error = None;
    }
}

impl Inner {
    /// Starts a fetch, or joins the one under way.
    pub(super) fn start(&self, entry: &Rc<Entry>, request: Request, is_pinned: bool) {
        if let Some(running) = entry.running.borrow_mut().as_mut() {
            running.is_pinned |= is_pinned;
            self.emit(Some(entry), QueryEventKind::Coalesced);
            return;
        }
        let id = self.next_id();
        entry.fetch_id.set(id);
        let before = entry.state.borrow().clone();
        {
            let mut state = entry.state.borrow_mut();
            state.failure_count = 0;
            state.fetch_status = self.fetch_status(request.network_mode, 0);
            if state.data.is_none() {
                state.status = Status::Pending;
                state.error = None;
            }
        }
        let task = run(self.this.clone(), Rc::downgrade(entry), request.clone(), id);
        let replaced = entry.request.replace(Some(request));
        drop(replaced);
        let running = Running { id, is_pinned, before, guard: None };
        *entry.running.borrow_mut() = Some(running);
        self.emit(Some(entry), QueryEventKind::Fetched);
        let guard = task::spawn(self.spawn.as_ref(), Box::pin(task));
        match entry.running.borrow_mut().as_mut() {
            Some(running) if running.id == id => running.guard = Some(guard),
            // The executor ran the fetch to its end already.
            _ => drop(guard),
        }
        self.changed(entry);
    }

    /// Drops the fetch under way and goes back to the state before it.
    /// Returns whether somebody besides observers wants it. Waiters are left
    /// waiting.
    pub(super) fn interrupt(&self, entry: &Rc<Entry>) -> Option<bool> {
        let running = entry.running.take()?;
        {
            let mut state = entry.state.borrow_mut();
            state.status = running.before.status;
            state.error = running.before.error;
            state.failure_count = running.before.failure_count;
            state.fetch_status = FetchStatus::Idle;
        }
        if is_planted(Planted::CancelKeepsRequest) {
            std::mem::forget(running.guard);
        } else {
            drop(running.guard);
        }
        self.emit(Some(entry), QueryEventKind::Cancelled);
        Some(running.is_pinned)
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
            Ok(data) => Ok(entry.receive(self.share(entry, data), self.clock.now())),
            Err(error) => {
                let error = Rc::new(error);
                let mut state = entry.state.borrow_mut();
                state.status = Status::Error;
                state.error = Some(Rc::clone(&error));
                state.fetch_status = FetchStatus::Idle;
                state.failure_count += 1;
                // Data that could not be refreshed is not to be trusted.
                state.is_invalidated = !is_planted(Planted::FailureCountsAsFresh);
                Err(error)
            }
        };
        let kind = if outcome.is_ok() { QueryEventKind::Updated } else { QueryEventKind::Failed };
        self.emit(Some(entry), kind);
        entry.settle(&outcome);
        self.changed(entry);
        self.collect_later(entry);
        drop(running);
    }

    /// Lets those who plugged in look at data before it is held.
    pub(super) fn share(&self, entry: &Entry, data: Erased) -> Erased {
        let share = self.plugs.borrow().share.clone();
        match share {
            Some(share) => share(entry, data),
            None => data,
        }
    }

    /// Ends the fetch under way with the data that is there.
    pub(super) fn finish_restored(&self, entry: &Rc<Entry>, id: u64) {
        let Some(data) = entry.state.borrow().data.clone() else { return };
        if is_current(entry, id) {
            let running = entry.running.take();
            entry.state.borrow_mut().fetch_status = FetchStatus::Idle;
            entry.settle(&Ok(data));
            self.changed(entry);
            self.collect_later(entry);
            drop(running);
        }
    }

    /// Returns whether the next try may be made after so many failures.
    pub(super) fn may_try(&self, mode: NetworkMode, failures: u32) -> bool {
        let is_first = failures == 0;
        let needs_network = match mode {
            NetworkMode::Online => true,
            NetworkMode::Always => false,
            NetworkMode::OfflineFirst => !is_first,
        };
        let is_online = self.is_online.get() || is_planted(Planted::OfflineSends);
        (is_online || !needs_network) && (self.is_focused.get() || is_first)
    }

    fn fetch_status(&self, mode: NetworkMode, failures: u32) -> FetchStatus {
        if self.may_try(mode, failures) { FetchStatus::Fetching } else { FetchStatus::Paused }
    }

    /// Returns a wait between what the server asks for and `delay`.
    pub(super) fn spread(&self, delay: Duration, error: &QueryError) -> Duration {
        match &self.plugs.borrow().random {
            None => delay,
            Some(random) => {
                delay.mul_f64(random.unit()).max(error.retry_after().unwrap_or_default())
            }
        }
    }

    /// Tells the observers of a fetch whether it waits.
    fn report(&self, entry: &Rc<Entry>, id: u64, status: FetchStatus) {
        if is_current(entry, id) && entry.state.borrow().fetch_status != status {
            entry.state.borrow_mut().fetch_status = status;
            self.changed(entry);
        }
    }
}

fn is_current(entry: &Rc<Entry>, id: u64) -> bool {
    entry.running.borrow().as_ref().is_some_and(|running| running.id == id)
}

/// Tries until there is data, or no further try is due.
async fn run(inner: Weak<Inner>, entry: Weak<Entry>, request: Request, id: u64) {
    let load = inner.upgrade().zip(entry.upgrade()).and_then(|(inner, entry)| {
        let load = inner.plugs.borrow().load.clone().filter(|_| !entry.has_data())?;
        Some(load(&entry, id, request.stale_time))
    });
    if let Some(load) = load
        && load.await
    {
        return;
    }
    let mut failures = 0;
    let result = loop {
        wait_until_ready(&inner, &entry, &request, id, failures).await;
        let (Some(cache), Some(target)) = (inner.upgrade(), entry.upgrade()) else { return };
        let gate = cache.plugs.borrow().gate.clone();
        let attempt = match gate {
            None => (request.fetcher)(&target),
            Some(gate) => {
                let (fetcher, entry) = (Rc::clone(&request.fetcher), Rc::clone(&target));
                gate.pass(&target.key, Box::new(move || fetcher(&entry)))
            }
        };
        drop((cache, target));
        let error = match attempt.await {
            Ok(data) => break Ok(data),
            Err(error) => error,
        };
        failures += 1;
        let Some(delay) = request.retry.delay(failures, &error) else { break Err(error) };
        let (Some(cache), Some(target)) = (inner.upgrade(), entry.upgrade()) else { return };
        target.state.borrow_mut().failure_count = failures;
        cache.emit(Some(&target), QueryEventKind::Retried);
        cache.changed(&target);
        let sleep = cache.clock.sleep(cache.spread(delay, &error));
        drop((cache, target));
        sleep.await;
    };
    if let (Some(inner), Some(entry)) = (inner.upgrade(), entry.upgrade()) {
        inner.finish(&entry, id, result);
    }
}

async fn wait_until_ready(
    inner: &Weak<Inner>,
    entry: &Weak<Entry>,
    request: &Request,
    id: u64,
    failures: u32,
) {
    poll_fn(|context| {
        let (Some(cache), Some(entry)) = (inner.upgrade(), entry.upgrade()) else {
            return Poll::Pending;
        };
        let status = cache.fetch_status(request.network_mode, failures);
        if status == FetchStatus::Paused {
            cache.paused.borrow_mut().push(context.waker().clone());
        }
        cache.report(&entry, id, status);
        if status == FetchStatus::Paused { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
}
