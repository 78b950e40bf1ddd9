//! Letting go: cancelling, collecting, timers that end.

use super::harness::{World, ok, seconds, text};
use crate::query::{FetchStatus, QueryErrorKind, QueryKey, QueryOptions, Status};
use std::rc::Rc;
use std::time::Duration;

#[test]
fn dropping_the_last_observer_drops_the_request_one_turn_later() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let (one, two) = (world.observe("k", &server), world.observe("k", &server));
    world.pass(50);
    drop(one);
    world.turn();
    assert_eq!(server.dropped.get(), 0);
    drop(two);
    assert_eq!(server.dropped.get(), 0);
    world.turn();
    assert_eq!((server.dropped.get(), world.client.statistics().cancellations), (1, 1));
    let state = world.client.state::<String>(&QueryKey::from("k")).unwrap();
    assert_eq!((state.status, state.fetch_status), (Status::Pending, FetchStatus::Idle));
}

#[test]
fn an_observer_that_follows_in_the_same_turn_takes_the_request_over() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    drop(world.observe("k", &server));
    let next = world.observe("k", &server);
    world.pass(100);
    assert_eq!((server.sent.get(), server.dropped.get()), (1, 0));
    assert_eq!(text(&next).as_deref(), Some("a"));
}

#[test]
fn a_cancelled_refetch_goes_back_to_the_data_before() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a")).then(ok("b"));
    let observer = world.observe("k", &server);
    world.pass(100);
    observer.refetch();
    world.pass(50);
    world.client.cancel(&QueryKey::from("k"));
    world.pass(500);
    let state = observer.state();
    assert_eq!((state.status, state.fetch_status), (Status::Success, FetchStatus::Idle));
    assert_eq!((text(&observer).as_deref(), server.dropped.get()), (Some("a"), 1));
}

#[test]
fn a_prefetch_goes_on_without_an_observer() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let key = QueryKey::from("k");
    world.client.prefetch(&key, world.options(), server.fetcher());
    drop(world.observe("k", &server));
    world.pass(100);
    assert_eq!(server.dropped.get(), 0);
    assert_eq!(world.client.get_data::<String>(&key).as_deref().map(String::as_str), Some("a"));
}

#[test]
fn who_waits_for_a_cancelled_fetch_is_told() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let fetch = world.client.fetch(&QueryKey::from("k"), world.options(), server.fetcher());
    world.client.cancel(&QueryKey::root());
    let error = futures::executor::block_on(fetch).unwrap_err();
    assert_eq!(error.kind(), QueryErrorKind::Cancelled);
}

#[test]
fn data_is_collected_when_its_time_after_the_last_observer_is_over() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let observer = world.observe("k", &server);
    world.pass(600_000);
    assert_eq!(world.client.statistics().entries, 1);
    drop(observer);
    world.pass(299_990);
    assert_eq!(world.client.statistics().entries, 1);
    world.pass(10);
    let statistics = world.client.statistics();
    assert_eq!((statistics.entries, statistics.evictions, statistics.timers), (0, 1, 0));
}

#[test]
fn an_observer_that_returns_in_time_finds_the_data() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    drop_after(&world, world.observe("k", &server), 100);
    world.pass(200_000);
    let observer = world.observe("k", &server);
    assert_eq!(text(&observer).as_deref(), Some("a"));
    world.pass(200_000);
    assert_eq!(world.client.statistics().entries, 1);
}

fn drop_after<T>(world: &World, value: T, milliseconds: u64) {
    world.pass(milliseconds);
    drop(value);
}

#[test]
fn the_longest_wish_decides_when_data_is_collected() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let short = QueryOptions { gc_time: seconds(1), ..world.options() };
    let long = QueryOptions { gc_time: seconds(10), ..world.options() };
    let one = world.observe_with("k", &server, short);
    let two = world.observe_with("k", &server, long);
    world.pass(100);
    drop((two, one));
    world.pass(9_990);
    assert_eq!(world.client.statistics().entries, 1);
    world.pass(10);
    assert_eq!(world.client.statistics().entries, 0);
}

