//! Failing, trying again, giving up.

use super::harness::{Refused, Reply, World, failure, ok, seconds, text};
use crate::query::{FetchStatus, QueryError, QueryKey, QueryOptions, RetryPolicy, Status};
use std::time::Duration;

#[test]
fn a_failed_fetch_is_tried_three_more_times_after_one_two_and_four_seconds() {
    let world = World::new();
    let server = world.server();
    server.latency.set(0);
    server.then(failure());
    let observer = world.observe("k", &server);
    let start = 1_000_000;
    world.pass(6_990);
    assert_eq!(observer.state().status, Status::Pending);
    assert_eq!(observer.state().failure_count, 3);
    world.pass(10);
    assert_eq!(*server.sent_at.borrow(), [start, start + 1_000, start + 3_000, start + 7_000]);
    let state = observer.state();
    assert_eq!((state.status, state.fetch_status), (Status::Error, FetchStatus::Idle));
    assert_eq!((state.failure_count, state.data.is_none()), (4, true));
    let statistics = world.client.statistics();
    assert_eq!((statistics.fetches, statistics.retries, statistics.failures), (1, 3, 1));
}

#[test]
fn the_wait_doubles_up_to_its_limit() {
    let policy = RetryPolicy { count: 100, ..RetryPolicy::default() };
    let error = QueryError::new(Refused(503));
    let waits: Vec<u64> =
        (1..=7).map(|failures| policy.delay(failures, &error).unwrap().as_secs()).collect();
    assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30]);
    assert_eq!(policy.delay(100, &error), Some(seconds(30)));
    assert_eq!(policy.delay(101, &error), None);
}

#[test]
fn a_wait_that_the_server_asks_for_is_kept() {
    let policy = RetryPolicy::default();
    let error = |after| QueryError::new(Refused(429)).with_retry_after(seconds(after));
    assert_eq!(policy.delay(1, &error(45)), Some(seconds(45)));
    assert_eq!(policy.delay(3, &error(1)), Some(seconds(4)), "but it never shortens the own one");
}

#[test]
fn an_error_that_will_not_go_away_is_not_retried() {
    let world = World::new();
    let server = world.server();
    server.then(Err(QueryError::new(Refused(404)).with_retryable(false)));
    let observer = world.observe("k", &server);
    world.pass(60_000);
    assert_eq!((server.sent.get(), observer.state().status), (1, Status::Error));
    let error = observer.state().error.unwrap();
    assert_eq!(error.downcast_ref::<Refused>(), Some(&Refused(404)));
}

#[test]
fn a_retry_that_succeeds_leaves_no_trace_of_the_error() {
    let world = World::new();
    let server = world.server();
    server.then(failure()).then(ok("a"));
    let observer = world.observe("k", &server);
    world.pass(100);
    assert_eq!((observer.state().failure_count, observer.state().error), (1, None));
    world.pass(1_100);
    let state = observer.state();
    assert_eq!((state.status, state.failure_count), (Status::Success, 0));
}

fn fail_then(next: Reply) -> (World, super::harness::Server) {
    let world =
        World::with(QueryOptions { retry: RetryPolicy::never(), ..QueryOptions::default() });
    let server = world.server();
    server.then(failure()).then(next);
    (world, server)
}

#[test]
fn success_after_an_error_clears_it() {
    let (world, server) = fail_then(ok("a"));
    let observer = world.observe("k", &server);
    world.pass(100);
    assert_eq!(observer.state().status, Status::Error);
    observer.refetch();
    let state = observer.state();
    assert!(state.is_loading() && state.error.is_none());
    world.pass(100);
    let state = observer.state();
    assert_eq!(
        (state.status, state.error, text(&observer).as_deref()),
        (Status::Success, None, Some("a"))
    );
}

#[test]
fn an_observer_that_comes_after_a_failure_fetches_again() {
    let (world, server) = fail_then(ok("a"));
    let first = world.observe("k", &server);
    world.pass(100);
    let _second = world.observe("k", &server);
    world.pass(100);
    assert_eq!((server.sent.get(), text(&first).as_deref()), (2, Some("a")));
}

#[test]
fn a_failed_refetch_keeps_the_data_and_leaves_it_stale() {
    let world = World::with(QueryOptions {
        retry: RetryPolicy::never(),
        stale_time: Duration::MAX,
        ..QueryOptions::default()
    });
    let server = world.server();
    server.then(ok("a")).then(failure()).then(ok("b"));
    let observer = world.observe("k", &server);
    world.pass(100);
    observer.refetch();
    world.pass(100);
    let state = observer.state();
    assert_eq!((state.status, text(&observer).as_deref()), (Status::Error, Some("a")));
    assert!(state.is_stale && state.error.is_some());
    world.client.on_focus();
    assert_eq!(observer.state().status, Status::Error, "the error shows until there is an answer");
    world.pass(100);
    assert_eq!(text(&observer).as_deref(), Some("b"));
    assert_eq!((observer.state().status, observer.state().is_stale), (Status::Success, false));
}

#[test]
fn a_retry_that_falls_due_offline_waits_for_the_network() {
    let world = World::new();
    let server = world.server();
    server.then(failure()).then(ok("a"));
    let observer = world.observe("k", &server);
    world.pass(500);
    world.client.on_offline();
    world.pass(10_000);
    assert_eq!((server.sent.get(), observer.state().fetch_status), (1, FetchStatus::Paused));
    world.client.on_online();
    world.pass(100);
    assert_eq!((server.sent.get(), text(&observer).as_deref()), (2, Some("a")));
}

#[test]
fn a_fetch_cancelled_between_tries_is_not_tried_again() {
    let world = World::new();
    let server = world.server();
    server.then(failure());
    let observer = world.observe("k", &server);
    world.pass(500);
    world.client.cancel(&QueryKey::from("k"));
    let state = observer.state();
    assert_eq!((state.status, state.fetch_status), (Status::Pending, FetchStatus::Idle));
    assert_eq!(state.failure_count, 0);
    world.pass(60_000);
    assert_eq!(server.sent.get(), 1);
}
