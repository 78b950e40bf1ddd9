//! Options by prefix.

use super::harness::{World, cases, ok, seconds};
use crate::query::{NetworkMode, QueryDefaults, QueryKey, QueryOptions, Refetch, RetryPolicy};
use serde_json::{Value, json};
use std::time::Duration;

fn key(value: Value) -> QueryKey {
    serde_json::from_value(value).unwrap()
}

fn stale(seconds: u64) -> QueryDefaults {
    QueryDefaults { stale_time: Some(Duration::from_secs(seconds)), ..QueryDefaults::default() }
}

/// Sets stale times by prefix, in order, and expects one for a key.
fn resolves(rules: &[(Value, u64)], asked: Value, expected: u64) {
    let world = World::new();
    for (prefix, seconds) in rules {
        world.client.set_defaults(&key(prefix.clone()), stale(*seconds));
    }
    assert_eq!(world.client.options_for(&key(asked)).stale_time, seconds(expected));
}

cases! { resolves:
    without_rules_the_client_decides(&[], json!(["a"]), 0);
    a_rule_holds_for_its_key(&[(json!(["a"]), 1)], json!(["a"]), 1);
    a_rule_holds_below_its_key(&[(json!(["a"]), 1)], json!(["a", "b"]), 1);
    a_rule_does_not_hold_above_its_key(&[(json!(["a", "b"]), 1)], json!(["a"]), 0);
    a_rule_does_not_hold_beside_its_key(&[(json!(["a"]), 1)], json!(["b"]), 0);
    a_rule_of_the_root_holds_everywhere(&[(json!([]), 1)], json!(["a", "b"]), 1);
    a_rule_may_name_some_members(&[(json!(["a", {"x": 1}]), 1)], json!(["a", {"x": 1, "y": 2}]), 1);
    a_rule_with_other_members_does_not_hold(&[(json!(["a", {"x": 1}]), 1)], json!(["a", {"y": 2}]), 0);
    the_later_rule_counts(&[(json!(["a"]), 1), (json!(["a", "b"]), 2)], json!(["a", "b"]), 2);
    the_later_rule_counts_also_if_it_is_more_general(
        &[(json!(["a", "b"]), 2), (json!(["a"]), 1)], json!(["a", "b"]), 1);
    a_rule_set_again_is_replaced_in_its_place(
        &[(json!(["a"]), 1), (json!(["a", "b"]), 2), (json!(["a"]), 3)], json!(["a", "b"]), 2);
    a_rule_set_again_holds(&[(json!(["a"]), 1), (json!(["a"]), 3)], json!(["a"]), 3);
}

#[test]
fn rules_that_say_different_things_add_up() {
    let world = World::new();
    world.client.set_defaults(&key(json!(["a"])), stale(1));
    let kept = QueryDefaults { gc_time: Some(seconds(2)), ..QueryDefaults::default() };
    world.client.set_defaults(&key(json!(["a", "b"])), kept);
    let options = world.client.options_for(&key(json!(["a", "b"])));
    assert_eq!((options.stale_time, options.gc_time), (seconds(1), seconds(2)));
}

#[test]
fn setting_rules_fetches_nothing() {
    let world = World::new();
    world.client.set_defaults(&key(json!(["a"])), stale(1));
    assert_eq!(world.client.statistics().entries, 0);
}

#[test]
fn a_rule_can_be_read_back() {
    let world = World::new();
    assert_eq!(world.client.defaults_of(&key(json!(["a"]))), None);
    world.client.set_defaults(&key(json!(["a"])), stale(1));
    assert_eq!(world.client.defaults_of(&key(json!(["a"]))), Some(stale(1)));
    assert_eq!(world.client.defaults_of(&key(json!(["a", "b"]))), None);
}

#[test]
fn every_option_can_have_a_rule() {
    let wanted = QueryOptions {
        stale_time: seconds(1),
        gc_time: seconds(2),
        retry: RetryPolicy::never(),
        keep_previous_data: true,
        is_enabled: false,
        refetch_on_mount: Refetch::Always,
        refetch_on_focus: Refetch::Never,
        refetch_on_reconnect: Refetch::Always,
        retry_on_mount: false,
        network_mode: NetworkMode::OfflineFirst,
    };
    let defaults = QueryDefaults {
        stale_time: Some(wanted.stale_time),
        gc_time: Some(wanted.gc_time),
        retry: Some(wanted.retry),
        keep_previous_data: Some(true),
        is_enabled: Some(false),
        refetch_on_mount: Some(Refetch::Always),
        refetch_on_focus: Some(Refetch::Never),
        refetch_on_reconnect: Some(Refetch::Always),
        retry_on_mount: Some(false),
        network_mode: Some(NetworkMode::OfflineFirst),
    };
    assert_eq!(defaults.apply(&QueryOptions::default()), wanted);
    assert_eq!(QueryDefaults::default().apply(&wanted), wanted);
}

#[test]
fn observers_go_by_the_rules_they_are_given() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    world.client.set_defaults(&key(json!(["a"])), stale(60));
    let key = key(json!(["a", 1]));
    let first = world.client.observe(&key, world.client.options_for(&key), server.fetcher());
    world.pass(100);
    drop(first);
    let _second = world.client.observe(&key, world.client.options_for(&key), server.fetcher());
    world.pass(100);
    assert_eq!(server.sent.get(), 1);
}
