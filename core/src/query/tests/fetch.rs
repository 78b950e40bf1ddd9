//! When a fetch starts, and that there is one.

use super::harness::{World, failure, ok, seconds, text};
use crate::query::{FetchStatus, QueryKey, QueryOptions, RetryPolicy, Status};
use std::rc::Rc;
use std::time::Duration;

#[test]
fn a_first_observer_goes_from_pending_to_success() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let observer = world.observe("k", &server);
    let state = observer.state();
    assert_eq!((state.status, state.fetch_status), (Status::Pending, FetchStatus::Fetching));
    assert!(state.is_loading() && state.data.is_none() && state.updated_at.is_none());
    world.pass(90);
    assert!(observer.state().is_loading());
    world.pass(10);
    let state = observer.state();
    assert_eq!((state.status, state.fetch_status), (Status::Success, FetchStatus::Idle));
    assert_eq!((state.updated_at, text(&observer).as_deref()), (Some(1_000_100), Some("a")));
}

#[test]
fn observers_of_one_key_share_a_fetch() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let observers: Vec<_> = (0..10).map(|_| world.observe("k", &server)).collect();
    world.pass(100);
    assert_eq!(server.sent.get(), 1);
    assert!(observers.iter().all(|observer| text(observer).as_deref() == Some("a")));
    let statistics = world.client.statistics();
    assert_eq!((statistics.fetches, statistics.coalesced, statistics.misses), (1, 9, 1));
}

#[test]
fn different_keys_are_fetched_apart() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let _one = world.observe("one", &server);
    let _two = world.observe("two", &server);
    assert_eq!((world.client.statistics().fetches, world.client.statistics().entries), (2, 2));
}

#[test]
fn fresh_data_is_not_fetched_again() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let options = QueryOptions { stale_time: seconds(10), ..world.options() };
    let _first = world.observe_with("k", &server, options.clone());
    world.pass(9_000);
    let second = world.observe_with("k", &server, options);
    world.pass(100);
    assert_eq!((server.sent.get(), text(&second).as_deref()), (1, Some("a")));
    assert_eq!(world.client.statistics().hits, 1);
}

#[test]
fn stale_data_is_shown_while_it_is_fetched_again() {
    let world = World::new();
    let server = world.server();
    server.then(ok("old")).then(ok("new"));
    let _first = world.observe("k", &server);
    world.pass(100);
    let second = world.observe("k", &server);
    let state = second.state();
    assert_eq!((state.status, state.fetch_status), (Status::Success, FetchStatus::Fetching));
    assert_eq!(text(&second).as_deref(), Some("old"));
    world.pass(100);
    assert_eq!(text(&second).as_deref(), Some("new"));
    assert_eq!(world.client.statistics().stale_hits, 1);
}

#[test]
fn data_becomes_stale_after_its_time_and_its_observer_is_told() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let options = QueryOptions { stale_time: seconds(5), ..world.options() };
    let observer = world.observe_with("k", &server, options);
    world.pass(100);
    let (_subscription, heard) = super::harness::count(&observer);
    world.pass(4_990);
    assert!(!observer.state().is_stale && heard.get() == 0);
    world.pass(10);
    assert!(observer.state().is_stale && heard.get() == 1);
    assert_eq!(server.sent.get(), 1, "becoming stale alone fetches nothing");
}

#[test]
fn data_with_an_endless_stale_time_stays_fresh_and_needs_no_timer() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let options = QueryOptions { stale_time: Duration::MAX, ..world.options() };
    let observer = world.observe_with("k", &server, options);
    world.pass(100);
    assert_eq!(world.client.statistics().timers, 0);
    world.pass(600_000);
    assert!(!observer.state().is_stale);
    world.client.invalidate(&QueryKey::from("k"));
    assert!(observer.state().is_stale, "invalidation overrules the time");
}

#[test]
fn each_observer_has_its_own_idea_of_stale() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let patient = QueryOptions { stale_time: seconds(60), ..world.options() };
    let patient = world.observe_with("k", &server, patient);
    world.pass(100);
    let hasty = QueryOptions { stale_time: seconds(1), ..world.options() };
    let hasty = world.observe_with("k", &server, hasty);
    world.pass(2_000);
    assert_eq!((patient.state().is_stale, hasty.state().is_stale), (false, true));
}

#[test]
fn a_disabled_observer_fetches_only_when_it_is_told_to() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let options = QueryOptions { is_enabled: false, ..world.options() };
    let observer = world.observe_with("k", &server, options);
    world.pass(1_000);
    world.client.on_focus();
    world.client.invalidate(&QueryKey::root());
    world.pass(1_000);
    assert_eq!(server.sent.get(), 0);
    assert_eq!(observer.state().fetch_status, FetchStatus::Idle);
    observer.refetch();
    world.pass(100);
    assert_eq!((server.sent.get(), text(&observer).as_deref()), (1, Some("a")));
    assert!(!observer.state().is_stale, "who does not fetch is not told that data is stale");
}

#[test]
fn enabling_an_observer_fetches() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let options = QueryOptions { is_enabled: false, ..world.options() };
    let observer = world.observe_with("k", &server, options);
    observer.set_options(world.options());
    world.pass(100);
    assert_eq!(text(&observer).as_deref(), Some("a"));
}

