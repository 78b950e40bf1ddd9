//! Policies as data.

use super::harness::{Refused, Server, World, cases, ok, refused, seconds, text};
use crate::platform::{Random, SeededRandom};
use crate::query::{
    CachePolicies, CachePolicy, NegativeRule, PolicyRule, QueryError, QueryErrorKind, QueryKey,
    Source, Status, StatusClass,
};
use serde_json::{Value, json};
use std::rc::Rc;
use std::time::Duration;

fn policies(value: Value) -> CachePolicies {
    serde_json::from_value(value).unwrap()
}

fn includes(class: &str, error: &QueryError, expected: bool) {
    let class: StatusClass = serde_json::from_value(json!(class)).unwrap();
    assert_eq!(class.includes(error), expected);
    assert_eq!(serde_json::to_value(class).unwrap(), json!(class.to_string()));
}

fn answered(status: u16) -> QueryError {
    QueryError::new(Refused(status)).with_status(status)
}

fn of(kind: QueryErrorKind) -> QueryError {
    QueryError::of(kind, Refused(0))
}

cases! { includes:
    a_status_is_itself("404", &answered(404), true);
    a_status_is_no_other("404", &answered(410), false);
    a_status_is_not_no_answer("404", &of(QueryErrorKind::Failed), false);
    a_class_has_its_first("4xx", &answered(400), true);
    a_class_has_its_last("4xx", &answered(499), true);
    a_class_ends_before_the_next("4xx", &answered(500), false);
    a_class_of_servers_has_their_failures("5xx", &answered(503), true);
    no_answer_is_the_network("network", &of(QueryErrorKind::Failed), true);
    an_answer_is_not_the_network("network", &answered(500), false);
    too_late_is_not_the_network("network", &of(QueryErrorKind::TimedOut), false);
    too_late_is_a_timeout("timeout", &of(QueryErrorKind::TimedOut), true);
    an_answer_is_no_timeout("timeout", &answered(504), false);
    anything_is_an_answer("any", &answered(418), true);
    anything_is_no_answer("any", &of(QueryErrorKind::Failed), true);
    anything_is_too_late("any", &of(QueryErrorKind::TimedOut), true);
    nothing_is_what_was_cancelled("any", &of(QueryErrorKind::Cancelled), false);
    nothing_is_what_was_not_asked("any", &of(QueryErrorKind::Refused), false);
}

fn is_no_class(text: &str) {
    assert!(serde_json::from_value::<StatusClass>(json!(text)).is_err());
}

cases! { is_no_class:
    a_word_is_no_class("never");
    a_number_below_all_is_no_class("99");
    a_number_above_all_is_no_class("600");
    a_class_above_all_is_no_class("6xx");
    a_class_of_zero_is_no_class("0xx");
    nothing_is_no_class("");
}

/// Fails with a status under rules; expects so many requests from five looks
/// within ten seconds.
fn keeps_errors(rules: &Value, status: u16, sent: usize) {
    let world = World::new();
    world.client.set_policies(policies(json!({"rules": [{"prefix": ["k"], "negative": rules}]})));
    let server = world.server();
    server.then(refused(status));
    for _ in 0..5 {
        drop(world.observe("k", &server));
        let observer = world.observe("k", &server);
        world.pass(2_000);
        assert_eq!(observer.state().status, Status::Error);
        assert!(observer.state().error.is_some());
    }
    assert_eq!(server.sent.get(), sent);
}

cases! { keeps_errors:
    without_rules_each_look_asks_again(&json!([]), 404, 5);
    a_kept_status_is_asked_once(&json!([{"status": "404", "keep_ms": 60_000}]), 404, 1);
    a_kept_class_is_asked_once(&json!([{"status": "4xx", "keep_ms": 60_000}]), 404, 1);
    another_status_is_asked_again(&json!([{"status": "404", "keep_ms": 60_000}]), 403, 5);
    a_kept_status_is_asked_again_after_its_time(&json!([{"status": "404", "keep_ms": 3_000}]), 404, 3);
    the_first_rule_that_fits_decides(
        &json!([{"status": "404", "keep_ms": 0}, {"status": "any", "keep_ms": 60_000}]), 404, 5);
    a_later_rule_decides_where_the_first_does_not_fit(
        &json!([{"status": "404", "keep_ms": 0}, {"status": "any", "keep_ms": 60_000}]), 410, 1);
}

fn kept() -> (World, Server) {
    let world = World::new();
    let rules = json!({"rules": [{"negative": [{"status": "any", "keep_ms": 10_000}]}]});
    world.client.set_policies(policies(rules));
    let server = world.server();
    server.then(refused(404)).then(ok("a"));
    world.client.prefetch(&"k".into(), world.options(), server.fetcher());
    world.pass(100);
    (world, server)
}

#[test]
fn a_kept_error_is_the_answer_to_a_fetch() {
    let (world, server) = kept();
    let answer = world.client.fetch(&"k".into(), world.options(), server.fetcher());
    assert_eq!(futures::executor::block_on(answer).unwrap_err().status(), Some(404));
    assert_eq!((server.sent.get(), world.client.statistics().negative_hits), (1, 1));
}

#[test]
fn a_kept_error_is_not_asked_for_on_focus_or_reconnect() {
    let (world, server) = kept();
    let _observer = world.observe("k", &server);
    world.client.on_focus();
    world.client.on_offline();
    world.client.on_online();
    world.pass(100);
    assert_eq!(server.sent.get(), 1);
}

#[test]
fn a_kept_error_is_asked_for_when_somebody_says_so() {
    let (world, server) = kept();
    let observer = world.observe("k", &server);
    observer.refetch();
    world.pass(100);
    assert_eq!(text(&observer).as_deref(), Some("a"));
}

