//! Asking for data by hand, and watching.

use super::harness::{World, failure, ok, refused, seconds};
use crate::query::{FetchStatus, QueryErrorKind, QueryKey, QueryOptions, RetryPolicy, Status};
use futures::FutureExt;
use futures::executor::block_on;
use std::time::Duration;

fn key() -> QueryKey {
    QueryKey::from("k")
}

#[test]
fn data_that_is_there_is_enough_however_old() {
    let world = World::new();
    let server = world.server();
    world.put("k", "old");
    world.pass(1_000);
    world.client.invalidate(&key());
    let data = world.client.ensure(&key(), world.options(), server.fetcher());
    assert_eq!((block_on(data).unwrap().as_str(), server.sent.get()), ("old", 0));
}

#[test]
fn data_that_is_missing_is_fetched() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let data = world.client.ensure(&key(), world.options(), server.fetcher());
    world.pass(100);
    assert_eq!(block_on(data).unwrap().as_str(), "a");
}

#[test]
fn empty_data_is_data() {
    let world = World::new();
    let server = world.server();
    world.put("k", "");
    let data = world.client.ensure(&key(), world.options(), server.fetcher());
    assert_eq!((block_on(data).unwrap().as_str(), server.sent.get()), ("", 0));
}

#[test]
fn data_of_before_is_enough() {
    let world = World::new();
    let server = world.server();
    world.client.seed(&key(), "seed".to_owned(), Some(0));
    let data = world.client.ensure(&key(), world.options(), server.fetcher());
    assert_eq!((block_on(data).unwrap().as_str(), server.sent.get()), ("seed", 0));
}

#[test]
fn stale_data_can_be_fetched_for_the_next_time() {
    let world = World::new();
    let server = world.server();
    server.then(ok("new"));
    world.put("k", "old");
    let data = world.client.ensure_and_revalidate(&key(), world.options(), server.fetcher());
    assert_eq!(block_on(data).unwrap().as_str(), "old");
    world.pass(100);
    assert_eq!((world.held("k").as_deref(), server.sent.get()), (Some("new"), 1));
}

#[test]
fn fresh_data_is_not_fetched_for_the_next_time() {
    let world = World::new();
    let server = world.server();
    world.put("k", "old");
    let options = QueryOptions { stale_time: seconds(1), ..world.options() };
    let data = world.client.ensure_and_revalidate(&key(), options, server.fetcher());
    assert_eq!((block_on(data).unwrap().as_str(), server.sent.get()), ("old", 0));
}

#[test]
fn missing_data_is_fetched_before_it_is_revalidated() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let data = world.client.ensure_and_revalidate(&key(), world.options(), server.fetcher());
    world.pass(100);
    assert_eq!((block_on(data).unwrap().as_str(), server.sent.get()), ("a", 1));
}

#[test]
fn a_fetch_asks_again_when_the_data_is_older_than_wanted() {
    let world = World::new();
    let server = world.server();
    server.then(ok("1")).then(ok("2")).then(ok("3"));
    let fetch = |stale_time| {
        let options = QueryOptions { stale_time, ..world.options() };
        let answer = world.client.fetch(&key(), options, server.fetcher());
        world.pass(100);
        block_on(answer).unwrap().as_str().to_owned()
    };
    assert_eq!(fetch(Duration::ZERO), "1");
    assert_eq!(fetch(seconds(10)), "1");
    world.pass(11_000);
    assert_eq!(fetch(seconds(10)), "2");
    assert_eq!(fetch(Duration::MAX), "2");
    world.client.invalidate(&key());
    assert_eq!(fetch(Duration::MAX), "3");
}

#[test]
fn a_fetch_is_retried_as_its_options_say() {
    let world = World::new();
    let server = world.server();
    server.then(failure()).then(ok("a"));
    let retry = RetryPolicy { count: 1, ..RetryPolicy::default() };
    let options = QueryOptions { retry, ..world.options() };
    let answer = world.client.fetch(&key(), options, server.fetcher());
    world.pass(1_300);
    assert_eq!(block_on(answer).unwrap().as_str(), "a");
}

#[test]
fn a_fetch_does_not_heed_that_observers_are_disabled() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let watcher = world.client.watch::<String>(&key());
    let options = QueryOptions { is_enabled: false, ..world.options() };
    let answer = world.client.fetch(&key(), options, server.fetcher());
    world.pass(100);
    assert_eq!(block_on(answer).unwrap().as_str(), "a");
    assert_eq!(watcher.state().data.unwrap().as_str(), "a");
}

#[test]
fn a_fetch_without_a_collection_time_is_gone_after_its_answer() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let options = QueryOptions { gc_time: Duration::ZERO, ..world.options() };
    let answer = world.client.fetch(&key(), options, server.fetcher());
    world.pass(100);
    assert_eq!(block_on(answer).unwrap().as_str(), "a");
    world.turn();
    assert_eq!(world.client.statistics().entries, 0);
}