#[test]
fn data_without_a_collection_time_goes_in_the_next_turn() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let options = QueryOptions { gc_time: Duration::ZERO, ..world.options() };
    drop_after(&world, world.observe_with("k", &server, options), 100);
    world.turn();
    assert_eq!(world.client.statistics().entries, 0);
}

#[test]
fn data_with_an_endless_collection_time_stays() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let options = QueryOptions { gc_time: Duration::MAX, ..world.options() };
    drop_after(&world, world.observe_with("k", &server, options), 100);
    world.pass(1_000_000);
    assert_eq!((world.client.statistics().entries, world.client.statistics().timers), (1, 0));
}

#[test]
fn data_put_in_by_hand_is_collected_too() {
    let world = World::new();
    world.client.set_data(&QueryKey::from("k"), 1);
    world.pass(300_000);
    assert_eq!(world.client.statistics().entries, 0);
}

#[test]
fn a_request_is_not_cut_off_by_the_collection_time() {
    let world = World::new();
    let server = world.server();
    server.latency.set(400_000);
    server.then(ok("a"));
    world.client.prefetch(&QueryKey::from("k"), world.options(), server.fetcher());
    world.pass(400_000);
    assert_eq!(world.client.get_data::<String>(&QueryKey::from("k")).unwrap().as_str(), "a");
    world.pass(300_000);
    assert_eq!(world.client.statistics().entries, 0);
}

#[test]
fn removing_drops_entries_their_fetches_and_their_timers() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    world.client.prefetch(&QueryKey::new(["posts", "1"]), world.options(), server.fetcher());
    world.turn();
    world.client.set_data(&QueryKey::new(["posts", "2"]), "b".to_owned());
    world.client.set_data(&QueryKey::from("users"), "c".to_owned());
    world.client.remove(&QueryKey::from("posts"));
    let statistics = world.client.statistics();
    assert_eq!((statistics.entries, statistics.timers, server.dropped.get()), (1, 1, 1));
    assert!(world.client.get_data::<String>(&QueryKey::new(["posts", "2"])).is_none());
}

#[test]
fn what_is_observed_starts_over_when_it_is_removed() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a")).then(ok("b"));
    let observer = world.observe("k", &server);
    world.pass(100);
    world.client.clear();
    assert!(observer.state().is_loading());
    world.pass(100);
    assert_eq!(text(&observer).as_deref(), Some("b"));
}

#[test]
fn dropping_the_client_and_its_observers_drops_everything() {
    let world = World::new();
    let server = world.server();
    let marker = Rc::new(());
    server.then(ok("a"));
    let held = Rc::clone(&marker);
    let inner = server.fetcher();
    let observer = world.client.observe(
        &QueryKey::from("k"),
        world.options(),
        Rc::new(move || {
            drop(Rc::clone(&held));
            inner()
        }),
    );
    let World { client, spawn, .. } = world;
    spawn.run_until_stalled();
    drop(client);
    drop(observer);
    spawn.run_until_stalled();
    assert_eq!((Rc::strong_count(&marker), server.dropped.get()), (1, 1));
}

#[test]
fn cancelling_what_has_come_to_its_end_changes_nothing() {
    let world = World::new();
    let (good, bad) = (world.server(), world.server());
    good.then(ok("a"));
    bad.then(super::harness::failure());
    let one = world.observe_with("one", &good, world.once());
    let two = world.observe_with("two", &bad, world.once());
    world.pass(100);
    let before = (one.state(), two.state());
    world.client.cancel(&QueryKey::root());
    world.pass(100);
    assert!(before == (one.state(), two.state()));
    assert_eq!((two.state().status, world.client.statistics().cancellations), (Status::Error, 0));
}
