//! The gate before an origin.

use super::harness::{Server, World, cases, failure, ok, refused, seconds, text};
use crate::query::{
    BreakerState, CachePolicies, Gate, OriginGate, OriginOptions, OriginPolicy, QueryErrorKind,
    QueryEventKind, QueryKey, Status, Try, TryResult,
};
use futures::future::LocalBoxFuture;
use serde_json::json;
use std::cell::Cell;
use std::rc::Rc;

use BreakerState::{Closed, HalfOpen, Open};

fn gated(policy: OriginPolicy) -> (World, Server, OriginGate) {
    let world = World::new();
    let options =
        OriginOptions { policy_of: Box::new(move |_| policy), ..OriginOptions::default() };
    let gate = OriginGate::install(&world.client, options);
    let server = world.server();
    (world, server, gate)
}

fn policy() -> OriginPolicy {
    OriginPolicy {
        max_concurrent: 2,
        timeout_ms: Some(1_000),
        max_failures: Some(3),
        open_ms: 5_000,
    }
}

fn prefetch(world: &World, key: &str, server: &Server) {
    world.client.prefetch(&key.into(), world.once(), server.fetcher());
}

#[test]
fn no_more_tries_run_than_may() {
    let (world, server, gate) = gated(policy());
    server.then(ok("a"));
    (0..7).for_each(|number| prefetch(&world, &number.to_string(), &server));
    world.turn();
    let origin = gate.statistics("").unwrap();
    assert_eq!((server.sent.get(), origin.running, origin.waiting), (2, 2, 5));
    world.pass(100);
    assert_eq!(server.sent.get(), 4);
    world.pass(300);
    let origin = gate.statistics("").unwrap();
    assert_eq!((server.sent.get(), origin.running, origin.waiting), (7, 0, 0));
    assert_eq!(origin.most_running, 2);
    assert_eq!(world.held("6").as_deref(), Some("a"));
}

#[test]
fn who_waits_is_fetching() {
    let (world, server, _gate) = gated(OriginPolicy { max_concurrent: 1, ..policy() });
    server.then(ok("a"));
    prefetch(&world, "first", &server);
    let observer = world.observe("second", &server);
    world.turn();
    assert!(observer.state().is_loading() && server.sent.get() == 1);
    world.pass(200);
    assert_eq!(text(&observer).as_deref(), Some("a"));
}

#[test]
fn no_place_at_all_is_one() {
    let (world, server, _gate) = gated(OriginPolicy { max_concurrent: 0, ..policy() });
    server.then(ok("a"));
    prefetch(&world, "k", &server);
    world.pass(100);
    assert_eq!(world.held("k").as_deref(), Some("a"));
}

#[test]
fn those_who_are_looked_at_go_first() {
    let (world, server, _gate) = gated(OriginPolicy { max_concurrent: 1, ..policy() });
    server.then(ok("a"));
    for key in ["first", "b", "c"] {
        prefetch(&world, key, &server);
    }
    let observer = world.observe("seen", &server);
    world.pass(200);
    assert_eq!((text(&observer).as_deref(), world.held("b")), (Some("a"), None));
}

#[test]
fn the_greater_priority_goes_first_and_then_the_earlier() {
    let (world, server, _gate) = gated(OriginPolicy { max_concurrent: 1, ..policy() });
    let policies = json!({"rules": [
        {"prefix": ["low"], "priority": -1}, {"prefix": ["high"], "priority": 5},
    ]});
    world.client.set_policies(serde_json::from_value::<CachePolicies>(policies).unwrap());
    server.then(ok("a"));
    for key in ["first", "low", "plain", "other", "high"] {
        prefetch(&world, key, &server);
    }
    let mut order = Vec::new();
    for _ in 0..5 {
        world.pass(100);
        for key in ["first", "low", "plain", "other", "high"] {
            if world.held(key).is_some() && !order.contains(&key) {
                order.push(key);
            }
        }
    }
    assert_eq!(order, ["first", "high", "plain", "other", "low"]);
}

#[test]
fn a_cancelled_try_frees_its_place_at_once() {
    let (world, server, gate) = gated(OriginPolicy { max_concurrent: 1, ..policy() });
    server.then(ok("a"));
    prefetch(&world, "one", &server);
    prefetch(&world, "two", &server);
    world.pass(50);
    world.client.cancel(&"one".into());
    world.turn();
    assert_eq!((server.sent.get(), server.dropped.get()), (2, 1));
    assert_eq!(gate.statistics("").unwrap().running, 1);
}

