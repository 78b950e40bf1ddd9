//! Choosing queries, and doing something to all of them.

use super::harness::{Server, World, cases, count, failure, ok, seconds, text};
use crate::query::{
    Activity, FetchStatus, QueryFilter, QueryKey, QueryObserver, QueryOptions, Status,
};
use futures::FutureExt;
use futures::executor::block_on;
use serde_json::{Value, json};
use std::rc::Rc;
use std::time::Duration;

/// A cache with one query of each kind, fetched once.
struct Kinds {
    world: World,
    /// Of `active`, `stale`, `disabled`, `inactive`.
    servers: [Server; 4],
    _observers: Vec<QueryObserver<String>>,
}

const NAMES: [&str; 4] = ["active", "stale", "disabled", "inactive"];

fn kinds() -> Kinds {
    let world = World::new();
    let servers = [world.server(), world.server(), world.server(), world.server()];
    for server in &servers {
        server.then(ok("a")).then(ok("b"));
    }
    let fresh = QueryOptions { stale_time: Duration::MAX, ..world.once() };
    let disabled = QueryOptions { is_enabled: false, ..fresh.clone() };
    let stale = QueryOptions { stale_time: Duration::ZERO, ..fresh.clone() };
    let options = [fresh.clone(), stale, disabled, fresh];
    let mut observers: Vec<_> = (0..4)
        .map(|index| world.observe_with(NAMES[index], &servers[index], options[index].clone()))
        .collect();
    observers[2].refetch();
    world.pass(100);
    drop(observers.pop());
    Kinds { world, servers, _observers: observers }
}

impl Kinds {
    /// Returns the names of the queries that were fetched again.
    fn fetched(&self) -> Vec<&'static str> {
        self.world.pass(100);
        (0..4)
            .filter(|index| self.servers[*index].sent.get() > 1)
            .map(|index| NAMES[index])
            .collect()
    }
}

fn finds(filter: &QueryFilter, expected: &[&str]) {
    let kinds = kinds();
    let found = kinds.world.client.find_all(filter);
    let names: Vec<_> = found.iter().map(|info| info.key.to_string()).collect();
    let expected: Vec<_> = expected.iter().map(|name| format!("[\"{name}\"]")).collect();
    assert_eq!(names, expected);
    assert_eq!(
        kinds.world.client.find(filter).map(|info| info.key),
        found.first().map(|info| info.key.clone())
    );
}

fn filter(activity: Activity, is_stale: Option<bool>) -> QueryFilter {
    QueryFilter { activity, is_stale, ..QueryFilter::default() }
}

cases! { finds:
    no_filter_finds_all(&QueryFilter::default(), &["active", "disabled", "inactive", "stale"]);
    a_key_finds_its_query(&QueryFilter::exact("stale".into()), &["stale"]);
    a_prefix_finds_its_query(&QueryFilter::prefix("stale".into()), &["stale"]);
    an_unknown_key_finds_nothing(&QueryFilter::exact("other".into()), &[]);
    the_root_as_a_key_finds_nothing(&QueryFilter::exact(QueryKey::root()), &[]);
    active_queries_are_found(&filter(Activity::Active, None), &["active", "stale"]);
    inactive_queries_are_found(&filter(Activity::Inactive, None), &["disabled", "inactive"]);
    nobodys_queries_are_none(&filter(Activity::Nobody, None), &[]);
    stale_queries_are_found(&filter(Activity::Any, Some(true)), &["stale"]);
    fresh_queries_are_found(&filter(Activity::Any, Some(false)), &["active", "disabled", "inactive"]);
    active_stale_queries_are_found(&filter(Activity::Active, Some(true)), &["stale"]);
    inactive_stale_queries_are_none(&filter(Activity::Inactive, Some(true)), &[]);
    active_fresh_queries_are_found(&filter(Activity::Active, Some(false)), &["active"]);
    idle_queries_are_found(
        &QueryFilter { fetch_status: Some(FetchStatus::Idle), ..QueryFilter::default() },
        &["active", "disabled", "inactive", "stale"]);
    fetching_queries_are_none(
        &QueryFilter { fetch_status: Some(FetchStatus::Fetching), ..QueryFilter::default() }, &[]);
    paused_queries_are_none(
        &QueryFilter { fetch_status: Some(FetchStatus::Paused), ..QueryFilter::default() }, &[]);
    a_predicate_decides(
        &QueryFilter {
            predicate: Some(Rc::new(|info| info.observers == 0)),
            ..QueryFilter::default()
        },
        &["inactive"]);
    a_predicate_and_the_rest_decide_together(
        &QueryFilter {
            predicate: Some(Rc::new(|info| info.revision == 1)),
            activity: Activity::Active,
            is_stale: Some(false),
            ..QueryFilter::default()
        },
        &["active"]);
}

fn refetches(filter: &QueryFilter, expected: &[&str]) {
    let kinds = kinds();
    drop(kinds.world.client.refetch_where(filter, true));
    assert_eq!(kinds.fetched(), expected);
}

