//! What watchers of the cache are told.

use super::harness::{World, cases, failure, ok, refused, seconds};
use crate::query::{
    CachePolicies, MutationOptions, QueryEvent, QueryEventKind, QueryFilter, QueryKey,
    QueryOptions, RetryPolicy,
};
use std::cell::RefCell;
use std::rc::Rc;

use QueryEventKind as Kind;

/// Watches `act` on a cache that holds `k`, and expects these events.
fn hears(act: fn(&World), expected: &[Kind]) {
    let world = World::new();
    world.put("k", "a");
    let (_guard, log) = world.events();
    act(&world);
    world.turn();
    assert_eq!(*log.borrow(), expected);
}

fn key() -> QueryKey {
    QueryKey::from("k")
}

cases! { hears:
    new_data_is_told(|world| world.put("other", "b"), &[Kind::Added, Kind::Updated]);
    changed_data_is_told(|world| world.put("k", "b"), &[Kind::Updated]);
    equal_data_is_told(|world| world.put("k", "a"), &[Kind::Updated]);
    an_invalidation_is_told(|world| world.client.invalidate(&key()), &[Kind::Invalidated]);
    a_removal_is_told(|world| world.client.remove(&key()), &[Kind::Removed]);
    a_removal_of_nothing_is_not_told(|world| world.client.remove(&"x".into()), &[]);
    a_reset_is_told(|world| world.client.reset(&key()), &[Kind::Emptied]);
    an_observer_is_told(
        |world| drop(world.client.watch::<String>(&key())),
        &[Kind::ObserverAdded, Kind::ObserverRemoved]);
    a_look_at_fresh_data_is_told(
        |world| {
            let options = QueryOptions { stale_time: seconds(1), ..world.options() };
            drop(world.observe_with("k", &world.server(), options));
        },
        &[Kind::ObserverAdded, Kind::Hit, Kind::ObserverRemoved]);
    a_look_at_stale_data_is_told(
        |world| {
            let server = world.server();
            server.then(ok("b"));
            let _observer = world.observe("k", &server);
            world.pass(100);
        },
        &[Kind::ObserverAdded, Kind::StaleHit, Kind::Fetched, Kind::Updated, Kind::ObserverRemoved]);
    a_look_at_nothing_is_told(
        |world| {
            let server = world.server();
            server.then(ok("b"));
            world.client.prefetch(&"x".into(), world.options(), server.fetcher());
            world.client.prefetch(&"x".into(), world.options(), server.fetcher());
            world.pass(100);
        },
        &[Kind::Added, Kind::Miss, Kind::Fetched, Kind::Coalesced, Kind::Updated]);
    a_failure_is_told(
        |world| {
            let server = world.server();
            server.then(refused(404));
            world.client.prefetch(&key(), world.options(), server.fetcher());
            world.pass(100);
        },
        &[Kind::StaleHit, Kind::Fetched, Kind::Failed]);
    a_retry_is_told(
        |world| {
            let server = world.server();
            server.then(failure()).then(ok("b"));
            let retry = RetryPolicy { count: 1, ..RetryPolicy::default() };
            let options = QueryOptions { retry, ..world.options() };
            world.client.prefetch(&key(), options, server.fetcher());
            world.pass(1_300);
        },
        &[Kind::StaleHit, Kind::Fetched, Kind::Retried, Kind::Updated]);
    a_cancellation_is_told(
        |world| {
            let server = world.server();
            server.then(ok("b"));
            world.client.prefetch(&key(), world.options(), server.fetcher());
            world.client.cancel(&key());
        },
        &[Kind::StaleHit, Kind::Fetched, Kind::Cancelled]);
    a_collection_is_told(|world| world.pass(300_000), &[Kind::Collected, Kind::Removed]);
    restored_data_is_told(
        |world| assert!(world.client.restore(&key(), "b".to_owned(), 2_000_000, None)),
        &[Kind::Restored]);
    older_data_is_not_restored(
        |world| assert!(!world.client.restore(&key(), "b".to_owned(), 1, None)), &[]);
    the_network_is_told(
        |world| {
            world.client.on_offline();
            world.client.on_online();
        },
        &[Kind::Offline, Kind::Online]);
    attention_is_told(
        |world| {
            world.client.on_blur();
            world.client.on_focus();
        },
        &[Kind::Blurred, Kind::Focused]);
    a_write_is_told(
        |world| {
            let write = world.client.mutate(MutationOptions::default(), async { Ok::<_, ()>(()) });
            futures::executor::block_on(write).unwrap();
        },
        &[Kind::Written]);
    policies_alone_are_not_told(|world| world.client.set_policies(CachePolicies::default()), &[]);
}

#[test]
fn events_come_one_turn_later_with_their_keys() {
    let world = World::new();
    let log: Rc<RefCell<Vec<QueryEvent>>> = Rc::default();
    let into = Rc::clone(&log);
    let _guard = world.client.subscribe(move |event| into.borrow_mut().push(event.clone()));
    world.put("k", "a");
    world.client.on_focus();
    assert!(log.borrow().is_empty());
    world.turn();
    let event = |kind, key| QueryEvent { kind, key };
    let expected = [
        event(Kind::Added, Some(key())),
        event(Kind::Updated, Some(key())),
        event(Kind::Focused, None),
    ];
    assert_eq!(*log.borrow(), expected);
}

#[test]
fn a_guard_that_is_dropped_ends_the_events() {
    let world = World::new();
    let (guard, log) = world.events();
    world.put("k", "a");
    drop(guard);
    world.turn();
    world.put("k", "b");
    world.turn();
    assert!(log.borrow().is_empty());
}

#[test]
fn each_watcher_hears_everything() {
    let world = World::new();
    let ((_one, first), (two, second)) = (world.events(), world.events());
    world.put("k", "a");
    world.turn();
    drop(two);
    world.put("k", "b");
    world.turn();
    assert_eq!((first.borrow().len(), second.borrow().len()), (3, 2));
}

#[test]
fn a_watcher_may_use_the_cache_and_hears_of_what_it_does() {
    let world = World::new();
    let log: Rc<RefCell<Vec<Kind>>> = Rc::default();
    let (into, client) = (Rc::clone(&log), world.client.clone());
    let _guard = world.client.subscribe(move |event| {
        into.borrow_mut().push(event.kind);
        if event.kind == Kind::Updated {
            client.remove(&key());
        }
    });
    world.put("k", "a");
    world.turn();
    assert_eq!(*log.borrow(), [Kind::Added, Kind::Updated, Kind::Removed]);
}

#[test]
fn a_cache_can_be_limited_by_who_watches_it() {
    let world = World::new();
    let client = world.client.clone();
    let _guard = world.client.subscribe(move |event| {
        let all = client.find_all(&QueryFilter::default());
        if event.kind == Kind::Added && all.len() > 2 {
            client.remove(&all[0].key);
        }
    });
    for name in ["a", "b", "c", "d"] {
        world.put(name, "x");
        world.turn();
    }
    assert_eq!(world.client.statistics().entries, 2);
}

#[test]
fn watchers_do_not_keep_the_client() {
    let world = World::new();
    let (guard, _log) = world.events();
    let weak = Rc::downgrade(world.client.inner());
    drop(world);
    assert_eq!(weak.strong_count(), 0);
    drop(guard);
}
