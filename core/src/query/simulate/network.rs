//! The way to the server and back.

use super::ledger::Fault;
use super::server::{Server, Write, Written};
use super::world::World;
use crate::platform::Clock;
use crate::query::QueryError;
use futures::future::{LocalBoxFuture, pending};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

/// What a tab has on the way.
pub(super) struct Lane {
    world: Rc<World>,
    slot: usize,
    pub(super) is_online: Cell<bool>,
    flying: RefCell<BTreeMap<String, usize>>,
    /// How often each query was asked for since somebody began to count.
    pub(super) sent: RefCell<BTreeMap<String, u32>>,
}

/// A request under way.
struct Flight {
    lane: Rc<Lane>,
    name: String,
}

/// A write that may arrive although its sender is gone.
struct Parcel {
    lane: Rc<Lane>,
    write: Write,
    is_stubborn: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    Good,
    RequestLost,
    AnswerLost,
    Slow,
    Status(u16),
}

/// The request failed on the way.
#[derive(Debug)]
struct Failed;

impl fmt::Display for Failed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the network failed")
    }
}

impl std::error::Error for Failed {}

impl Drop for Flight {
    fn drop(&mut self) {
        if let Some(flying) = self.lane.flying.borrow_mut().get_mut(&self.name) {
            *flying -= 1;
        }
    }
}

impl Drop for Parcel {
    fn drop(&mut self) {
        let world = &self.lane.world;
        if self.is_stubborn && world.server.apply(&self.write).is_ok() {
            world.ledger.inject(Fault::WriteWithoutSender);
        }
    }
}

impl Lane {
    pub(super) fn new(world: &Rc<World>, slot: usize) -> Rc<Self> {
        Rc::new(Self {
            world: Rc::clone(world),
            slot,
            is_online: Cell::new(true),
            flying: RefCell::default(),
            sent: RefCell::default(),
        })
    }

    pub(super) fn under_way(&self) -> usize {
        self.flying.borrow().values().sum()
    }

    /// Asks the server for something.
    pub(super) fn read<T: 'static>(
        self: &Rc<Self>,
        name: String,
        serve: impl FnOnce(&Server) -> Result<T, u16> + 'static,
    ) -> LocalBoxFuture<'static, Result<T, QueryError>> {
        *self.sent.borrow_mut().entry(name.clone()).or_default() += 1;
        let flight = self.take_off(name);
        Box::pin(journey(flight, serve, pending()))
    }

    /// Sends a write, one of each `scope` at a time.
    pub(super) fn write(
        self: &Rc<Self>,
        scope: &str,
        write: &Write,
    ) -> LocalBoxFuture<'static, Result<Written, QueryError>> {
        if !self.is_online.get() {
            self.world.ledger.violate(|| format!("tab {} wrote without a network", self.slot));
        }
        let flight = self.take_off(format!("write {scope}"));
        let is_stubborn = self.world.weather.get() > 0 && self.world.happens(2);
        let parcel = Parcel { lane: Rc::clone(self), write: write.clone(), is_stubborn };
        // Nothing else ends a write that has no answer.
        let patience = self.world.clock.sleep(Duration::from_secs(2));
        let serve = move |server: &Server| {
            let mut parcel = parcel;
            parcel.is_stubborn = false;
            server.apply(&parcel.write)
        };
        Box::pin(journey(flight, serve, patience))
    }

    fn take_off(self: &Rc<Self>, name: String) -> Flight {
        let mut flying = self.flying.borrow_mut();
        let number = flying.entry(name.clone()).or_default();
        *number += 1;
        if *number > 1 {
            let slot = self.slot;
            self.world.ledger.violate(|| format!("tab {slot} has two of `{name}` under way"));
        }
        drop(flying);
        Flight { lane: Rc::clone(self), name }
    }
}

async fn journey<T>(
    flight: Flight,
    serve: impl FnOnce(&Server) -> Result<T, u16>,
    patience: impl Future<Output = ()>,
) -> Result<T, QueryError> {
    let world = Rc::clone(&flight.lane.world);
    let leg = || Duration::from_millis(world.chance.below(220));
    let (there, back, fate) = (leg(), leg(), draw(&world));
    world.clock.sleep(there).await;
    if fate == Fate::RequestLost {
        patience.await;
        return Err(QueryError::new(Failed));
    }
    let may_pass = || flight.lane.is_online.get();
    if !may_pass() {
        return Err(QueryError::new(Failed));
    }
    world.server.heard();
    if let Fate::Status(status) = fate {
        world.clock.sleep(back).await;
        return Err(refusal(status));
    }
    let answer = serve(&world.server);
    match fate {
        Fate::AnswerLost => {
            patience.await;
            return Err(QueryError::new(Failed));
        }
        Fate::Slow => world.clock.sleep(Duration::from_millis(900)).await,
        _ => world.clock.sleep(back).await,
    }
    if !may_pass() {
        return Err(QueryError::new(Failed));
    }
    answer.map_err(refusal)
}

fn refusal(status: u16) -> QueryError {
    let error = QueryError::new(Failed).with_status(status).with_retryable(status >= 429);
    if status == 429 { error.with_retry_after(Duration::from_millis(300)) } else { error }
}

fn draw(world: &World) -> Fate {
    if world.chance.below(10) >= world.weather.get() {
        return Fate::Good;
    }
    let (fate, fault) = match world.chance.below(7) {
        0 => (Fate::RequestLost, Fault::RequestLost),
        1 => (Fate::AnswerLost, Fault::AnswerLost),
        2 => (Fate::Slow, Fault::AnswerSlow),
        3 => (Fate::Status(500), Fault::ServerError),
        4 => (Fate::Status(503), Fault::ServerError),
        5 => (Fate::Status(429), Fault::TooMany),
        _ => (Fate::Status(403), Fault::Refused),
    };
    world.ledger.inject(fault);
    fate
}