cases! { refetches:
    a_refetch_of_all_leaves_disabled_ones_alone(&QueryFilter::default(), &["active", "stale", "inactive"]);
    a_refetch_of_active_ones(&filter(Activity::Active, None), &["active", "stale"]);
    a_refetch_of_inactive_ones(&filter(Activity::Inactive, None), &["inactive"]);
    a_refetch_of_stale_ones(&filter(Activity::Any, Some(true)), &["stale"]);
    a_refetch_of_fresh_ones(&filter(Activity::Any, Some(false)), &["active", "inactive"]);
    a_refetch_of_stale_active_ones(&filter(Activity::Active, Some(true)), &["stale"]);
    a_refetch_of_a_disabled_one_is_none(&QueryFilter::exact("disabled".into()), &[]);
    a_refetch_of_one(&QueryFilter::exact("active".into()), &["active"]);
}

fn invalidates(refetch: Activity, expected: &[&str]) {
    let kinds = kinds();
    kinds.world.client.invalidate_where(&QueryFilter::default(), refetch);
    let all = kinds.world.client.find_all(&QueryFilter::default());
    let marked = |info: &&crate::query::QueryInfo| info.is_stale;
    // A disabled observer finds nothing stale.
    assert_eq!(all.iter().filter(marked).count(), 3);
    assert_eq!(kinds.fetched(), expected);
}

cases! { invalidates:
    an_invalidation_fetches_active_ones(Activity::Active, &["active", "stale"]);
    an_invalidation_fetches_inactive_ones(Activity::Inactive, &["inactive"]);
    an_invalidation_fetches_all_but_disabled_ones(Activity::Any, &["active", "stale", "inactive"]);
    an_invalidation_fetches_nobodys(Activity::Nobody, &[]);
}

#[test]
fn a_query_that_was_never_fetched_is_not_refetched() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let options = QueryOptions { is_enabled: false, ..world.options() };
    drop(world.observe_with("k", &server, options));
    drop(world.client.refetch_where(&QueryFilter::default(), true));
    world.client.invalidate_where(&QueryFilter::default(), Activity::Any);
    world.pass(100);
    assert_eq!(server.sent.get(), 0);
}

#[test]
fn one_enabled_observer_is_enough_for_a_refetch() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let disabled = QueryOptions { is_enabled: false, ..world.options() };
    let _disabled = world.observe_with("k", &server, disabled);
    let _enabled = world.observe("k", &server);
    world.pass(100);
    drop(world.client.refetch_where(&QueryFilter::default(), true));
    world.pass(100);
    assert_eq!(server.sent.get(), 2);
}

#[test]
fn the_results_of_a_refetch_come_in_the_order_of_the_keys() {
    let world = World::new();
    let (good, bad) = (world.server(), world.server());
    good.then(ok("a"));
    bad.then(ok("b")).then(failure());
    let _b = world.observe_with("b", &bad, world.once());
    let _a = world.observe_with("a", &good, world.once());
    world.pass(100);
    let results = world.client.refetch_where(&QueryFilter::default(), true);
    world.pass(100);
    let results = block_on(results);
    assert!(results.len() == 2 && results[0].is_ok() && results[1].is_err());
}

#[test]
fn a_refetch_that_waits_for_the_network_keeps_nobody_waiting() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let _observer = world.observe("k", &server);
    world.pass(100);
    world.client.on_offline();
    let results = world.client.refetch_where(&QueryFilter::default(), true);
    assert_eq!(results.now_or_never().unwrap().len(), 0);
}

#[test]
fn a_refetch_anew_drops_the_request_under_way() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a")).then(ok("old")).then(ok("new"));
    let observer = world.observe("k", &server);
    world.pass(100);
    observer.refetch();
    world.pass(50);
    drop(world.client.refetch_where(&QueryFilter::default(), true));
    world.pass(100);
    assert_eq!((server.sent.get(), server.dropped.get()), (3, 1));
    assert_eq!(text(&observer).as_deref(), Some("new"));
}

#[test]
fn a_refetch_may_join_the_request_under_way() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let observer = world.observe("k", &server);
    world.pass(100);
    observer.refetch();
    world.pass(50);
    drop(world.client.refetch_where(&QueryFilter::default(), false));
    world.pass(100);
    assert_eq!((server.sent.get(), server.dropped.get()), (2, 0));
}

#[test]
fn a_first_fetch_is_joined_also_by_a_refetch_anew() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let _observer = world.observe("k", &server);
    world.pass(50);
    let results = world.client.refetch_where(&QueryFilter::default(), true);
    world.pass(100);
    assert!(block_on(results)[0].is_ok() && server.sent.get() == 1);
}

