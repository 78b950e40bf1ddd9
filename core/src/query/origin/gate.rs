//! The gate before each origin.

use super::super::cache::Inner;
use super::super::event::QueryEventKind;
use super::super::{Gate, QueryClient, QueryError, QueryErrorKind, QueryKey, Try, TryResult};
use super::breaker::{Breaker, BreakerState};
use super::queue::Queue;
use futures::future::{Either, LocalBoxFuture, select};
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::rc::{Rc, Weak};
use std::time::Duration;

/// How an origin is treated; all times are milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OriginPolicy {
    /// How many tries run at a time; six by default, at least one.
    pub max_concurrent: usize,
    /// How long one may take before it is dropped; thirty seconds by default,
    /// none for as long as it likes. Waiting for a place does not count.
    pub timeout_ms: Option<u64>,
    /// How many failures one after the other open the breaker; five by
    /// default, none for never.
    pub max_failures: Option<u32>,
    /// For how long the breaker then stays open; ten seconds by default.
    pub open_ms: u64,
}

impl Default for OriginPolicy {
    fn default() -> Self {
        Self { max_concurrent: 6, timeout_ms: Some(30_000), max_failures: Some(5), open_ms: 10_000 }
    }
}

/// Returns the origin of a query.
pub type OriginOf = Box<dyn Fn(&QueryKey) -> Rc<str>>;

/// What an [`OriginGate`] is made from.
pub struct OriginOptions {
    /// Returns the origin of a query.
    pub origin_of: OriginOf,
    /// Returns how an origin is treated; asked once for each.
    pub policy_of: Box<dyn Fn(&str) -> OriginPolicy>,
}

impl Default for OriginOptions {
    fn default() -> Self {
        Self {
            origin_of: Box::new(|_| Rc::from("")),
            policy_of: Box::new(|_| OriginPolicy::default()),
        }
    }
}

impl fmt::Debug for OriginOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("OriginOptions")
    }
}

/// What happened at one origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OriginStatistics {
    /// Tries under way.
    pub running: usize,
    /// Tries that wait for a place.
    pub waiting: usize,
    /// The most tries that were under way at a time.
    pub most_running: usize,
    /// Tries that were not made since the breaker was open.
    pub refused: u64,
    /// Tries that were dropped since they took too long.
    pub timed_out: u64,
    /// Times that the breaker opened.
    pub openings: u64,
    /// Whether the origin is asked.
    pub breaker: BreakerState,
}

/// Limits the tries of each origin, their time, and the harm of an origin that
/// is down.
///
/// A failure counts against an origin when it brought no answer, or one that
/// says that the server is at fault (5xx). A refused try fails with
/// [`QueryErrorKind::Refused`] and asks to be repeated once the breaker lets
/// somebody try.
///
/// ```
/// # use std::rc::Rc;
/// # use vitrine_core::platform::{LocalSpawn, ManualClock};
/// # use vitrine_core::query::*;
/// # let spawn = LocalSpawn::default();
/// # let client = QueryClient::new(QueryClientOptions {
/// #     clock: Rc::new(ManualClock::default()),
/// #     spawn: Rc::new(spawn.clone()),
/// #     defaults: QueryOptions::default(),
/// # });
/// let gate = OriginGate::install(&client, OriginOptions {
///     policy_of: Box::new(|_| OriginPolicy { max_concurrent: 2, ..OriginPolicy::default() }),
///     ..OriginOptions::default()
/// });
/// let fetcher: Fetcher<u32> = Rc::new(|| Box::pin(futures::future::pending()));
/// for page in 0..5 {
///     let key = QueryKey::from("page").child(page);
///     client.prefetch(&key, client.defaults(), fetcher.clone());
/// }
/// spawn.run_until_stalled();
/// let origin = gate.statistics("").unwrap();
/// assert_eq!((origin.running, origin.waiting), (2, 3));
/// ```
#[derive(Clone)]
pub struct OriginGate {
    state: Rc<State>,
}

struct State {
    client: Weak<Inner>,
    options: OriginOptions,
    origins: RefCell<BTreeMap<Rc<str>, Rc<Origin>>>,
}

struct Origin {
    policy: OriginPolicy,
    queue: Rc<Queue>,
    breaker: RefCell<Option<Breaker>>,
    most_running: Cell<usize>,
    refused: Cell<u64>,
    timed_out: Cell<u64>,
    openings: Cell<u64>,
}

impl OriginGate {
    /// Puts a gate before the tries of `client`, in the place of the one
    /// before. The handle is for reading; the client keeps the gate.
    #[must_use]
    pub fn install(client: &QueryClient, options: OriginOptions) -> Self {
        let client_inner = Rc::downgrade(client.inner());
        let state = State { client: client_inner, options, origins: RefCell::default() };
        let gate = Self { state: Rc::new(state) };
        client.set_gate(Rc::new(gate.clone()));
        gate
    }

    /// Returns what happened at an origin; `None` before its first try.
    #[must_use]
    pub fn statistics(&self, origin: &str) -> Option<OriginStatistics> {
        let origin = self.state.origins.borrow().get(origin).cloned()?;
        let breaker = origin.breaker.borrow();
        let closed = BreakerState::Closed { failures: 0 };
        Some(OriginStatistics {
            running: origin.queue.taken(),
            waiting: origin.queue.waiting(),
            most_running: origin.most_running.get(),
            refused: origin.refused.get(),
            timed_out: origin.timed_out.get(),
            openings: origin.openings.get(),
            breaker: breaker.as_ref().map_or(closed, Breaker::state),
        })
    }

