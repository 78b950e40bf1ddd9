//! One mutation from its start to its end.

use super::super::QueryError;
use super::super::cache::Inner;
use super::super::event::QueryEventKind;
use super::super::listeners::Listeners;
use super::super::state::Erased;
use super::super::task::{self, TaskGuard};
use super::super::timers::Timer;
use super::cache::{CacheCore, MutationEventKind};
use super::config::{MutationStep, Outcome, Rollback, Steps};
use super::state::{MutationInfo, MutationStatus, State};
use futures::channel::oneshot;
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::{Rc, Weak};
use std::task::Poll;
use std::time::Duration;

pub(super) struct Mutation {
    pub(super) id: u64,
    pub(super) cache: Weak<CacheCore>,
    pub(super) steps: RefCell<Steps>,
    pub(super) state: RefCell<State>,
    /// Those who show it.
    pub(super) listeners: Listeners,
    pub(super) observers: Cell<usize>,
    rollback: RefCell<Option<Rollback>>,
    waiters: RefCell<Vec<oneshot::Sender<Outcome>>>,
    task: RefCell<Option<TaskGuard>>,
    gc_timer: RefCell<Option<Timer>>,
}

impl Mutation {
    pub(super) fn new(id: u64, cache: &Rc<CacheCore>, steps: Steps) -> Rc<Self> {
        Rc::new(Self {
            id,
            cache: Rc::downgrade(cache),
            steps: RefCell::new(steps),
            state: RefCell::default(),
            listeners: Listeners::default(),
            observers: Cell::new(0),
            rollback: RefCell::default(),
            waiters: RefCell::default(),
            task: RefCell::default(),
            gc_timer: RefCell::default(),
        })
    }

    pub(super) fn scope(&self) -> Option<Rc<str>> {
        self.steps.borrow().scope.clone()
    }

    pub(super) fn is_pending(&self) -> bool {
        self.state.borrow().status == MutationStatus::Pending
    }

    pub(super) fn is_paused(&self) -> bool {
        self.state.borrow().is_paused
    }

    pub(super) fn info(&self) -> MutationInfo {
        let (state, steps) = (self.state.borrow(), self.steps.borrow());
        MutationInfo {
            id: self.id,
            key: steps.key.clone(),
            scope: steps.scope.clone(),
            status: state.status,
            is_paused: state.is_paused,
            failure_count: state.failure_count,
            error: state.error.clone(),
            submitted_at: state.submitted_at,
            variables: state.variables.clone(),
            data: state.data.clone(),
        }
    }

    /// Starts it: what it does at once, and the rest when its turn comes.
    pub(super) fn start(self: &Rc<Self>, variables: Erased) {
        let Some((cache, client)) = self.home() else { return };
        *self.state.borrow_mut() = State {
            status: MutationStatus::Pending,
            variables: Some(Rc::clone(&variables)),
            is_paused: !self.may_try(&cache, &client),
            submitted_at: Some(client.clock.now()),
            ..State::default()
        };
        cache.tell(self, MutationEventKind::Added);
        self.changed();
        let begun = self.begin(&cache, &variables);
        self.run(&client, Box::pin(execute(Rc::clone(self), variables, begun)));
    }

    /// Drops what it is doing, takes back what it did, and fails.
    pub(super) fn cancel(self: &Rc<Self>) {
        let (Some((_, client)), true) = (self.home(), self.is_pending()) else { return };
        self.stop();
        let variables = self.state.borrow().variables.clone();
        if let Some(variables) = variables {
            let this = Rc::clone(self);
            let cancelled = Rc::new(QueryError::cancelled());
            let end = async move {
                fail(&this, &cancelled, &variables).await;
                this.finish(&Err(cancelled));
            };
            self.run(&client, Box::pin(end));
        }
    }

    /// Drops what it is doing, in the middle of it.
    pub(super) fn stop(&self) {
        drop(self.task.take());
        drop(self.gc_timer.take());
    }

    pub(super) fn wait(&self) -> oneshot::Receiver<Outcome> {
        let (sender, receiver) = oneshot::channel();
        self.waiters.borrow_mut().push(sender);
        receiver
    }

    /// Starts the time after which it is forgotten.
    pub(super) fn collect_later(self: &Rc<Self>) {
        let gc_time = self.steps.borrow().gc_time;
        let (Some((_, client)), false) = (self.home(), self.is_pending()) else { return };
        if self.observers.get() > 0 || gc_time == Duration::MAX {
            drop(self.gc_timer.take());
            return;
        }
        let this = Rc::downgrade(self);
        let job = move || {
            if let Some(mutation) = this.upgrade()
                && let Some(cache) = mutation.cache.upgrade()
            {
                cache.remove(mutation.id);
            }
        };
        let ended = self.gc_timer.replace(client.timers.after(gc_time, Rc::new(job)));
        drop(ended);
    }

    pub(super) fn changed(self: &Rc<Self>) {
        self.listeners.notify();
        if let Some(cache) = self.cache.upgrade() {
            cache.tell(self, MutationEventKind::Updated);
        }
    }

    fn home(&self) -> Option<(Rc<CacheCore>, Rc<Inner>)> {
        let cache = self.cache.upgrade()?;
        let client = cache.client.upgrade()?;
        Some((cache, client))
    }

