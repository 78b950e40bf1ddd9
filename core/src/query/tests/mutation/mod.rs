//! Scenarios of mutations.

mod callback;
mod lifetime;
mod network;
mod state;

use super::harness::{Refused, World};
use crate::query::{MutationConfig, MutationStep, QueryError};
use futures::FutureExt;
use futures::future::LocalBoxFuture;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// What happened, in its order.
type Log = Rc<RefCell<Vec<String>>>;

/// Takes writes that take 100 ms.
#[derive(Clone)]
struct Writer {
    clock: crate::platform::ManualClock,
    log: Log,
    /// How many of the next writes fail.
    failures: Rc<Cell<u32>>,
    dropped: Rc<Cell<usize>>,
}

struct Flight {
    dropped: Rc<Cell<usize>>,
    is_over: bool,
}

impl Flight {
    fn lands(&mut self) {
        self.is_over = true;
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.dropped.set(self.dropped.get() + usize::from(!self.is_over));
    }
}

impl Writer {
    fn new(world: &World) -> Self {
        Self {
            clock: world.clock.clone(),
            log: Log::default(),
            failures: Rc::default(),
            dropped: Rc::default(),
        }
    }

    fn fails(&self, times: u32) -> &Self {
        self.failures.set(times);
        self
    }

    fn note(&self, text: impl Into<String>) {
        self.log.borrow_mut().push(text.into());
    }

    fn logged(&self) -> Vec<String> {
        self.log.borrow().clone()
    }

    fn write(&self, text: &str) -> LocalBoxFuture<'static, Result<String, QueryError>> {
        self.note(format!("write {text}"));
        let fails = self.failures.get() > 0;
        self.failures.set(self.failures.get().saturating_sub(1));
        let mut flight = Flight { dropped: Rc::clone(&self.dropped), is_over: false };
        let sleep = crate::platform::Clock::sleep(&self.clock, Duration::from_millis(100));
        let (writer, text) = (self.clone(), text.to_owned());
        Box::pin(async move {
            sleep.await;
            flight.lands();
            writer.note(format!("end {text}"));
            if fails { Err(QueryError::new(Refused(500))) } else { Ok(text.to_uppercase()) }
        })
    }

    /// Returns mutations that write, with callbacks that only take note.
    fn config(&self) -> MutationConfig<String, String> {
        let writer = self.clone();
        let config = MutationConfig::new(move |text: &String| writer.write(text));
        let (one, two, three, four) = (self.clone(), self.clone(), self.clone(), self.clone());
        config
            .on_mutate(move |text| {
                one.note(format!("mutate {text}"));
                let writer = one.clone();
                Ok(Some(Box::new(move || writer.note("rollback"))))
            })
            .on_success(move |data, text| two.step(format!("success {data} {text}")))
            .on_error(move |error, text| three.step(format!("error {error} {text}")))
            .on_settled(move |outcome, text| {
                let outcome = if outcome.is_ok() { "ok" } else { "err" };
                four.step(format!("settled {outcome} {text}"))
            })
    }

    /// Returns mutations that only write.
    fn plain(&self) -> MutationConfig<String, String> {
        let writer = self.clone();
        MutationConfig::new(move |text: &String| writer.write(text))
    }

    fn step(&self, text: String) -> MutationStep {
        let writer = self.clone();
        async move {
            writer.note(text);
            Ok(())
        }
        .boxed_local()
    }
}

fn refuse() -> MutationStep {
    async { Err(QueryError::new(Refused(1))) }.boxed_local()
}
