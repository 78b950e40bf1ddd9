//! Random schedules, and what holds after each step and at the end.

use super::harness::seconds;
use crate::atom::Subscription;
use crate::platform::{Clock, LocalSpawn, ManualClock, SeededRandom};
use crate::query::{
    CachePolicies, FetchStatus, Fetcher, OriginGate, OriginOptions, OriginPolicy, Polling,
    QueryClient, QueryClientOptions, QueryError, QueryFilter, QueryKey, QueryObserver,
    QueryOptions, RetryPolicy,
};
use serde_json::json;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

const KEYS: usize = 4;
const ROOM: usize = 20;

/// One version number a key, served late, or not at all.
struct Server {
    clock: ManualClock,
    random: Rc<SeededRandom>,
    versions: [Cell<u64>; KEYS],
    flying: [Cell<usize>; KEYS],
    /// Of ten requests, how many fail.
    failing: Cell<u64>,
    faults: Cell<usize>,
}

struct Flight(Rc<Server>, usize);

impl Drop for Flight {
    fn drop(&mut self) {
        let flying = &self.0.flying[self.1];
        flying.set(flying.get() - 1);
    }
}

fn fetcher(server: &Rc<Server>, key: usize) -> Fetcher<u64> {
    let server = Rc::clone(server);
    Rc::new(move || {
        let server = Rc::clone(&server);
        server.flying[key].set(server.flying[key].get() + 1);
        assert_eq!(server.flying[key].get(), 1, "one request for a key at a time");
        let flight = Flight(Rc::clone(&server), key);
        let leg = |limit| server.clock.sleep(Duration::from_millis(server.random.below(limit)));
        let (there, back) = (leg(300), leg(300));
        let fails = server.random.below(10) < server.failing.get();
        let status = [0, 404, 500, 503][usize::try_from(server.random.below(4)).unwrap()];
        Box::pin(async move {
            there.await;
            let version = flight.0.versions[key].get();
            back.await;
            if !fails {
                return Ok(version);
            }
            flight.0.faults.set(flight.0.faults.get() + 1);
            let error = QueryError::new(std::fmt::Error).with_retryable(status != 404);
            Err(if status == 0 { error } else { error.with_status(status) })
        })
    })
}

struct Watched {
    key: usize,
    observer: QueryObserver<u64>,
    _subscription: Subscription,
}

struct Run {
    clock: ManualClock,
    spawn: LocalSpawn,
    random: Rc<SeededRandom>,
    client: QueryClient,
    server: Rc<Server>,
    watched: RefCell<Vec<Watched>>,
    /// The newest version that anybody saw of each key.
    seen: Rc<[Cell<u64>; KEYS]>,
}

fn name(key: usize) -> QueryKey {
    QueryKey::new(["rows", &key.to_string()])
}

impl Run {
    fn new(seed: u64) -> Self {
        let random = Rc::new(SeededRandom::new(seed));
        let (clock, spawn) = (ManualClock::new(1_000_000), LocalSpawn::default());
        let client = QueryClient::new(QueryClientOptions {
            clock: Rc::new(clock.clone()),
            spawn: Rc::new(spawn.clone()),
            defaults: QueryOptions { gc_time: seconds(10), ..QueryOptions::default() },
        });
        client.set_random(random.clone());
        client.weigh(|_: &u64| 10);
        let policies = json!({"max_bytes": ROOM, "rules": [{
            "time_to_live_ms": 20_000, "jitter": 0.3, "negative": [{"status": "404", "keep_ms": 900}],
        }]});
        client.set_policies(serde_json::from_value::<CachePolicies>(policies).unwrap());
        let policy = OriginPolicy {
            max_concurrent: 2,
            timeout_ms: Some(500),
            max_failures: Some(3),
            open_ms: 1_000,
        };
        let options = OriginOptions { policy_of: Box::new(move |_| policy), ..Default::default() };
        drop(OriginGate::install(&client, options));
        let server = Rc::new(Server {
            clock: clock.clone(),
            random: Rc::clone(&random),
            versions: Default::default(),
            flying: Default::default(),
            failing: Cell::new(2),
            faults: Cell::new(0),
        });
        let (watched, newest) = (RefCell::default(), Rc::default());
        Self { clock, spawn, random, client, server, watched, seen: newest }
    }

