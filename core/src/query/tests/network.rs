//! Fetching without a network, or unseen.

use super::harness::{World, cases, failure, ok, text};
use crate::query::{FetchStatus, NetworkMode, QueryKey, QueryOptions, Status};

use FetchStatus::{Fetching, Idle, Paused};
use NetworkMode::{Always, OfflineFirst, Online};

fn with(world: &World, mode: NetworkMode) -> QueryOptions {
    QueryOptions { network_mode: mode, ..world.options() }
}

/// Starts offline; expects so many requests and this fetch status after a
/// quarter of a second.
fn starts_offline(mode: NetworkMode, works: bool, sent: usize, status: FetchStatus) {
    let world = World::new();
    let server = world.server();
    server.then(if works { ok("a") } else { failure() });
    world.client.on_offline();
    let observer = world.observe_with("k", &server, with(&world, mode));
    world.pass(250);
    assert_eq!((server.sent.get(), observer.state().fetch_status), (sent, status));
}

cases! { starts_offline:
    an_online_query_waits_offline(Online, true, 0, Paused);
    an_online_query_that_would_fail_waits_offline(Online, false, 0, Paused);
    an_always_query_runs_offline(Always, true, 1, Idle);
    an_always_query_that_fails_offline_is_about_to_try_again(Always, false, 1, Fetching);
    an_offline_first_query_runs_offline(OfflineFirst, true, 1, Idle);
    an_offline_first_query_that_fails_is_about_to_try_again(OfflineFirst, false, 1, Fetching);
}

/// Goes offline after a failed try; expects so many requests after ten seconds,
/// and success once the network is back.
fn loses_the_network_between_tries(mode: NetworkMode, sent: usize, status: FetchStatus) {
    let world = World::new();
    let server = world.server();
    server.then(failure());
    let observer = world.observe_with("k", &server, with(&world, mode));
    world.pass(200);
    world.client.on_offline();
    world.pass(10_000);
    assert_eq!((server.sent.get(), observer.state().fetch_status), (sent, status));
    if status == Paused {
        server.then(ok("a"));
        world.client.on_online();
        world.pass(20_000);
        assert_eq!(text(&observer).as_deref(), Some("a"));
    }
}

cases! { loses_the_network_between_tries:
    an_online_query_waits_with_its_next_try(Online, 1, Paused);
    an_offline_first_query_waits_with_its_next_try(OfflineFirst, 1, Paused);
    an_always_query_goes_on_to_its_end(Always, 4, Idle);
}

/// Is hidden after a failed try.
fn is_hidden_between_tries(mode: NetworkMode) {
    let world = World::new();
    let server = world.server();
    server.then(failure()).then(ok("a"));
    let observer = world.observe_with("k", &server, with(&world, mode));
    world.pass(200);
    world.client.on_blur();
    world.pass(10_000);
    assert_eq!((server.sent.get(), observer.state().fetch_status), (1, Paused));
    world.client.on_focus();
    world.pass(100);
    assert_eq!((server.sent.get(), text(&observer).as_deref()), (2, Some("a")));
}

cases! { is_hidden_between_tries:
    an_online_query_is_not_tried_again_while_nobody_looks(Online);
    an_always_query_is_not_tried_again_while_nobody_looks(Always);
    an_offline_first_query_is_not_tried_again_while_nobody_looks(OfflineFirst);
}

#[test]
fn a_first_try_is_made_though_nobody_looks() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    world.client.on_blur();
    let observer = world.observe("k", &server);
    world.pass(100);
    assert_eq!(text(&observer).as_deref(), Some("a"));
}

#[test]
fn looking_again_offline_does_not_help_who_waits_for_the_network() {
    let world = World::new();
    let server = world.server();
    server.then(failure()).then(ok("a"));
    let observer = world.observe("k", &server);
    world.pass(200);
    world.client.on_blur();
    world.client.on_offline();
    world.pass(5_000);
    world.client.on_focus();
    world.pass(5_000);
    assert_eq!((server.sent.get(), observer.state().fetch_status), (1, Paused));
    world.client.on_online();
    world.pass(100);
    assert_eq!(text(&observer).as_deref(), Some("a"));
}

#[test]
fn all_who_wait_for_a_paused_fetch_get_its_answer() {
    let world = World::new();
    let server = world.server();
    server.then(failure()).then(ok("a"));
    let fetch = || world.client.fetch(&QueryKey::from("k"), world.options(), server.fetcher());
    let both = futures::future::join(fetch(), fetch());
    world.pass(200);
    world.client.on_offline();
    world.pass(2_000);
    let joined = fetch();
    world.client.on_online();
    world.pass(200);
    let (one, two) = futures::executor::block_on(both);
    let three = futures::executor::block_on(joined);
    assert!([one, two, three].iter().all(|it| it.as_ref().unwrap().as_str() == "a"));
    assert_eq!(server.sent.get(), 2);
}

#[test]
fn a_paused_fetch_that_is_cancelled_tells_who_waits() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    world.client.on_offline();
    let fetch = world.client.fetch(&QueryKey::from("k"), world.options(), server.fetcher());
    world.turn();
    world.client.cancel(&QueryKey::from("k"));
    assert!(futures::executor::block_on(fetch).is_err());
    world.client.on_online();
    world.pass(200);
    assert_eq!(server.sent.get(), 0);
}

#[test]
fn a_paused_first_fetch_ends_with_its_last_observer() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    world.client.on_offline();
    drop(world.observe("k", &server));
    world.turn();
    world.client.on_online();
    world.pass(200);
    let state = world.client.state::<String>(&QueryKey::from("k")).unwrap();
    assert_eq!((server.sent.get(), state.status, state.fetch_status), (0, Status::Pending, Idle));
}

#[test]
fn a_paused_refetch_keeps_the_data() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a")).then(ok("b"));
    let observer = world.observe("k", &server);
    world.pass(100);
    world.client.on_offline();
    observer.refetch();
    let state = observer.state();
    assert_eq!((state.status, state.fetch_status), (Status::Success, Paused));
    assert!(!state.is_fetching() && text(&observer).as_deref() == Some("a"));
    world.client.on_online();
    world.pass(100);
    assert_eq!(text(&observer).as_deref(), Some("b"));
}

#[test]
fn a_fetch_is_paused_and_goes_on_as_often_as_the_network_goes_and_comes() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    world.client.on_offline();
    let observer = world.observe("k", &server);
    for _ in 0..3 {
        world.client.on_online();
        world.client.on_offline();
        world.turn();
        assert_eq!((server.sent.get(), observer.state().fetch_status), (0, Paused));
    }
    world.client.on_online();
    world.pass(100);
    assert_eq!((server.sent.get(), text(&observer).as_deref()), (1, Some("a")));
}

#[test]
fn a_retry_on_its_way_is_not_hurried_by_focus() {
    let world = World::new();
    let server = world.server();
    server.then(failure()).then(ok("a"));
    let _observer = world.observe("k", &server);
    world.pass(200);
    world.client.on_focus();
    world.pass(500);
    assert_eq!(server.sent.get(), 1);
    world.pass(500);
    assert_eq!(server.sent.get(), 2);
}