#[test]
fn who_leaves_the_line_is_not_waited_for() {
    let (world, server, gate) = gated(OriginPolicy { max_concurrent: 1, ..policy() });
    server.then(ok("a"));
    for key in ["one", "two", "three"] {
        prefetch(&world, key, &server);
    }
    world.turn();
    world.client.cancel(&"two".into());
    world.pass(200);
    assert_eq!((server.sent.get(), world.held("three").as_deref()), (2, Some("a")));
    assert_eq!(gate.statistics("").unwrap().waiting, 0);
}

#[test]
fn a_try_between_retries_holds_no_place() {
    let (world, server, gate) =
        gated(OriginPolicy { max_concurrent: 1, max_failures: None, ..policy() });
    server.then(failure()).then(ok("a"));
    world.client.prefetch(&"one".into(), world.options(), server.fetcher());
    world.pass(200);
    assert_eq!(gate.statistics("").unwrap().running, 0);
    prefetch(&world, "two", &server);
    world.pass(100);
    assert_eq!(world.held("two").as_deref(), Some("a"));
}

#[test]
fn what_takes_too_long_is_dropped() {
    let (world, server, gate) = gated(policy());
    server.latency.set(5_000);
    server.then(ok("a"));
    prefetch(&world, "k", &server);
    world.pass(990);
    assert_eq!(server.dropped.get(), 0);
    world.pass(20);
    let state = world.client.state::<String>(&"k".into()).unwrap();
    let error = state.error.unwrap();
    assert_eq!((error.kind(), server.dropped.get()), (QueryErrorKind::TimedOut, 1));
    assert!(error.is_retryable() && error.to_string() == "no answer within 1000 ms");
    assert_eq!(gate.statistics("").unwrap().timed_out, 1);
}

#[test]
fn waiting_for_a_place_takes_no_time() {
    let (world, server, gate) = gated(OriginPolicy { max_concurrent: 1, ..policy() });
    server.latency.set(900);
    server.then(ok("a"));
    (0..4).for_each(|number| prefetch(&world, &number.to_string(), &server));
    world.pass(4_000);
    assert_eq!(
        (gate.statistics("").unwrap().timed_out, world.held("3").as_deref()),
        (0, Some("a"))
    );
}

#[test]
fn without_a_limit_a_try_takes_as_long_as_it_likes() {
    let (world, server, _gate) = gated(OriginPolicy { timeout_ms: None, ..policy() });
    server.latency.set(500_000);
    server.then(ok("a"));
    prefetch(&world, "k", &server);
    world.pass(500_100);
    assert_eq!(world.held("k").as_deref(), Some("a"));
}

/// Fails three times in a row with an answer; tells whether that opens.
fn counts(reply: super::harness::Reply, opens: bool) {
    let (world, server, gate) = gated(policy());
    server.then(reply);
    for number in 0..3 {
        prefetch(&world, &number.to_string(), &server);
        world.pass(200);
    }
    prefetch(&world, "next", &server);
    world.pass(200);
    let origin = gate.statistics("").unwrap();
    assert_eq!((origin.openings, origin.refused), (u64::from(opens), u64::from(opens)));
    assert_eq!(server.sent.get(), if opens { 3 } else { 4 });
}

cases! { counts:
    no_answer_counts_against_an_origin(failure(), true);
    a_failing_server_counts_against_its_origin(refused(503), true);
    a_wrong_request_does_not(refused(400), false);
    a_missing_record_does_not(refused(404), false);
    too_many_requests_do_not(refused(429), false);
    an_answer_does_not(ok("a"), false);
}

#[test]
fn a_spared_origin_refuses_and_asks_to_come_back() {
    let (world, server, gate) = gated(policy());
    server.then(failure());
    (0..3).for_each(|number| {
        prefetch(&world, &number.to_string(), &server);
        world.pass(100);
    });
    let answer = world.client.fetch(&"k".into(), world.once(), server.fetcher());
    world.turn();
    let error = futures::executor::block_on(answer).unwrap_err();
    assert_eq!((error.kind(), error.retry_after()), (QueryErrorKind::Refused, Some(seconds(5))));
    assert!(matches!(gate.statistics("").unwrap().breaker, Open { .. }));
}