#[test]
fn a_kept_error_ends_with_an_invalidation() {
    let (world, server) = kept();
    let observer = world.observe("k", &server);
    world.client.invalidate(&"k".into());
    world.pass(100);
    assert_eq!((server.sent.get(), text(&observer).as_deref()), (2, Some("a")));
}

#[test]
fn a_kept_error_ends_with_data() {
    let (world, server) = kept();
    world.put("k", "b");
    world.client.invalidate(&QueryKey::root());
    let observer = world.observe("k", &server);
    world.pass(100);
    assert_eq!(text(&observer).as_deref(), Some("a"));
}

#[test]
fn data_is_shown_while_the_error_of_its_refetch_is_kept() {
    let world = World::new();
    let rules = json!({"rules": [{"negative": [{"status": "5xx", "keep_ms": 10_000}]}]});
    world.client.set_policies(policies(rules));
    let server = world.server();
    server.then(refused(503));
    world.put("k", "old");
    for _ in 0..3 {
        let observer = world.observe("k", &server);
        world.pass(500);
        assert_eq!(text(&observer).as_deref(), Some("old"));
    }
    assert_eq!(server.sent.get(), 1);
}

#[test]
fn an_error_is_kept_at_least_as_long_as_the_server_asks() {
    let policy = CachePolicy {
        negative: Some(vec![NegativeRule { status: StatusClass::Any, keep_ms: 1_000 }]),
        ..CachePolicy::default()
    };
    let error = answered(429).with_retry_after(seconds(30));
    assert_eq!(policy.keeps(&error), Some(seconds(30)));
    assert_eq!(policy.keeps(&answered(429)), Some(seconds(1)));
    assert_eq!(CachePolicy::default().keeps(&answered(429)), None);
}

#[test]
fn policies_are_what_options_start_from() {
    let world = World::new();
    world.client.set_policies(policies(json!({"rules": [
        {"prefix": [], "stale_time_ms": 1_000, "gc_time_ms": 2_000},
        {"prefix": ["a"], "stale_time_ms": 3_000},
    ]})));
    let options = world.client.options_for(&QueryKey::new(["a", "b"]));
    assert_eq!((options.stale_time, options.gc_time), (seconds(3), seconds(2)));
    assert_eq!(world.client.policy_of(&"a".into()).stale_time_ms, Some(3_000));
    assert_eq!(world.client.policy_of(&"b".into()).stale_time_ms, Some(1_000));
}

#[test]
fn policies_are_written_and_read_back() {
    let whole = CachePolicies {
        rules: vec![PolicyRule {
            prefix: QueryKey::new(["a", "b"]),
            policy: CachePolicy {
                stale_time_ms: Some(1),
                gc_time_ms: Some(2),
                time_to_live_ms: Some(3),
                jitter: Some(0.25),
                negative: Some(vec![NegativeRule { status: StatusClass::Hundred(4), keep_ms: 4 }]),
                max_bytes: Some(5),
                priority: Some(-6),
            },
        }],
        max_bytes: Some(7),
        warm_up: vec![QueryKey::from("c")],
    };
    let written = serde_json::to_string(&whole).unwrap();
    assert_eq!(serde_json::from_str::<CachePolicies>(&written).unwrap(), whole);
    assert_eq!(serde_json::to_value(CachePolicies::default()).unwrap(), json!({"rules": []}));
}

#[test]
fn policies_with_words_nobody_knows_are_refused() {
    assert!(serde_json::from_value::<CachePolicies>(json!({"max_byte": 1})).is_err());
    assert!(serde_json::from_value::<NegativeRule>(json!({"status": "404"})).is_err());
}

#[test]
fn what_is_to_be_warm_is_fetched_before_anybody_asks() {
    let world = World::new();
    world.client.set_policies(policies(json!({"warm_up": [["a"], ["b"], ["unknown"]]})));
    let server = world.server();
    server.then(ok("x"));
    let known = |key: &QueryKey| {
        (*key != QueryKey::from("unknown")).then(|| Source::from(server.fetcher()))
    };
    assert_eq!(world.client.warm_up(known), 2);
    world.pass(100);
    assert!(world.held("a").is_some() && world.held("b").is_some());
    assert_eq!(world.client.statistics().entries, 2);
}

#[test]
fn without_policies_nothing_is_warmed_up() {
    let world = World::new();
    assert_eq!(world.client.warm_up::<String>(|_| Some(Source::none())), 0);
}

#[test]
fn waits_between_tries_are_spread_by_chance() {
    let world = World::new();
    let random = Rc::new(SeededRandom::new(5));
    let expected = SeededRandom::new(5);
    world.client.set_random(random);
    let server = world.server();
    server.latency.set(0);
    server.then(super::harness::failure());
    let _observer = world.observe("k", &server);
    world.pass(8_000);
    let sent = server.sent_at.borrow();
    assert_eq!(sent.len(), 4);
    for (index, pair) in sent.windows(2).enumerate() {
        let full = Duration::from_secs(1 << index);
        let wait = Duration::from_millis(pair[1] - pair[0]);
        let drawn = full.mul_f64(expected.unit());
        let step = Duration::from_millis(10);
        assert!(wait + step >= drawn && wait <= drawn + step, "{wait:?} {drawn:?}");
    }
}

#[test]
fn a_spread_wait_is_at_least_what_the_server_asks_for() {
    let world = World::new();
    world.client.set_random(Rc::new(SeededRandom::new(5)));
    let server = world.server();
    server.latency.set(0);
    server.then(Err(answered(429).with_retry_after(seconds(7)))).then(ok("a"));
    let _observer = world.observe("k", &server);
    world.pass(6_990);
    assert_eq!(server.sent.get(), 1);
    world.pass(20);
    assert_eq!(server.sent.get(), 2);
}
