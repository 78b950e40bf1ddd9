//! What makes a query that was fetched fetch again.

use super::harness::{World, cases, failure, ok, seconds, text};
use crate::query::{Activity, NetworkMode, QueryFilter, QueryKey, QueryOptions, Refetch, Status};
use std::time::Duration;

#[derive(Clone, Copy, PartialEq)]
enum Trigger {
    Mount,
    Focus,
    Reconnect,
}

#[derive(Clone, Copy, PartialEq)]
enum Age {
    Fresh,
    Stale,
    Invalidated,
    Failed,
    Disabled,
}

fn check(trigger: Trigger, policy: Refetch, age: Age, expected: bool) {
    let world = World::new();
    let server = world.server();
    server.then(if age == Age::Failed { failure() } else { ok("a") }).then(ok("b"));
    let options = QueryOptions {
        stale_time: seconds(10),
        refetch_on_mount: if trigger == Trigger::Mount { policy } else { Refetch::Never },
        refetch_on_focus: if trigger == Trigger::Focus { policy } else { Refetch::Never },
        refetch_on_reconnect: if trigger == Trigger::Reconnect { policy } else { Refetch::Never },
        ..world.once()
    };
    let first = world.observe_with("k", &server, options.clone());
    world.pass(100);
    match age {
        Age::Stale => world.pass(10_000),
        Age::Invalidated => {
            world.client.invalidate_where(&QueryFilter::default(), Activity::Nobody);
        }
        _ => {}
    }
    let options = QueryOptions { is_enabled: age != Age::Disabled, ..options };
    first.set_options(options.clone());
    assert_eq!(server.sent.get(), 1);
    let mut second = None;
    match trigger {
        Trigger::Mount => {
            drop(first);
            second = Some(world.observe_with("k", &server, options));
        }
        Trigger::Focus => world.client.on_focus(),
        Trigger::Reconnect => {
            world.client.on_offline();
            world.client.on_online();
        }
    }
    world.pass(100);
    assert_eq!(server.sent.get(), if expected { 2 } else { 1 });
    drop(second);
}