    /// Returns the origins that were asked, by name.
    #[must_use]
    pub fn origins(&self) -> Vec<Rc<str>> {
        self.state.origins.borrow().keys().cloned().collect()
    }
}

impl fmt::Debug for OriginGate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("OriginGate").field(&self.origins()).finish()
    }
}

impl Gate for OriginGate {
    fn pass(&self, key: &QueryKey, attempt: Try) -> LocalBoxFuture<'static, TryResult> {
        let (state, key) = (Rc::clone(&self.state), key.clone());
        let origin = state.origin(&key);
        Box::pin(async move {
            let rank = state.rank(&key);
            let places = origin.policy.max_concurrent.max(1);
            let place = Rc::clone(&origin.queue).enter(rank, places).await;
            origin.most_running.set(origin.most_running.get().max(origin.queue.taken()));
            let result = state.attempt(&key, &origin, attempt).await;
            drop(place);
            result
        })
    }
}

/// Tells the breaker of a try that is dropped.
struct Probe<'a> {
    origin: &'a Origin,
    state: &'a State,
    is_over: bool,
}

impl Drop for Probe<'_> {
    fn drop(&mut self) {
        if !self.is_over
            && let (Some(breaker), Some(now)) =
                (self.origin.breaker.borrow_mut().as_mut(), self.state.now())
        {
            breaker.abandon(now);
        }
    }
}

impl State {
    fn now(&self) -> Option<u64> {
        Some(self.client.upgrade()?.clock.now())
    }

    fn origin(&self, key: &QueryKey) -> Rc<Origin> {
        let name = (self.options.origin_of)(key);
        let known = self.origins.borrow().get(&name).cloned();
        known.unwrap_or_else(|| {
            let policy = (self.options.policy_of)(&name);
            let breaker = policy.max_failures.map(|max| Breaker::new(max, policy.open_ms));
            let origin = Rc::new(Origin {
                policy,
                queue: Rc::default(),
                breaker: RefCell::new(breaker),
                most_running: Cell::new(0),
                refused: Cell::new(0),
                timed_out: Cell::new(0),
                openings: Cell::new(0),
            });
            self.origins.borrow_mut().insert(name, Rc::clone(&origin));
            origin
        })
    }

    /// What somebody looks at goes first, and then what the policies prefer.
    fn rank(&self, key: &QueryKey) -> (bool, i32) {
        let Some(inner) = self.client.upgrade() else { return (false, 0) };
        let client = QueryClient::from_inner(inner);
        (client.is_observed(key), client.policy_of(key).priority.unwrap_or(0))
    }

    async fn attempt(&self, key: &QueryKey, origin: &Origin, attempt: Try) -> TryResult {
        let now = self.now().unwrap_or_default();
        if let Some(breaker) = origin.breaker.borrow_mut().as_mut()
            && let Err(until) = breaker.admit(now)
        {
            origin.refused.set(origin.refused.get() + 1);
            let wait = Duration::from_millis(until.saturating_sub(now));
            let error = QueryError::of(QueryErrorKind::Refused, Spared);
            return Err(error.with_retry_after(wait));
        }
        let mut probe = Probe { origin, state: self, is_over: false };
        let result = self.in_time(origin, attempt).await;
        probe.is_over = true;
        drop(probe);
        self.learn(key, origin, &result);
        result
    }

    async fn in_time(&self, origin: &Origin, attempt: Try) -> TryResult {
        let limit = origin.policy.timeout_ms.map(Duration::from_millis);
        let (Some(limit), Some(client)) = (limit, self.client.upgrade()) else {
            return attempt().await;
        };
        let sleep = client.clock.sleep(limit);
        drop(client);
        match select(attempt(), sleep).await {
            Either::Left((result, _)) => result,
            Either::Right(((), _)) => {
                origin.timed_out.set(origin.timed_out.get() + 1);
                Err(QueryError::of(QueryErrorKind::TimedOut, TooSlow(limit)))
            }
        }
    }

    fn learn(&self, key: &QueryKey, origin: &Origin, result: &TryResult) {
        let Some(client) = self.client.upgrade() else { return };
        let is_up = match result {
            Ok(_) => true,
            Err(error) => error.status().is_some_and(|status| status < 500),
        };
        let has_opened = {
            let mut breaker = origin.breaker.borrow_mut();
            let Some(breaker) = breaker.as_mut() else { return };
            if is_up {
                breaker.succeed();
            }
            !is_up && breaker.fail(client.clock.now())
        };
        if has_opened {
            origin.openings.set(origin.openings.get() + 1);
            client.emit(client.find(key).as_ref(), QueryEventKind::BreakerOpened);
        }
    }
}

/// The origin failed too often of late.
#[derive(Debug)]
struct Spared;

impl fmt::Display for Spared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not asked: the origin failed too often")
    }
}

impl Error for Spared {}

/// The try took longer than it may.
#[derive(Debug)]
struct TooSlow(Duration);

impl fmt::Display for TooSlow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "no answer within {} ms", self.0.as_millis())
    }
}

impl Error for TooSlow {}
