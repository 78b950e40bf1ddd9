//! Fetching again and again.

use super::harness::{Server, World, failure, ok, seconds};
use crate::query::{Polling, QueryKey, QueryObserver, QueryOptions, QueryState};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

fn polled(every: u64) -> (World, Server, QueryObserver<String>) {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let observer = world.observe("k", &server);
    observer.poll(Polling::every(seconds(every)));
    (world, server, observer)
}

#[test]
fn a_poll_follows_each_answer_after_its_interval() {
    let (world, server, _observer) = polled(1);
    world.pass(4_500);
    let start = 1_000_000;
    assert_eq!(
        *server.sent_at.borrow(),
        [start, start + 1_100, start + 2_200, start + 3_300, start + 4_400]
    );
}

#[test]
fn polling_ends_with_its_observer() {
    let (world, server, observer) = polled(1);
    world.pass(1_500);
    let sent = server.sent.get();
    drop(observer);
    world.pass(10_000);
    assert_eq!(server.sent.get(), sent);
    assert_eq!(world.client.statistics().timers, 1, "its collection alone waits");
}

#[test]
fn polling_can_be_ended() {
    let (world, server, observer) = polled(1);
    world.pass(1_500);
    observer.stop_polling();
    let sent = server.sent.get();
    world.pass(10_000);
    assert_eq!((server.sent.get(), world.client.statistics().timers), (sent, 0));
}

#[test]
fn another_interval_takes_the_place_of_the_first() {
    let (world, server, observer) = polled(1);
    world.pass(500);
    observer.poll(Polling::every(seconds(5)));
    world.pass(4_900);
    assert_eq!(server.sent.get(), 1);
    world.pass(200);
    assert_eq!(server.sent.get(), 2);
}

#[test]
fn nobody_polls_for_those_who_do_not_look() {
    let (world, server, _observer) = polled(1);
    world.pass(500);
    world.client.on_blur();
    world.pass(10_000);
    assert_eq!(server.sent.get(), 1);
    world.client.on_focus();
    world.pass(1_500);
    assert!(server.sent.get() >= 2);
}

#[test]
fn polling_for_the_background_goes_on_unseen() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let observer = world.observe("k", &server);
    observer.poll(Polling { is_in_background: true, ..Polling::every(seconds(1)) });
    world.client.on_blur();
    world.pass(3_500);
    assert_eq!(server.sent.get(), 4);
}

#[test]
fn an_interval_may_depend_on_the_state() {
    let world = World::new();
    let server = world.server();
    server.then(ok("busy")).then(ok("busy")).then(ok("done"));
    let observer = world.observe("k", &server);
    let interval = |state: &QueryState<String>| {
        let is_done = state.data.as_deref().is_some_and(|data| data == "done");
        (!is_done).then_some(seconds(1))
    };
    observer.poll(Polling { interval: Rc::new(interval), is_in_background: false });
    world.pass(20_000);
    assert_eq!(server.sent.get(), 3);
}

#[test]
fn an_interval_that_ended_begins_again_with_other_data() {
    let world = World::new();
    let server = world.server();
    server.then(ok("busy"));
    world.put("k", "done");
    let options = QueryOptions { stale_time: Duration::MAX, ..world.options() };
    let observer = world.observe_with("k", &server, options);
    let interval = |state: &QueryState<String>| {
        (state.data.as_deref().map(String::as_str) == Some("busy")).then_some(seconds(1))
    };
    observer.poll(Polling { interval: Rc::new(interval), is_in_background: false });
    world.pass(5_000);
    assert_eq!(server.sent.get(), 0);
    world.put("k", "busy");
    world.pass(1_000);
    assert_eq!(server.sent.get(), 1);
}

#[test]
fn no_interval_at_all_is_no_polling() {
    let (world, server, _observer) = polled(0);
    world.pass(5_000);
    assert_eq!((server.sent.get(), world.client.statistics().timers), (1, 0));
}

#[test]
fn a_disabled_observer_does_not_poll_until_it_is_enabled() {
    let (world, server, observer) = polled(1);
    world.pass(500);
    observer.set_options(QueryOptions { is_enabled: false, ..world.options() });
    world.pass(5_000);
    assert_eq!(server.sent.get(), 1);
    observer.set_options(QueryOptions { stale_time: Duration::MAX, ..world.options() });
    world.pass(1_500);
    assert_eq!(server.sent.get(), 2);
}

#[test]
fn polling_fetches_fresh_data_too() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let options = QueryOptions { stale_time: Duration::MAX, ..world.options() };
    let observer = world.observe_with("k", &server, options);
    observer.poll(Polling::every(seconds(1)));
    world.pass(2_500);
    assert_eq!(server.sent.get(), 3);
}

#[test]
fn a_poll_does_not_pile_up_on_a_slow_answer() {
    let (world, server, _observer) = polled(1);
    world.pass(500);
    server.latency.set(5_000);
    world.pass(6_000);
    assert_eq!(server.sent.get(), 2);
    assert!(world.client.statistics().coalesced > 0);
}

#[test]
fn polling_goes_on_after_a_failure() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a")).then(failure()).then(ok("b"));
    let observer = world.observe_with("k", &server, world.once());
    observer.poll(Polling::every(seconds(1)));
    world.pass(2_500);
    assert_eq!(observer.state().data.unwrap().as_str(), "b");
}

#[test]
fn only_the_leader_polls() {
    let (world, server, _observer) = polled(1);
    let is_leader = Rc::new(Cell::new(false));
    let asked = Rc::clone(&is_leader);
    world.client.poll_only_while(move || asked.get());
    world.pass(5_000);
    assert_eq!(server.sent.get(), 1);
    is_leader.set(true);
    world.pass(1_100);
    assert_eq!(server.sent.get(), 2);
}

#[test]
fn polling_follows_the_observer_to_another_key() {
    let (world, one, observer) = polled(1);
    world.pass(500);
    let two = world.server();
    two.then(ok("b"));
    observer.set_key(&QueryKey::from("two"), two.fetcher());
    world.pass(2_500);
    assert_eq!((one.sent.get(), two.sent.get()), (1, 3));
}

#[test]
fn several_observers_poll_at_their_own_pace() {
    let (world, server, _slow) = polled(3);
    let quick = world.observe("k", &server);
    quick.poll(Polling::every(seconds(1)));
    world.pass(3_400);
    drop(quick);
    let sent = server.sent.get();
    assert_eq!(sent, 4);
    world.pass(3_100);
    assert_eq!(server.sent.get(), sent + 1);
}