cases! { check:
    a_first_look_with_always_fetches_fresh_data(Trigger::Mount, Refetch::Always, Age::Fresh, true);
    a_first_look_with_always_fetches_stale_data(Trigger::Mount, Refetch::Always, Age::Stale, true);
    a_first_look_with_always_fetches_invalidated_data(Trigger::Mount, Refetch::Always, Age::Invalidated, true);
    a_first_look_with_always_fetches_what_failed_and_has_no_data(Trigger::Mount, Refetch::Always, Age::Failed, true);
    a_first_look_with_always_leaves_a_disabled_observer_alone(Trigger::Mount, Refetch::Always, Age::Disabled, false);
    a_first_look_with_if_stale_leaves_fresh_data_alone(Trigger::Mount, Refetch::IfStale, Age::Fresh, false);
    a_first_look_with_if_stale_fetches_stale_data(Trigger::Mount, Refetch::IfStale, Age::Stale, true);
    a_first_look_with_if_stale_fetches_invalidated_data(Trigger::Mount, Refetch::IfStale, Age::Invalidated, true);
    a_first_look_with_if_stale_fetches_what_failed_and_has_no_data(Trigger::Mount, Refetch::IfStale, Age::Failed, true);
    a_first_look_with_if_stale_leaves_a_disabled_observer_alone(Trigger::Mount, Refetch::IfStale, Age::Disabled, false);
    a_first_look_with_never_leaves_fresh_data_alone(Trigger::Mount, Refetch::Never, Age::Fresh, false);
    a_first_look_with_never_leaves_stale_data_alone(Trigger::Mount, Refetch::Never, Age::Stale, false);
    a_first_look_with_never_leaves_invalidated_data_alone(Trigger::Mount, Refetch::Never, Age::Invalidated, false);
    a_first_look_with_never_fetches_what_failed_and_has_no_data(Trigger::Mount, Refetch::Never, Age::Failed, true);
    a_first_look_with_never_leaves_a_disabled_observer_alone(Trigger::Mount, Refetch::Never, Age::Disabled, false);
    focus_with_always_fetches_fresh_data(Trigger::Focus, Refetch::Always, Age::Fresh, true);
    focus_with_always_fetches_stale_data(Trigger::Focus, Refetch::Always, Age::Stale, true);
    focus_with_always_fetches_invalidated_data(Trigger::Focus, Refetch::Always, Age::Invalidated, true);
    focus_with_always_fetches_what_failed_and_has_no_data(Trigger::Focus, Refetch::Always, Age::Failed, true);
    focus_with_always_leaves_a_disabled_observer_alone(Trigger::Focus, Refetch::Always, Age::Disabled, false);
    focus_with_if_stale_leaves_fresh_data_alone(Trigger::Focus, Refetch::IfStale, Age::Fresh, false);
    focus_with_if_stale_fetches_stale_data(Trigger::Focus, Refetch::IfStale, Age::Stale, true);
    focus_with_if_stale_fetches_invalidated_data(Trigger::Focus, Refetch::IfStale, Age::Invalidated, true);
    focus_with_if_stale_fetches_what_failed_and_has_no_data(Trigger::Focus, Refetch::IfStale, Age::Failed, true);
    focus_with_if_stale_leaves_a_disabled_observer_alone(Trigger::Focus, Refetch::IfStale, Age::Disabled, false);
    focus_with_never_leaves_fresh_data_alone(Trigger::Focus, Refetch::Never, Age::Fresh, false);
    focus_with_never_leaves_stale_data_alone(Trigger::Focus, Refetch::Never, Age::Stale, false);
    focus_with_never_leaves_invalidated_data_alone(Trigger::Focus, Refetch::Never, Age::Invalidated, false);
    focus_with_never_leaves_what_failed_and_has_no_data_alone(Trigger::Focus, Refetch::Never, Age::Failed, false);
    focus_with_never_leaves_a_disabled_observer_alone(Trigger::Focus, Refetch::Never, Age::Disabled, false);
    a_returning_network_with_always_fetches_fresh_data(Trigger::Reconnect, Refetch::Always, Age::Fresh, true);
    a_returning_network_with_always_fetches_stale_data(Trigger::Reconnect, Refetch::Always, Age::Stale, true);
    a_returning_network_with_always_fetches_invalidated_data(Trigger::Reconnect, Refetch::Always, Age::Invalidated, true);
    a_returning_network_with_always_fetches_what_failed_and_has_no_data(Trigger::Reconnect, Refetch::Always, Age::Failed, true);
    a_returning_network_with_always_leaves_a_disabled_observer_alone(Trigger::Reconnect, Refetch::Always, Age::Disabled, false);
    a_returning_network_with_if_stale_leaves_fresh_data_alone(Trigger::Reconnect, Refetch::IfStale, Age::Fresh, false);
    a_returning_network_with_if_stale_fetches_stale_data(Trigger::Reconnect, Refetch::IfStale, Age::Stale, true);
    a_returning_network_with_if_stale_fetches_invalidated_data(Trigger::Reconnect, Refetch::IfStale, Age::Invalidated, true);
    a_returning_network_with_if_stale_fetches_what_failed_and_has_no_data(Trigger::Reconnect, Refetch::IfStale, Age::Failed, true);
    a_returning_network_with_if_stale_leaves_a_disabled_observer_alone(Trigger::Reconnect, Refetch::IfStale, Age::Disabled, false);
    a_returning_network_with_never_leaves_fresh_data_alone(Trigger::Reconnect, Refetch::Never, Age::Fresh, false);
    a_returning_network_with_never_leaves_stale_data_alone(Trigger::Reconnect, Refetch::Never, Age::Stale, false);
    a_returning_network_with_never_leaves_invalidated_data_alone(Trigger::Reconnect, Refetch::Never, Age::Invalidated, false);
    a_returning_network_with_never_leaves_what_failed_and_has_no_data_alone(Trigger::Reconnect, Refetch::Never, Age::Failed, false);
    a_returning_network_with_never_leaves_a_disabled_observer_alone(Trigger::Reconnect, Refetch::Never, Age::Disabled, false);
}

