//! Many deadlines on one sleep.

use super::task::{self, TaskGuard};
use crate::platform::{Clock, Spawn};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use std::time::Duration;

/// The longest wait a browser's timer can be given, in milliseconds.
const MAX_DELAY: u128 = i32::MAX as u128;

/// What to call, and when; emptied when it was taken back.
struct Job {
    at: u64,
    call: RefCell<Option<Rc<dyn Fn()>>>,
}

/// Calls back when the time has come.
pub(super) struct Timers {
    this: Weak<Self>,
    clock: Rc<dyn Clock>,
    spawn: Rc<dyn Spawn>,
    /// The nearest last. Most waits are as long as each other, so that a new
    /// one goes to the front and one that ends leaves at the back.
    jobs: RefCell<VecDeque<Rc<Job>>>,
    /// How many of them were taken back: leaving them where they are until
    /// they are many makes taking back cheap.
    empty: Cell<usize>,
    /// The sleep under way and when it ends.
    sleep: RefCell<Option<(u64, Option<TaskGuard>)>>,
}

/// Keeps a deadline; dropping it takes the deadline back.
pub(super) struct Timer {
    timers: Weak<Timers>,
    job: Rc<Job>,
}

impl Timers {
    pub(super) fn new(clock: Rc<dyn Clock>, spawn: Rc<dyn Spawn>) -> Rc<Self> {
        Rc::new_cyclic(|this| Self {
            this: this.clone(),
            clock,
            spawn,
            jobs: RefCell::default(),
            empty: Cell::new(0),
            sleep: RefCell::default(),
        })
    }

    /// Calls `job` after `delay`; never, and with no timer, where a browser
    /// could not wait that long (24 days).
    pub(super) fn after(&self, delay: Duration, job: Rc<dyn Fn()>) -> Option<Timer> {
        let delay = delay.as_millis();
        if delay > MAX_DELAY {
            return None;
        }
        let at = self.clock.now() + u64::try_from(delay).ok()?;
        let job = Rc::new(Job { at, call: RefCell::new(Some(job)) });
        let mut jobs = self.jobs.borrow_mut();
        let place = jobs.partition_point(|other| other.at > at);
        jobs.insert(place, Rc::clone(&job));
        drop(jobs);
        self.arm();
        Some(Timer { timers: self.this.clone(), job })
    }

    pub(super) fn len(&self) -> usize {
        self.jobs.borrow().len() - self.empty.get()
    }

    /// Drops what was taken back: at the back always, elsewhere when it is the
    /// greater part.
    fn tidy(&self) {
        let mut jobs = self.jobs.borrow_mut();
        let is_empty = |job: &Rc<Job>| job.call.borrow().is_none();
        if self.empty.get() * 2 > jobs.len() {
            jobs.retain(|job| !is_empty(job));
            self.empty.set(0);
        }
        while jobs.back().is_some_and(is_empty) {
            jobs.pop_back();
            self.empty.set(self.empty.get() - 1);
        }
    }

    /// Makes the sleep under way end at the first deadline.
    fn arm(&self) {
        self.tidy();
        let first = self.jobs.borrow().back().map(|job| job.at);
        let planned = self.sleep.borrow().as_ref().map(|(at, _)| *at);
        if first == planned {
            return;
        }
        let ended = self.sleep.replace(first.map(|at| (at, None)));
        drop(ended);
        let Some(at) = first else { return };
        let wait = self.clock.sleep(Duration::from_millis(at.saturating_sub(self.clock.now())));
        let this = self.this.clone();
        let guard = task::spawn(
            self.spawn.as_ref(),
            Box::pin(async move {
                wait.await;
                if let Some(timers) = this.upgrade() {
                    timers.run();
                }
            }),
        );
        if let Some((planned, slot)) = self.sleep.borrow_mut().as_mut()
            && *planned == at
        {
            *slot = Some(guard);
        }
    }

    fn run(&self) {
        let ended = self.sleep.take();
        loop {
            self.tidy();
            let job = {
                let mut jobs = self.jobs.borrow_mut();
                match jobs.back() {
                    Some(job) if job.at <= self.clock.now() => jobs.pop_back(),
                    _ => break,
                }
            };
            let call = job.and_then(|job| job.call.take());
            if let Some(call) = call {
                call();
            }
        }
        self.arm();
        drop(ended);
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        // What the job holds may have timers of its own.
        let call = self.job.call.take();
        if let Some(timers) = self.timers.upgrade()
            && call.is_some()
        {
            timers.empty.set(timers.empty.get() + 1);
            timers.arm();
        }
    }
}