    fn run(&self, client: &Inner, future: futures::future::LocalBoxFuture<'static, ()>) {
        let guard = task::spawn(client.spawn.as_ref(), future);
        // An executor that runs at once has brought it to its end already.
        let guard = Some(guard).filter(|_| self.is_pending());
        let ended = self.task.replace(guard);
        drop(ended);
    }

    fn begin(&self, cache: &CacheCore, variables: &Erased) -> Result<(), QueryError> {
        cache.on_mutate(&self.info())?;
        let on_mutate = self.steps.borrow().on_mutate.clone();
        if let Some(on_mutate) = on_mutate {
            *self.rollback.borrow_mut() = on_mutate(variables)?;
        }
        Ok(())
    }

    /// Returns whether it is its turn, and there is a network for it.
    fn may_try(&self, cache: &CacheCore, client: &Inner) -> bool {
        let failures = self.state.borrow().failure_count;
        cache.is_first(self) && client.may_try(self.steps.borrow().network_mode, failures)
    }

    fn set_paused(self: &Rc<Self>, is_paused: bool) {
        if self.is_paused() != is_paused {
            self.state.borrow_mut().is_paused = is_paused;
            self.changed();
        }
    }

    fn finish(self: &Rc<Self>, outcome: &Outcome) {
        {
            let mut state = self.state.borrow_mut();
            state.is_paused = false;
            match outcome {
                Ok(data) => {
                    state.status = MutationStatus::Success;
                    state.data = Some(Rc::clone(data));
                    state.error = None;
                }
                Err(error) => {
                    state.status = MutationStatus::Error;
                    state.error = Some(Rc::clone(error));
                }
            }
        }
        let ended = self.task.take();
        drop(self.rollback.take());
        for waiter in self.waiters.take() {
            // Somebody who no longer waits needs no answer.
            let _ = waiter.send(outcome.clone());
        }
        if let Some((cache, client)) = self.home() {
            if outcome.is_ok() {
                client.emit(None, QueryEventKind::Written);
            }
            cache.wake();
        }
        self.changed();
        self.collect_later();
        drop(ended);
    }
}

async fn execute(this: Rc<Mutation>, variables: Erased, begun: Result<(), QueryError>) {
    let written = match begun {
        Ok(()) => write(&this, &variables).await,
        Err(error) => Err(error),
    };
    let outcome = match written {
        Ok(data) => succeed(&this, &data, &variables).await.map(|()| data),
        Err(error) => Err(error),
    };
    let outcome = outcome.map_err(Rc::new);
    if let Err(error) = &outcome {
        fail(&this, error, &variables).await;
    }
    this.finish(&outcome);
}

/// Tries until the write succeeds, or no further try is due.
async fn write(this: &Rc<Mutation>, variables: &Erased) -> Result<Erased, QueryError> {
    let mut failures = 0;
    loop {
        wait_for_turn(this).await;
        let attempt = (this.steps.borrow().write)(variables);
        let error = match attempt.await {
            Ok(data) => return Ok(data),
            Err(error) => error,
        };
        failures += 1;
        this.state.borrow_mut().failure_count = failures;
        let delay = this.steps.borrow().retry.delay(failures, &error);
        let (Some(delay), Some((_, client))) = (delay, this.home()) else { return Err(error) };
        this.changed();
        let sleep = client.clock.sleep(client.spread(delay, &error));
        drop(client);
        sleep.await;
    }
}

async fn wait_for_turn(this: &Rc<Mutation>) {
    poll_fn(|context| {
        let Some((cache, client)) = this.home() else { return Poll::Pending };
        let may_try = this.may_try(&cache, &client);
        if !may_try {
            client.paused.borrow_mut().push(context.waker().clone());
            cache.waiting.borrow_mut().push(context.waker().clone());
        }
        drop((cache, client));
        this.set_paused(!may_try);
        if may_try { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

async fn succeed(this: &Rc<Mutation>, data: &Erased, variables: &Erased) -> Result<(), QueryError> {
    let info = this.info();
    let callbacks = this.cache.upgrade().map(|cache| cache.callbacks()).unwrap_or_default();
    step(callbacks.on_success.as_ref().map(|call| call(&info))).await?;
    let own = this.steps.borrow().on_success.clone();
    step(own.map(|call| call(data, variables))).await?;
    step(callbacks.on_settled.as_ref().map(|call| call(&info))).await?;
    let own = this.steps.borrow().on_settled.clone();
    step(own.map(|call| call(&Ok(Rc::clone(data)), variables))).await
}

/// Takes back what was done and calls all who want to know, whatever they say.
async fn fail(this: &Rc<Mutation>, error: &Rc<QueryError>, variables: &Erased) {
    let rollback = this.rollback.take();
    if let Some(rollback) = rollback {
        rollback();
    }
    let info = MutationInfo { error: Some(Rc::clone(error)), ..this.info() };
    let callbacks = this.cache.upgrade().map(|cache| cache.callbacks()).unwrap_or_default();
    let _ = step(callbacks.on_error.as_ref().map(|call| call(&info))).await;
    let own = this.steps.borrow().on_error.clone();
    let _ = step(own.map(|call| call(error, variables))).await;
    let _ = step(callbacks.on_settled.as_ref().map(|call| call(&info))).await;
    let own = this.steps.borrow().on_settled.clone();
    let _ = step(own.map(|call| call(&Err(Rc::clone(error)), variables))).await;
}

async fn step(step: Option<MutationStep>) -> Result<(), QueryError> {
    match step {
        Some(step) => step.await,
        None => Ok(()),
    }
}