#[test]
fn a_refetch_of_fresh_data_fetches_and_one_under_way_is_joined() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a")).then(ok("b"));
    let options = QueryOptions { stale_time: Duration::MAX, ..world.options() };
    let observer = world.observe_with("k", &server, options);
    world.pass(100);
    observer.refetch();
    observer.refetch();
    world.pass(100);
    assert_eq!((server.sent.get(), text(&observer).as_deref()), (2, Some("b")));
}

#[test]
fn focus_fetches_stale_observed_data_once_per_key() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let (_one, _two) = (world.observe("k", &server), world.observe("k", &server));
    world.pass(100);
    world.client.on_focus();
    world.client.on_focus();
    world.pass(100);
    assert_eq!(server.sent.get(), 2);
}

#[test]
fn focus_leaves_fresh_and_unobserved_data_alone() {
    let world = World::new();
    let (fresh, unobserved) = (world.server(), world.server());
    fresh.then(ok("a"));
    unobserved.then(ok("b"));
    let options = QueryOptions { stale_time: seconds(60), ..world.options() };
    let _fresh = world.observe_with("fresh", &fresh, options);
    drop(world.observe("unobserved", &unobserved));
    world.pass(100);
    let sent = (fresh.sent.get(), unobserved.sent.get());
    world.client.on_focus();
    world.pass(100);
    assert_eq!((fresh.sent.get(), unobserved.sent.get()), sent);
}

#[test]
fn a_fetch_that_starts_offline_waits_for_the_network() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    world.client.on_offline();
    let observer = world.observe("k", &server);
    world.pass(1_000);
    let state = observer.state();
    assert_eq!((state.status, state.fetch_status), (Status::Pending, FetchStatus::Paused));
    assert!(!state.is_loading() && server.sent.get() == 0);
    world.client.on_online();
    world.turn();
    assert_eq!(observer.state().fetch_status, FetchStatus::Fetching);
    world.pass(100);
    assert_eq!((server.sent.get(), text(&observer).as_deref()), (1, Some("a")));
}

#[test]
fn a_returning_network_fetches_what_is_stale_and_a_steady_one_nothing() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let _observer = world.observe("k", &server);
    world.pass(100);
    world.client.on_online();
    world.pass(100);
    assert_eq!(server.sent.get(), 1);
    world.client.on_offline();
    world.client.on_online();
    world.pass(100);
    assert_eq!(server.sent.get(), 2);
}

#[test]
fn an_answer_that_comes_while_offline_counts() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let observer = world.observe("k", &server);
    world.pass(50);
    world.client.on_offline();
    world.pass(50);
    assert_eq!(text(&observer).as_deref(), Some("a"));
}

#[test]
fn a_fetch_by_hand_returns_the_data_and_joins_what_is_under_way() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let _observer = world.observe("k", &server);
    let fetch = || world.client.fetch(&QueryKey::from("k"), world.options(), server.fetcher());
    let both = futures::future::join(fetch(), fetch());
    world.pass(100);
    let (one, other) = futures::executor::block_on(both);
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!((one.as_str(), server.sent.get()), ("a", 1));
    assert!(Rc::ptr_eq(&one, &other));
}

#[test]
fn a_fetch_by_hand_returns_fresh_data_at_once() {
    let world = World::new();
    let server = world.server();
    let options = QueryOptions { stale_time: seconds(1), ..world.options() };
    world.client.set_data(&QueryKey::from("k"), "known".to_owned());
    let fetch = world.client.fetch(&QueryKey::from("k"), options, server.fetcher());
    assert_eq!(futures::executor::block_on(fetch).unwrap().as_str(), "known");
    assert_eq!(server.sent.get(), 0);
}

#[test]
fn a_fetch_by_hand_returns_the_error() {
    let world = World::new();
    let server = world.server();
    server.then(failure());
    let options = QueryOptions { retry: RetryPolicy::never(), ..world.options() };
    let fetch = world.client.fetch(&QueryKey::from("k"), options, server.fetcher());
    world.pass(100);
    let error = futures::executor::block_on(fetch).unwrap_err();
    assert_eq!(error.to_string(), "status 500");
}

#[test]
fn a_prefetch_is_there_for_the_observer_that_follows() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let options = QueryOptions { stale_time: seconds(10), ..world.options() };
    world.client.prefetch(&QueryKey::from("k"), options.clone(), server.fetcher());
    world.pass(100);
    let observer = world.observe_with("k", &server, options.clone());
    assert_eq!((text(&observer).as_deref(), server.sent.get()), (Some("a"), 1));
    world.client.prefetch(&QueryKey::from("k"), options, server.fetcher());
    world.pass(100);
    assert_eq!(server.sent.get(), 1, "fresh data is not prefetched");
}

#[test]
#[should_panic(expected = r#"query ["k"] holds alloc::string::String, not u32"#)]
fn a_key_cannot_hold_two_types() {
    let world = World::new();
    world.client.set_data(&QueryKey::from("k"), "text".to_owned());
    world.client.set_data(&QueryKey::from("k"), 5_u32);
}