    fn key(&self) -> usize {
        usize::try_from(self.random.below(KEYS as u64)).unwrap()
    }

    fn options(&self) -> QueryOptions {
        let retry = RetryPolicy {
            count: u32::try_from(self.random.below(3)).unwrap(),
            first_delay: Duration::from_millis(200),
            max_delay: seconds(1),
        };
        let stale_time = Duration::from_millis(self.random.below(3) * 500);
        QueryOptions { stale_time, retry, ..self.client.defaults() }
    }

    fn observe(&self) {
        let key = self.key();
        let observer = self.client.observe(&name(key), self.options(), fetcher(&self.server, key));
        if self.random.below(4) == 0 {
            observer.poll(Polling::every(Duration::from_millis(700)));
        }
        let (seen, looking) = (Rc::clone(&self.seen), observer.clone());
        let core = Rc::downgrade(looking.core());
        drop(looking);
        let subscription = observer.subscribe(move || {
            let data = core.upgrade().and_then(|core| core.snapshot().typed::<u64>().data);
            if let Some(version) = data {
                assert!(*version >= seen[key].get(), "older data after newer");
                seen[key].set(*version);
            }
        });
        self.watched.borrow_mut().push(Watched { key, observer, _subscription: subscription });
    }

    fn step(&self) {
        let key = self.key();
        match self.random.below(14) {
            0..3 => self.observe(),
            3 => {
                let mut watched = self.watched.borrow_mut();
                let gone = watched.pop();
                drop(watched);
                drop(gone);
            }
            4 => self.client.prefetch(&name(key), self.options(), fetcher(&self.server, key)),
            5 => {
                let version = &self.server.versions[key];
                version.set(version.get() + 1);
                self.client.invalidate(&name(key));
            }
            6 => {
                let version = &self.server.versions[key];
                version.set(version.get() + 1);
                self.client.set_data(&name(key), version.get());
            }
            7 => self.client.cancel(&name(key)),
            8 => self.client.on_offline(),
            9 => self.client.on_online(),
            10 => self.client.on_blur(),
            11 => self.client.on_focus(),
            12 => self.server.failing.set(self.random.below(8)),
            _ => self.client.reset(&name(key)),
        }
        self.pass(self.random.below(400));
        self.check();
    }

    fn pass(&self, milliseconds: u64) {
        self.spawn.run_until_stalled();
        for _ in 0..milliseconds / 20 {
            self.clock.advance(Duration::from_millis(20));
            self.spawn.run_until_stalled();
        }
    }

    fn check(&self) {
        let idle: usize = self
            .client
            .find_all(&QueryFilter::default())
            .iter()
            .filter(|query| query.observers == 0 && query.fetch_status == FetchStatus::Idle)
            .map(|query| self.client.bytes_of(&query.key))
            .sum();
        assert!(idle <= ROOM, "{idle} bytes that nobody looks at");
        for watched in self.watched.borrow().iter() {
            let state = watched.observer.state();
            assert_eq!(state.data.is_none(), state.updated_at.is_none());
        }
    }

    /// Lets all come to rest with a good network and compares.
    fn finish(self) -> usize {
        self.server.failing.set(0);
        self.client.on_online();
        for _ in 0..3 {
            self.client.on_focus();
            self.pass(8_000);
        }
        for watched in self.watched.borrow().iter() {
            let state = watched.observer.state();
            let version = self.server.versions[watched.key].get();
            assert_eq!(state.data.as_deref(), Some(&version), "it shows what the server has");
            assert!(state.error.is_none());
        }
        self.watched.borrow_mut().clear();
        self.pass(40_000);
        let statistics = self.client.statistics();
        assert_eq!((statistics.entries, statistics.timers, statistics.running), (0, 0, 0));
        assert_eq!((statistics.observers, statistics.listeners), (0, 0));
        assert_eq!(self.client.bytes(), 0);
        assert!(self.server.flying.iter().all(|flying| flying.get() == 0));
        self.server.faults.get()
    }
}

#[test]
fn random_schedules_end_with_what_the_server_has() {
    let mut faults = 0;
    for seed in 0..150 {
        let run = Run::new(seed);
        let end = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for _ in 0..60 {
                run.step();
            }
            run.finish()
        }));
        faults += end.unwrap_or_else(|_| panic!("seed {seed} reproduces this"));
    }
    assert!(faults > 500, "only {faults} requests failed");
}
