//! Fetching again and again.

use super::observer::ObserverCore;
use super::timers::Timer;
use super::{QueryClient, QueryObserver, QueryState};
use crate::atom::Subscription;
use std::cell::RefCell;
use std::fmt;
use std::rc::{Rc, Weak};
use std::time::Duration;

/// Returns the wait until the next fetch, if there is one.
pub type PollInterval<T> = Rc<dyn Fn(&QueryState<T>) -> Option<Duration>>;

/// How often a query is fetched again, after each change of its state.
pub struct Polling<T> {
    /// Returns the wait until the next fetch; `None`, or no time at all, to
    /// wait for the next change.
    pub interval: PollInterval<T>,
    /// Whether it goes on while nobody looks at the page; not by default.
    pub is_in_background: bool,
}

impl<T> Polling<T> {
    /// Returns the polling that waits `interval` after each answer.
    #[must_use]
    pub fn every(interval: Duration) -> Self {
        Self { interval: Rc::new(move |_| Some(interval)), is_in_background: false }
    }
}

impl<T> Clone for Polling<T> {
    fn clone(&self) -> Self {
        Self { interval: Rc::clone(&self.interval), ..*self }
    }
}

impl<T> fmt::Debug for Polling<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Polling")
            .field("is_in_background", &self.is_in_background)
            .finish_non_exhaustive()
    }
}

/// The polling of one observer.
struct Poller {
    wait: Box<dyn Fn() -> Option<Duration>>,
    is_in_background: bool,
    observer: Weak<ObserverCore>,
    timer: RefCell<Option<Timer>>,
    source: RefCell<Option<Subscription>>,
}

/// Whether this client is the one to poll.
struct Permission(Box<dyn Fn() -> bool>);

impl<T: PartialEq + 'static> QueryObserver<T> {
    /// Fetches again and again for as long as the observer lives and is
    /// enabled, in the place of the polling before.
    ///
    /// A poll that falls due while nobody looks at the page is left out,
    /// unless it is for the background.
    ///
    /// ```
    /// # use std::{rc::Rc, time::Duration};
    /// # use vitrine_core::platform::{LocalSpawn, ManualClock};
    /// # use vitrine_core::query::*;
    /// # let (spawn, clock) = (LocalSpawn::default(), ManualClock::default());
    /// # let client = QueryClient::new(QueryClientOptions {
    /// #     clock: Rc::new(clock.clone()),
    /// #     spawn: Rc::new(spawn.clone()),
    /// #     defaults: QueryOptions::default(),
    /// # });
    /// # let fetcher: Fetcher<u32> = Rc::new(|| Box::pin(async { Ok(7) }));
    /// let observer = client.observe(&"queue".into(), client.defaults(), fetcher);
    /// observer.poll(Polling::every(Duration::from_secs(10)));
    /// for _ in 0..3 {
    ///     spawn.run_until_stalled();
    ///     clock.advance(Duration::from_secs(10));
    /// }
    /// spawn.run_until_stalled();
    /// assert_eq!(client.statistics().fetches, 4);
    /// ```
    pub fn poll(&self, polling: Polling<T>) {
        self.stop_polling();
        let observer = Rc::downgrade(self.core());
        let wait = {
            let observer = observer.clone();
            move || {
                let state = observer.upgrade()?.snapshot().typed();
                (polling.interval)(&state)
            }
        };
        let poller = self.core().extensions.get_or(|| Poller {
            wait: Box::new(wait),
            is_in_background: polling.is_in_background,
            observer,
            timer: RefCell::default(),
            source: RefCell::default(),
        });
        let this = Rc::downgrade(&poller);
        let source = self.subscribe(move || {
            if let Some(poller) = this.upgrade() {
                poller.arm();
            }
        });
        *poller.source.borrow_mut() = Some(source);
        poller.arm();
    }

    /// Ends what [`poll`](Self::poll) began.
    pub fn stop_polling(&self) {
        drop(self.core().extensions.take::<Poller>());
    }
}

impl QueryClient {
    /// Polls only while `is_leader` says so: of several tabs that share their
    /// answers one polls for all.
    pub fn poll_only_while(&self, is_leader: impl Fn() -> bool + 'static) {
        self.inner().extensions.set(Permission(Box::new(is_leader)));
    }
}

impl Poller {
    fn arm(self: &Rc<Self>) {
        let Some(observer) = self.observer.upgrade() else { return };
        let timer = (self.wait)().filter(|wait| !wait.is_zero()).and_then(|wait| {
            let this = Rc::downgrade(self);
            let job = move || {
                if let Some(poller) = this.upgrade() {
                    poller.tick();
                }
            };
            observer.inner.timers.after(wait, Rc::new(job))
        });
        let ended = self.timer.replace(timer);
        drop(ended);
    }

    fn tick(self: &Rc<Self>) {
        let Some(observer) = self.observer.upgrade() else { return };
        let permission = observer.inner.extensions.get::<Permission>();
        let may_poll = permission.is_none_or(|permission| (permission.0)());
        // Enabling alone is no change of state, so a disabled observer waits on.
        if may_poll
            && observer.options().is_enabled
            && (self.is_in_background || observer.inner.is_focused.get())
        {
            observer.fetch();
        }
        self.arm();
    }
}