#[test]
fn a_fetch_that_was_refused_is_tried_again_when_the_origin_may_be_back() {
    let (world, server, gate) = gated(policy());
    server.then(failure()).then(failure()).then(failure()).then(ok("a"));
    (0..3).for_each(|number| {
        prefetch(&world, &number.to_string(), &server);
        world.pass(100);
    });
    let observer = world.observe("k", &server);
    world.pass(4_900);
    assert_eq!((server.sent.get(), observer.state().failure_count), (3, 1));
    world.pass(300);
    assert_eq!((server.sent.get(), text(&observer).as_deref()), (4, Some("a")));
    assert_eq!(gate.statistics("").unwrap().breaker, Closed { failures: 0 });
}

#[test]
fn one_try_finds_out_whether_the_origin_is_back() {
    let (world, server, gate) = gated(policy());
    server.then(failure());
    (0..3).for_each(|number| {
        prefetch(&world, &number.to_string(), &server);
        world.pass(100);
    });
    world.pass(5_000);
    prefetch(&world, "a", &server);
    prefetch(&world, "b", &server);
    world.pass(50);
    assert_eq!((server.sent.get(), gate.statistics("").unwrap().breaker), (4, HalfOpen));
    world.pass(100);
    let origin = gate.statistics("").unwrap();
    assert_eq!((origin.openings, origin.refused), (2, 1));
}

#[test]
fn a_try_that_was_to_find_out_and_is_cancelled_blocks_nobody() {
    let (world, server, gate) = gated(policy());
    server.then(failure());
    (0..3).for_each(|number| {
        prefetch(&world, &number.to_string(), &server);
        world.pass(100);
    });
    world.pass(5_000);
    prefetch(&world, "a", &server);
    world.pass(50);
    world.client.cancel(&"a".into());
    server.then(ok("b"));
    world.pass(10);
    assert!(matches!(gate.statistics("").unwrap().breaker, Open { .. }));
    prefetch(&world, "b", &server);
    world.pass(100);
    assert_eq!(server.sent.get(), 5);
}

#[test]
fn an_opening_is_counted_for_its_resource() {
    let (world, server, _gate) = gated(OriginPolicy { max_failures: Some(1), ..policy() });
    let (counters, (_guard, log)) = (world.client.count_resources(), world.events());
    server.then(failure());
    prefetch(&world, "k", &server);
    world.pass(100);
    assert_eq!(counters.of("k").breaker_openings, 1);
    assert!(log.borrow().contains(&QueryEventKind::BreakerOpened));
}

#[test]
fn origins_do_not_suffer_for_each_other() {
    let world = World::new();
    let options = OriginOptions {
        origin_of: Box::new(|key| key.segments()[0].as_str().unwrap_or_default().into()),
        policy_of: Box::new(|_| OriginPolicy { max_failures: Some(1), ..policy() }),
    };
    let gate = OriginGate::install(&world.client, options);
    let (bad, good) = (world.server(), world.server());
    bad.then(failure());
    good.then(ok("a"));
    prefetch(&world, "bad", &bad);
    world.pass(100);
    prefetch(&world, "good", &good);
    world.pass(100);
    assert_eq!(world.held("good").as_deref(), Some("a"));
    assert_eq!(gate.origins(), ["bad".into(), "good".into()]);
    assert!(gate.statistics("other").is_none());
}

/// Counts the tries that pass.
struct Toll {
    passed: Cell<usize>,
}

impl Gate for Toll {
    fn pass(&self, _key: &QueryKey, attempt: Try) -> LocalBoxFuture<'static, TryResult> {
        self.passed.set(self.passed.get() + 1);
        attempt()
    }
}

#[test]
fn a_gate_of_ones_own_sees_every_try() {
    let world = World::new();
    let toll = Rc::new(Toll { passed: Cell::new(0) });
    world.client.set_gate(toll.clone());
    let server = world.server();
    server.then(failure()).then(failure()).then(ok("a"));
    let observer = world.observe("k", &server);
    world.pass(5_000);
    assert_eq!((toll.passed.get(), observer.state().status), (3, Status::Success));
}

#[test]
fn a_policy_is_written_and_read_back() {
    let policy: OriginPolicy = serde_json::from_value(json!({"max_concurrent": 3})).unwrap();
    assert_eq!(policy, OriginPolicy { max_concurrent: 3, ..OriginPolicy::default() });
    let written = serde_json::to_value(policy).unwrap();
    assert_eq!(serde_json::from_value::<OriginPolicy>(written).unwrap(), policy);
    assert!(serde_json::from_value::<OriginPolicy>(json!({"places": 3})).is_err());
}