#[test]
fn what_failed_is_not_fetched_on_mount_when_nobody_wants_that() {
    let world = World::new();
    let server = world.server();
    server.then(failure()).then(ok("a"));
    let options = QueryOptions { retry_on_mount: false, ..world.once() };
    drop(world.observe_with("k", &server, options.clone()));
    let first = world.observe_with("k", &server, options.clone());
    world.pass(100);
    drop(first);
    let second = world.observe_with("k", &server, options);
    world.pass(100);
    assert_eq!((server.sent.get(), second.state().status), (1, Status::Error));
    second.refetch();
    world.pass(100);
    assert_eq!(text(&second).as_deref(), Some("a"));
}

#[test]
fn what_is_missing_is_fetched_on_mount_whatever_the_policy() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let options = QueryOptions { refetch_on_mount: Refetch::Never, ..world.options() };
    let observer = world.observe_with("k", &server, options);
    world.pass(100);
    assert_eq!(text(&observer).as_deref(), Some("a"));
}

#[test]
fn a_new_key_is_no_first_look() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    world.put("two", "old");
    let options = QueryOptions { refetch_on_mount: Refetch::Never, ..world.options() };
    let observer = world.observe_with("one", &server, options);
    world.pass(100);
    observer.set_key(&QueryKey::from("two"), server.fetcher());
    world.pass(100);
    assert_eq!(server.sent.get(), 2, "what is stale under another key is fetched");
}

#[test]
fn a_fetch_under_way_is_enough_for_always() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let options = QueryOptions { refetch_on_focus: Refetch::Always, ..world.options() };
    let _observer = world.observe_with("k", &server, options);
    world.pass(50);
    world.client.on_focus();
    world.pass(100);
    assert_eq!(server.sent.get(), 1);
}

#[test]
fn of_several_observers_one_that_wants_it_is_enough() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let never = QueryOptions { refetch_on_focus: Refetch::Never, ..world.options() };
    let _one = world.observe_with("k", &server, never.clone());
    let _two = world.observe_with("k", &server, never.clone());
    world.pass(100);
    world.client.on_focus();
    world.pass(100);
    assert_eq!(server.sent.get(), 1);
    let _wanting = world.observe_with(
        "k",
        &server,
        QueryOptions { refetch_on_mount: Refetch::Never, ..world.options() },
    );
    world.client.on_focus();
    world.pass(100);
    assert_eq!(server.sent.get(), 2);
}

#[test]
fn a_query_that_needs_no_network_misses_none() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let options = QueryOptions { network_mode: NetworkMode::Always, ..world.options() };
    let _observer = world.observe_with("k", &server, options.clone());
    world.pass(100);
    world.client.on_offline();
    world.client.on_online();
    world.pass(100);
    assert_eq!(server.sent.get(), 1);
    let asks = QueryOptions {
        refetch_on_reconnect: Refetch::Always,
        refetch_on_mount: Refetch::Never,
        ..options
    };
    let _asking = world.observe_with("k", &server, asks);
    world.client.on_offline();
    world.client.on_online();
    world.pass(100);
    assert_eq!(server.sent.get(), 2);
}

#[test]
fn wanting_fresher_data_fetches_what_is_stale_then() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let patient = QueryOptions { stale_time: Duration::MAX, ..world.options() };
    let observer = world.observe_with("k", &server, patient.clone());
    world.pass(5_000);
    observer.set_options(QueryOptions { stale_time: seconds(60), ..patient.clone() });
    world.pass(100);
    assert_eq!(server.sent.get(), 1);
    observer.set_options(QueryOptions { stale_time: seconds(1), ..patient });
    world.pass(100);
    assert_eq!(server.sent.get(), 2);
}
