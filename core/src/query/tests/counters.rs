//! What the cache did for each resource.

use super::harness::{World, failure, ok, refused, seconds};
use crate::query::{CachePolicies, QueryKey, QueryOptions, ResourceStatistics};
use serde_json::json;

#[test]
fn resources_are_counted_apart() {
    let world = World::new();
    let counters = world.client.count_resources();
    let server = world.server();
    server.then(ok("a"));
    for key in [QueryKey::new(["one", "x"]), QueryKey::new(["one", "y"]), QueryKey::new(["two"])] {
        world.client.prefetch(&key, world.options(), server.fetcher());
    }
    world.pass(100);
    assert_eq!((counters.of("one").misses, counters.of("two").misses), (2, 1));
    assert_eq!((counters.of("one").entries, counters.of("two").fetches), (2, 1));
    assert_eq!(counters.of("three"), ResourceStatistics::default());
}

#[test]
fn every_kind_of_look_up_is_counted() {
    let world = World::new();
    let counters = world.client.count_resources();
    let server = world.server();
    server.then(ok("a"));
    let fresh = QueryOptions { stale_time: seconds(10), ..world.options() };
    let look = |options: &QueryOptions| {
        world.client.prefetch(&"k".into(), options.clone(), server.fetcher());
    };
    look(&fresh);
    look(&fresh);
    world.pass(100);
    look(&fresh);
    look(&world.options());
    world.pass(100);
    let counted = counters.of("k");
    assert_eq!((counted.misses, counted.coalesced, counted.hits, counted.stale_hits), (1, 1, 1, 1));
    assert!((counted.hit_ratio() - 2.0 / 3.0).abs() < 1e-9);
}

#[test]
fn failures_and_retries_are_counted() {
    let world = World::new();
    let counters = world.client.count_resources();
    let server = world.server();
    server.then(failure());
    let _observer = world.observe("k", &server);
    world.pass(10_000);
    let counted = counters.of("k");
    assert_eq!((counted.fetches, counted.retries, counted.failures), (1, 3, 1));
}

#[test]
fn negative_hits_are_counted() {
    let world = World::new();
    let counters = world.client.count_resources();
    let rules = json!({"rules": [{"negative": [{"status": "404", "keep_ms": 60_000}]}]});
    world.client.set_policies(serde_json::from_value::<CachePolicies>(rules).unwrap());
    let server = world.server();
    server.then(refused(404));
    for _ in 0..3 {
        world.client.prefetch(&"k".into(), world.options(), server.fetcher());
        world.pass(100);
    }
    let counted = counters.of("k");
    assert_eq!((counted.negative_hits, counted.misses, counted.failures), (2, 1, 1));
}

#[test]
fn bytes_and_evictions_are_counted() {
    let world = World::new();
    let counters = world.client.count_resources();
    world.client.weigh(String::len);
    let bound = CachePolicies { max_bytes: Some(6), ..CachePolicies::default() };
    world.client.set_policies(bound);
    world.put("a", "12345");
    world.put("b", "12345");
    assert_eq!((counters.of("a").bytes, counters.of("b").bytes), (5, 5));
    world.turn();
    assert_eq!((counters.of("a").evictions, counters.of("a").bytes), (1, 0));
    assert_eq!((counters.of("b").evictions, counters.of("b").bytes), (0, 5));
}

#[test]
fn data_that_is_replaced_counts_once() {
    let world = World::new();
    let counters = world.client.count_resources();
    world.client.weigh(String::len);
    world.put("k", "12345");
    world.put("k", "123");
    assert_eq!((counters.of("k").bytes, world.client.bytes()), (3, 3));
}

#[test]
fn data_that_is_reset_weighs_nothing() {
    let world = World::new();
    world.client.weigh(String::len);
    world.put("k", "12345");
    let _watcher = world.client.watch::<String>(&"k".into());
    world.client.reset(&"k".into());
    assert_eq!(world.client.bytes(), 0);
    world.put("k", "1");
    world.client.remove(&"k".into());
    assert_eq!(world.client.bytes(), 0);
}

#[test]
fn several_types_have_their_own_scales() {
    let world = World::new();
    world.client.weigh(String::len);
    world.client.weigh(|numbers: &Vec<u64>| numbers.len() * 8);
    world.put("text", "12345");
    world.client.set_data(&"numbers".into(), vec![1_u64, 2]);
    world.client.set_data(&"unknown".into(), 7_u8);
    assert_eq!(world.client.bytes(), 21);
}

#[test]
fn data_from_below_is_counted_as_restored() {
    let world = World::new();
    let counters = world.client.count_resources();
    world.client.restore(&"k".into(), "a".to_owned(), 1, None);
    assert_eq!(counters.of("k").restored, 1);
}

#[test]
fn counters_count_while_they_live() {
    let world = World::new();
    let (early, late) = (world.client.count_resources(), world.client.count_resources());
    world.put("k", "a");
    world.client.restore(&"k".into(), "b".to_owned(), 2_000_000, None);
    drop(early);
    world.client.restore(&"k".into(), "c".to_owned(), 3_000_000, None);
    assert_eq!(late.of("k").restored, 2);
}

#[test]
fn a_key_without_a_text_has_a_resource_too() {
    let world = World::new();
    let counters = world.client.count_resources();
    world.client.set_data(&QueryKey::new([7]), 1);
    world.client.set_data(&QueryKey::root(), 1);
    assert_eq!((counters.of("7").entries, counters.of("").entries), (1, 1));
}

#[test]
fn what_was_never_looked_up_has_no_ratio() {
    assert!(ResourceStatistics::default().hit_ratio().abs() < f64::EPSILON);
}

#[test]
fn counters_outlive_the_client() {
    let world = World::new();
    let counters = world.client.count_resources();
    world.put("k", "a");
    world.client.restore(&"k".into(), "b".to_owned(), 2_000_000, None);
    drop(world);
    assert_eq!((counters.of("k").restored, counters.of("k").entries), (1, 0));
}

#[test]
fn the_statistics_count_who_is_there() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let observer = world.observe("k", &server);
    let guards = (observer.subscribe(|| ()), observer.subscribe_result(|| ()));
    let statistics = world.client.statistics();
    assert_eq!((statistics.observers, statistics.listeners, statistics.running), (1, 2, 1));
    drop(guards);
    drop(observer);
    world.turn();
    let statistics = world.client.statistics();
    assert_eq!((statistics.observers, statistics.listeners, statistics.running), (0, 0, 0));
}
