//! One simulation from its seed to its end.

use super::check::check_disk;
use super::ledger::{Fault, FaultCounts};
use super::server::Change;
use super::tab::Tab;
use super::world::World;
use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::time::Duration;

/// How many tabs there are at most.
pub(super) const SLOTS: usize = 2;
/// More than this many requests for one query in ten quiet seconds are a storm.
const STORM: u32 = 6;

/// A schedule that follows from a seed.
#[derive(Debug, Clone)]
pub struct Simulation {
    seed: u64,
    steps: usize,
    is_traced: bool,
}

/// What came of a simulation.
#[derive(Debug, Clone)]
pub struct Report {
    /// By which the simulation can be repeated.
    pub seed: u64,
    /// The first thing that should not have happened.
    pub violation: Option<String>,
    /// What went wrong on purpose.
    pub faults: FaultCounts,
    /// How many requests arrived at the server.
    pub requests: u64,
    /// What happened, each line after the milliseconds of its time; empty
    /// unless it was asked for.
    pub trace: Vec<String>,
}

impl Simulation {
    /// Returns the simulation of a seed, of a hundred steps.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed, steps: 100, is_traced: false }
    }

    /// Takes so many steps before the weather clears.
    #[must_use]
    pub fn with_steps(mut self, steps: usize) -> Self {
        self.steps = steps;
        self
    }

    /// Takes down everything that happens.
    #[must_use]
    pub fn with_trace(mut self) -> Self {
        self.is_traced = true;
        self
    }

    /// Runs it; a panic within is a violation.
    #[must_use]
    pub fn run(&self) -> Report {
        let world = Rc::new(World::new(self.seed, self.is_traced));
        let stage = Stage { world: Rc::clone(&world), tabs: RefCell::default() };
        let end = catch_unwind(AssertUnwindSafe(|| stage.play(self.steps)));
        if let Err(panic) = end {
            world.ledger.violate(|| format!("panic: {}", text_of(panic.as_ref())));
            // What was cut off in the middle may not bear to be taken apart.
            std::mem::forget(stage);
        }
        Report {
            seed: self.seed,
            violation: world.ledger.violation(),
            faults: world.ledger.faults(),
            requests: world.server.requests(),
            trace: world.ledger.trace(),
        }
    }
}

fn text_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "of an unknown kind".to_owned())
}

/// The tabs that are open.
pub(super) struct Stage {
    pub(super) world: Rc<World>,
    tabs: RefCell<[Option<Rc<Tab>>; SLOTS]>,
}

impl Stage {
    pub(super) fn tab(&self, slot: usize) -> Option<Rc<Tab>> {
        self.tabs.borrow()[slot].clone()
    }

    fn all(&self) -> Vec<Rc<Tab>> {
        self.tabs.borrow().iter().flatten().cloned().collect()
    }

    pub(super) fn open(&self, slot: usize) {
        let tab = Tab::open(&self.world, slot);
        self.tabs.borrow_mut()[slot] = Some(tab);
    }

    pub(super) fn close(&self, slot: usize) {
        let tab = self.tabs.borrow_mut()[slot].take();
        if let Some(tab) = tab {
            let watched = tab.watched.take();
            drop(watched);
        }
    }

    fn play(&self, steps: usize) {
        let server = &self.world.server;
        for _ in 0..6 {
            let create = Change::Create([server.value(), server.value()]);
            let _ = server.apply(&server.write(create));
        }
        (0..SLOTS).for_each(|slot| self.open(slot));
        for _ in 0..steps {
            self.step();
            self.pass(20, self.world.schedule.below(300));
            self.check();
            if self.world.ledger.is_violated() {
                return;
            }
        }
        self.rest();
        if !self.world.ledger.is_violated() {
            self.leave();
        }
    }

    fn check(&self) {
        self.all().iter().for_each(|tab| tab.check());
        check_disk(&self.world);
    }

    /// Lets time pass in steps of `tick` milliseconds.
    fn pass(&self, tick: u64, milliseconds: u64) {
        self.turn();
        for _ in 0..milliseconds / tick {
            self.world.clock.advance(Duration::from_millis(tick));
            self.turn();
        }
    }

    fn turn(&self) {
        let mut tabs = self.all();
        if self.world.chance.below(2) == 0 {
            tabs.reverse();
        }
        for tab in &tabs {
            tab.turn();
        }
        self.deliver();
        for tab in &tabs {
            tab.turn();
        }
    }

    fn deliver(&self) {
        let (world, channels) = (&self.world, &self.world.channels);
        if world.weather.get() == 0 {
            // Two tabs that answer each other for ever would never be done.
            for _ in 0..200 {
                if !channels.deliver(0) {
                    return;
                }
            }
            return;
        }
        while channels.waiting() > 0 && !world.happens(4) {
            match world.chance.below(12) {
                0 => {
                    world.ledger.inject(Fault::MessageLost);
                    channels.lose(0);
                }
                1 => {
                    world.ledger.inject(Fault::MessageRepeated);
                    channels.repeat(0);
                }
                2 | 3 if channels.waiting() > 1 => {
                    world.ledger.inject(Fault::MessageOvertaken);
                    channels.deliver(1);
                }
                _ => {
                    channels.deliver(0);
                }
            }
        }
    }

    /// Lets all come to rest in good weather, and compares with the server.
    fn rest(&self) {
        let world = &self.world;
        world.ledger.note(|| "the weather clears".to_owned());
        world.weather.set(0);
        // A fault that was to come is not to come any more.
        world.disk.fail_at(u64::from(u32::MAX), crate::platform::DatabaseErrorKind::Closed);
        let tabs = self.all();
        for _ in 0..3 {
            for tab in &tabs {
                if !tab.lane.is_online.get() {
                    tab.set_online(true);
                }
                tab.set_focused(true);
            }
            self.pass(50, 8_000);
        }
        self.check();
        for tab in &tabs {
            tab.check_rest();
        }
        let leaders = tabs.iter().filter(|tab| tab.tabs.is_leader()).count();
        if leaders != 1 && !tabs.is_empty() {
            world.ledger.violate(|| format!("{leaders} of {} tabs lead", tabs.len()));
        }
        for tab in &tabs {
            tab.watched.borrow().counts.iter().for_each(|count| count.observer.stop_polling());
            tab.lane.sent.borrow_mut().clear();
        }
        self.pass(100, 10_000);
        for tab in &tabs {
            let sent = tab.lane.sent.borrow().clone();
            if let Some((name, count)) = sent.iter().find(|(_, count)| **count > STORM) {
                let slot = tab.slot;
                world.ledger.violate(|| format!("tab {slot} sent {count} of `{name}` at rest"));
            }
        }
    }

    /// Lets everybody look away, and looks for what is left.
    fn leave(&self) {
        for tab in self.all() {
            let watched = tab.watched.take();
            drop(watched);
        }
        self.pass(250, 40_000);
        for tab in self.all() {
            tab.check_baseline();
            let slot = tab.slot;
            let client = Rc::downgrade(tab.client.inner());
            self.close(slot);
            drop(tab);
            if client.strong_count() > 0 {
                self.world.ledger.violate(|| format!("the client of tab {slot} is still held"));
            }
        }
    }
}
