//! How long data may live, and how much of it there may be.

use super::harness::{World, cases, ok, text};
use crate::platform::SeededRandom;
use crate::query::{CachePolicies, CachePolicy, QueryOptions};
use serde_json::{Value, json};
use std::rc::Rc;
use std::time::Duration;

fn policies(value: Value) -> CachePolicies {
    serde_json::from_value(value).unwrap()
}

fn shortens(jitter: f64, chance: f64, expected: u64) {
    let policy = CachePolicy { jitter: Some(jitter), ..CachePolicy::default() };
    let jittered = policy.jittered(Duration::from_secs(1), chance);
    assert_eq!(jittered.as_millis(), u128::from(expected));
}

cases! { shortens:
    no_jitter_leaves_a_time_as_it_is(0.0, 0.9, 1_000);
    no_chance_leaves_a_time_as_it_is(0.5, 0.0, 1_000);
    half_a_chance_shortens_by_half_the_share(0.5, 0.5, 750);
    a_full_share_may_leave_nothing(1.0, 1.0, 0);
    a_share_above_all_is_all(7.0, 0.5, 500);
    a_share_below_nothing_is_nothing(-1.0, 0.5, 1_000);
}

#[test]
fn data_nobody_looks_at_is_dropped_after_its_life() {
    let world = World::new();
    world.client.set_policies(policies(json!({"rules": [{"time_to_live_ms": 5_000}]})));
    world.put("k", "a");
    world.pass(4_990);
    assert!(world.held("k").is_some());
    world.pass(10);
    let statistics = world.client.statistics();
    assert_eq!((statistics.entries, statistics.evictions, statistics.timers), (0, 1, 0));
}

#[test]
fn data_somebody_looks_at_is_fetched_after_its_life() {
    let world = World::new();
    world.client.set_policies(policies(json!({"rules": [{"time_to_live_ms": 5_000}]})));
    let server = world.server();
    server.then(ok("a")).then(ok("b"));
    let options = QueryOptions { stale_time: Duration::MAX, ..world.options() };
    let observer = world.observe_with("k", &server, options);
    world.pass(5_000);
    assert_eq!((server.sent.get(), text(&observer).as_deref()), (1, Some("a")));
    world.pass(200);
    assert_eq!((server.sent.get(), text(&observer).as_deref()), (2, Some("b")));
}

#[test]
fn new_data_has_a_new_life() {
    let world = World::new();
    world.client.set_policies(policies(json!({"rules": [{"time_to_live_ms": 5_000}]})));
    world.put("k", "a");
    world.pass(3_000);
    world.put("k", "b");
    world.pass(3_000);
    assert!(world.held("k").is_some());
    world.pass(2_000);
    assert!(world.held("k").is_none());
}

#[test]
fn data_of_before_has_lived_already() {
    let world = World::new();
    world.client.set_policies(policies(json!({"rules": [{"time_to_live_ms": 5_000}]})));
    world.client.seed(&"k".into(), "a".to_owned(), Some(997_000));
    world.pass(2_000);
    assert!(world.held("k").is_none());
}

#[test]
fn a_life_below_one_prefix_says_nothing_of_another() {
    let world = World::new();
    world
        .client
        .set_policies(policies(json!({"rules": [{"prefix": ["k"], "time_to_live_ms": 5_000}]})));
    world.put("k", "a");
    world.put("other", "a");
    world.pass(6_000);
    assert!(world.held("k").is_none() && world.held("other").is_some());
}

#[test]
fn what_came_together_does_not_expire_together() {
    let world = World::new();
    world.client.set_random(Rc::new(SeededRandom::new(1)));
    world
        .client
        .set_policies(policies(json!({"rules": [{"time_to_live_ms": 100_000, "jitter": 0.5}]})));
    for number in 0..50 {
        world.put(&number.to_string(), "a");
    }
    world.pass(49_000);
    assert_eq!(world.client.statistics().entries, 50);
    let mut left = Vec::new();
    for _ in 0..5 {
        world.pass(10_200);
        left.push(world.client.statistics().entries);
    }
    assert_eq!(left.last(), Some(&0));
    assert!(left.is_sorted_by(|one, next| one > next), "{left:?}");
}

fn bounded(value: Value) -> World {
    let world = World::new();
    world.client.weigh(String::len);
    world.client.set_policies(policies(value));
    world
}