#[test]
fn a_fetch_with_an_endless_collection_time_stays() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let options = QueryOptions { gc_time: Duration::MAX, ..world.options() };
    world.client.prefetch(&key(), options, server.fetcher());
    world.pass(1_000_000);
    assert_eq!(world.held("k").as_deref(), Some("a"));
}

#[test]
fn a_fetch_goes_on_when_nobody_waits_any_more() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    drop(world.client.fetch(&key(), world.options(), server.fetcher()));
    world.pass(100);
    assert_eq!(world.held("k").as_deref(), Some("a"));
}

#[test]
fn a_fetch_that_fails_says_why() {
    let world = World::new();
    let server = world.server();
    server.then(refused(404));
    let answer = world.client.fetch(&key(), world.options(), server.fetcher());
    world.pass(100);
    let error = block_on(answer).unwrap_err();
    assert_eq!((error.kind(), error.status()), (QueryErrorKind::Failed, Some(404)));
    assert_eq!(error.to_string(), "status 404");
}

#[test]
fn a_prefetch_that_fails_troubles_nobody() {
    let world = World::new();
    let server = world.server();
    server.then(failure());
    world.client.prefetch(&key(), world.once(), server.fetcher());
    world.pass(100);
    assert_eq!(world.client.state::<String>(&key()).unwrap().status, Status::Error);
}

#[test]
fn a_prefetch_of_fresh_data_fetches_nothing() {
    let world = World::new();
    let server = world.server();
    world.put("k", "a");
    let options = QueryOptions { stale_time: seconds(10), ..world.options() };
    world.client.prefetch(&key(), options, server.fetcher());
    assert_eq!((server.sent.get(), world.client.statistics().hits), (0, 1));
}

#[test]
fn a_prefetch_is_collected_when_nobody_comes() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let options = QueryOptions { gc_time: seconds(10), ..world.options() };
    world.client.prefetch(&key(), options, server.fetcher());
    world.pass(10_090);
    assert_eq!(world.client.statistics().entries, 1);
    world.pass(10);
    assert_eq!(world.client.statistics().entries, 0);
}

#[test]
fn who_waits_is_not_told_of_a_cancelled_background_refetch_but_by_an_error() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    world.put("k", "old");
    let answer = world.client.fetch(&key(), world.options(), server.fetcher());
    world.pass(50);
    world.client.cancel(&key());
    assert_eq!(block_on(answer).unwrap_err().kind(), QueryErrorKind::Cancelled);
    assert_eq!(world.held("k").as_deref(), Some("old"), "the data stays");
}

#[test]
fn a_fetch_may_follow_a_cancelled_one_at_once() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let first = world.client.fetch(&key(), world.options(), server.fetcher());
    world.client.cancel(&key());
    let second = world.client.fetch(&key(), world.options(), server.fetcher());
    world.pass(100);
    assert!(block_on(first).is_err());
    assert_eq!(block_on(second).unwrap().as_str(), "a");
}

#[test]
fn a_watcher_shows_what_others_bring_and_fetches_nothing() {
    let world = World::new();
    let watcher = world.client.watch::<String>(&key());
    world.client.on_focus();
    world.client.invalidate(&QueryKey::root());
    world.pass(1_000);
    assert_eq!(watcher.state().fetch_status, FetchStatus::Idle);
    world.put("k", "a");
    assert_eq!(watcher.state().data.unwrap().as_str(), "a");
}

#[test]
fn a_watcher_keeps_its_entry() {
    let world = World::new();
    world.put("k", "a");
    let watcher = world.client.watch::<String>(&key());
    world.pass(1_000_000);
    assert_eq!(watcher.state().data.unwrap().as_str(), "a");
}

#[test]
fn a_watcher_that_is_told_to_fetch_fails() {
    let world = World::new();
    let watcher = world.client.watch::<String>(&key());
    watcher.refetch();
    world.turn();
    assert_eq!(watcher.state().status, Status::Error);
    let message = watcher.state().error.unwrap().to_string();
    assert_eq!(message, "nobody knows how to fetch this");
}

#[test]
fn an_answer_is_there_for_who_asks_in_the_same_turn() {
    let world = World::new();
    let server = world.server();
    server.latency.set(0);
    server.then(ok("a"));
    let observer = world.observe("k", &server);
    assert!(observer.state().is_loading(), "also an answer at once takes a turn");
    world.turn();
    let fetch = world.client.fetch(
        &key(),
        QueryOptions { stale_time: seconds(1), ..world.options() },
        server.fetcher(),
    );
    assert_eq!(fetch.now_or_never().unwrap().unwrap().as_str(), "a");
}