#[test]
fn cancelling_goes_back_and_touches_only_what_is_chosen() {
    let world = World::new();
    let (one, two) = (world.server(), world.server());
    one.then(ok("1"));
    two.then(ok("2"));
    let (first, second) = (world.observe("one", &one), world.observe("two", &two));
    world.pass(50);
    world.client.cancel_where(&QueryFilter::exact("one".into()));
    world.pass(100);
    assert_eq!(
        (first.state().status, first.state().fetch_status),
        (Status::Pending, FetchStatus::Idle)
    );
    assert_eq!((one.dropped.get(), text(&second).as_deref()), (1, Some("2")));
}

#[test]
fn removing_touches_only_what_is_chosen() {
    let world = World::new();
    for key in ["a", "b", "c"] {
        world.put(key, "x");
    }
    world.client.remove_where(&QueryFilter::exact("b".into()));
    assert!(world.held("a").is_some() && world.held("b").is_none());
    let inactive = QueryFilter { activity: Activity::Inactive, ..QueryFilter::default() };
    world.client.remove_where(&inactive);
    assert_eq!(world.client.statistics().entries, 0);
}

#[test]
fn resetting_chooses_before_it_changes_anything() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a")).then(ok("b"));
    let observer = world.observe("k", &server);
    world.pass(100);
    let succeeded = QueryFilter {
        predicate: Some(Rc::new(|info| info.status == Status::Success)),
        ..QueryFilter::default()
    };
    world.client.reset_where(&succeeded);
    assert!(observer.state().is_loading());
    world.pass(100);
    assert_eq!(text(&observer).as_deref(), Some("b"));
}

#[test]
fn fetches_under_way_are_counted_without_those_that_wait() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let all = QueryFilter::default();
    assert_eq!(world.client.is_fetching(&all), 0);
    let _observers = [world.observe("a", &server), world.observe("b", &server)];
    assert_eq!(world.client.is_fetching(&all), 2);
    assert_eq!(world.client.is_fetching(&QueryFilter::exact("a".into())), 1);
    world.client.on_offline();
    let _paused = world.observe("c", &server);
    assert_eq!(world.client.is_fetching(&all), 2);
    world.pass(100);
    assert_eq!(world.client.is_fetching(&all), 0);
}

#[test]
fn the_data_of_chosen_queries_is_read_together() {
    let world = World::new();
    world.client.set_data(&QueryKey::new([json!("n"), json!(1)]), 10);
    world.client.set_data(&QueryKey::new([json!("n"), json!(2)]), 20);
    world.client.set_data(&QueryKey::new([json!("n"), json!(3)]), "no number");
    let _pending = world.client.watch::<i32>(&QueryKey::new([json!("n"), json!(4)]));
    let all = world.client.get_all::<i32>(&QueryFilter::prefix("n".into()));
    let numbers: Vec<_> = all.iter().map(|(_, data)| data.as_deref().copied()).collect();
    assert_eq!(numbers, [Some(10), Some(20), None, None]);
    assert!(world.client.get_all::<i32>(&QueryFilter::prefix("x".into())).is_empty());
}

#[test]
fn the_data_of_chosen_queries_is_updated_together() {
    let world = World::new();
    let key = |number: i32| QueryKey::from(vec![Value::from("n"), Value::from(number)]);
    (1..4).for_each(|number| world.client.set_data(&key(number), number));
    let watcher = world.client.watch::<i32>(&key(1));
    let heard = Rc::new(std::cell::Cell::new(0));
    let counter = Rc::clone(&heard);
    let _guard = watcher.subscribe(move || counter.set(counter.get() + 1));
    world
        .client
        .update_all::<i32>(&QueryFilter::prefix("n".into()), |n| (*n != 2).then_some(n * 10));
    let data = |number| world.client.get_data::<i32>(&key(number)).map(|data| *data);
    assert_eq!((data(1), data(2), data(3), heard.get()), (Some(10), Some(2), Some(30), 1));
    assert_eq!(data(4), None, "nothing is made");
}

#[test]
fn a_batch_is_heard_of_once() {
    let world = World::new();
    world.put("k", "a");
    let watcher = world.client.watch::<String>(&"k".into());
    let (_guard, heard) = count(&watcher);
    world.client.batch(|| {
        world.put("k", "b");
        world.client.batch(|| world.put("k", "c"));
        assert_eq!(heard.get(), 0);
    });
    assert_eq!((heard.get(), text(&watcher).as_deref()), (1, Some("c")));
}

#[test]
fn the_information_tells_how_a_query_is() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a")).then(failure());
    let options = QueryOptions { stale_time: seconds(10), ..world.once() };
    let observer = world.observe_with("k", &server, options);
    world.pass(100);
    observer.refetch();
    world.pass(100);
    let info = world.client.find(&QueryFilter::exact("k".into())).unwrap();
    assert_eq!((info.status, info.fetch_status), (Status::Error, FetchStatus::Idle));
    assert!(info.is_stale && info.is_active && info.error.is_some());
    assert_eq!((info.observers, info.revision, info.failure_count), (1, 1, 1));
    assert_eq!(info.updated_at, Some(1_000_100));
}