fn held(world: &World) -> Vec<&'static str> {
    ["a", "b", "c", "d"].into_iter().filter(|name| world.held(name).is_some()).collect()
}

#[test]
fn the_least_recently_used_makes_room() {
    let world = bounded(json!({"max_bytes": 10}));
    for name in ["a", "b", "c"] {
        world.put(name, "12345");
    }
    assert_eq!(world.client.bytes(), 15, "nothing vanishes within a turn");
    world.turn();
    assert_eq!((held(&world), world.client.bytes()), (vec!["b", "c"], 10));
    assert_eq!(world.client.statistics().evictions, 1);
}

#[test]
fn a_look_is_a_use() {
    let world = bounded(json!({"max_bytes": 10}));
    world.put("a", "12345");
    world.put("b", "12345");
    drop(world.client.watch::<String>(&"a".into()));
    world.put("c", "12345");
    world.turn();
    assert_eq!(held(&world), ["a", "c"]);
}

#[test]
fn what_somebody_looks_at_makes_no_room() {
    let world = bounded(json!({"max_bytes": 10}));
    world.put("a", "12345");
    let watcher = world.client.watch::<String>(&"a".into());
    for name in ["b", "c", "d"] {
        world.put(name, "12345");
    }
    world.turn();
    assert_eq!(held(&world), ["a", "c", "d"]);
    drop(watcher);
    world.turn();
    assert_eq!(held(&world), ["c", "d"], "it counts once nobody looks");
}

#[test]
fn what_is_larger_than_the_room_goes_at_once() {
    let world = bounded(json!({"max_bytes": 3}));
    world.put("a", "12345");
    world.turn();
    assert_eq!((held(&world).len(), world.client.bytes()), (0, 0));
}

#[test]
fn what_takes_no_room_stays() {
    let world = bounded(json!({"max_bytes": 3}));
    world.client.set_data(&"number".into(), 7_u64);
    world.put("a", "12345");
    world.turn();
    assert!(world.client.get_data::<u64>(&"number".into()).is_some());
}

#[test]
fn a_bound_below_a_prefix_holds_for_it_alone() {
    let world = bounded(json!({"rules": [{"prefix": ["a"], "max_bytes": 0}]}));
    world.put("a", "12345");
    world.put("b", "12345");
    world.turn();
    assert_eq!(held(&world), ["b"]);
}

#[test]
fn a_fetch_that_brings_too_much_makes_room() {
    let world = bounded(json!({"max_bytes": 6}));
    let server = world.server();
    server.then(ok("123456"));
    world.put("a", "12345");
    world.client.prefetch(&"b".into(), world.options(), server.fetcher());
    world.pass(100);
    assert_eq!(held(&world), ["b"]);
}

#[test]
fn bounds_set_later_hold_for_what_is_there() {
    let world = World::new();
    world.client.weigh(String::len);
    world.put("a", "12345");
    world.client.set_policies(policies(json!({"max_bytes": 1})));
    world.turn();
    assert_eq!(held(&world).len(), 0);
}

#[test]
fn a_data_of_unknown_size_can_be_weighed_later() {
    let world = World::new();
    world.put("a", "12345");
    assert_eq!(world.client.bytes(), 0);
    world.client.weigh(String::len);
    assert_eq!((world.client.bytes(), world.client.bytes_of(&"a".into())), (5, 5));
    world.client.remove(&"a".into());
    assert_eq!(world.client.bytes(), 0);
}

#[test]
fn new_policies_take_the_place_of_the_first() {
    let world = bounded(json!({"max_bytes": 1}));
    world.client.set_policies(CachePolicies::default());
    world.put("a", "12345");
    world.turn();
    assert_eq!(held(&world), ["a"]);
}

#[test]
fn what_made_no_room_while_it_was_fetched_makes_room_when_that_fails_or_ends() {
    for is_cancelled in [false, true] {
        let world = bounded(json!({"max_bytes": 5}));
        let server = world.server();
        server.then(super::harness::refused(500));
        world.put("a", "12345");
        world.client.prefetch(&"a".into(), world.once(), server.fetcher());
        world.put("b", "12345");
        world.turn();
        assert_eq!(held(&world), ["a", "b"], "one of them is being fetched");
        if is_cancelled {
            world.client.cancel(&"a".into());
        }
        world.pass(100);
        assert_eq!(held(&world), ["b"]);
    }
}
