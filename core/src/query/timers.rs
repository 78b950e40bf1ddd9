//! Many deadlines on one sleep.

use super::task::{self, TaskGuard};
use crate::platform::{Clock, Spawn};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;

/// The longest wait a browser's timer can be given, in milliseconds.
const MAX_DELAY: u128 = i32::MAX as u128;

type Deadline = (u64, u64);
type Job = Rc<dyn Fn()>;

/// Calls back when the time has come.
pub(super) struct Timers {
    this: Weak<Self>,
    clock: Rc<dyn Clock>,
    spawn: Rc<dyn Spawn>,
    last: Cell<u64>,
    /// The nearest deadline last.
    jobs: RefCell<Vec<(Deadline, Job)>>,
    /// The sleep under way and when it ends.
    sleep: RefCell<Option<(u64, Option<TaskGuard>)>>,
}

/// Keeps a deadline; dropping it takes the deadline back.
pub(super) struct Timer {
    timers: Weak<Timers>,
    deadline: Deadline,
}

impl Timers {
    pub(super) fn new(clock: Rc<dyn Clock>, spawn: Rc<dyn Spawn>) -> Rc<Self> {
        Rc::new_cyclic(|this| Self {
            this: this.clone(),
            clock,
            spawn,
            last: Cell::new(0),
            jobs: RefCell::default(),
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
        let sequence = self.last.get() + 1;
        self.last.set(sequence);
        let deadline = (self.clock.now() + u64::try_from(delay).ok()?, sequence);
        let mut jobs = self.jobs.borrow_mut();
        let place = jobs.partition_point(|(other, _)| *other > deadline);
        jobs.insert(place, (deadline, job));
        drop(jobs);
        self.arm();
        Some(Timer { timers: self.this.clone(), deadline })
    }

    pub(super) fn len(&self) -> usize {
        self.jobs.borrow().len()
    }

    /// Makes the sleep under way end at the first deadline.
    fn arm(&self) {
        let first = self.jobs.borrow().last().map(|((at, _), _)| *at);
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
            let job = {
                let mut jobs = self.jobs.borrow_mut();
                match jobs.last() {
                    Some(((at, _), _)) if *at <= self.clock.now() => jobs.pop(),
                    _ => break,
                }
            };
            if let Some((_, job)) = job {
                job();
            }
        }
        self.arm();
        drop(ended);
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(timers) = self.timers.upgrade() {
            let mut jobs = timers.jobs.borrow_mut();
            let place = jobs.partition_point(|(other, _)| *other > self.deadline);
            let is_there = jobs.get(place).is_some_and(|(other, _)| *other == self.deadline);
            // What the job holds may have timers of its own.
            let removed = is_there.then(|| jobs.remove(place));
            drop(jobs);
            if removed.is_some() {
                timers.arm();
            }
        }
    }
}
