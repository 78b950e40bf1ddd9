//! Several queries observed as one.

use super::harness::{Server, World, failure, ok};
use crate::query::{QueryEntry, QueryOptions, QueryState, Status};
use std::cell::Cell;
use std::rc::Rc;

fn entry(world: &World, key: &str, server: &Server) -> QueryEntry<String> {
    QueryEntry { key: key.into(), options: world.once(), source: server.fetcher().into() }
}

fn texts(states: &[QueryState<String>]) -> Vec<Option<String>> {
    states.iter().map(|state| state.data.as_deref().cloned()).collect()
}

fn some(texts: &[&str]) -> Vec<Option<String>> {
    texts.iter().map(|text| Some((*text).to_owned())).collect()
}

fn two() -> (World, Server, Server) {
    let world = World::new();
    let (one, two) = (world.server(), world.server());
    one.then(ok("1"));
    two.then(ok("2"));
    (world, one, two)
}

#[test]
fn all_are_fetched_and_shown_in_their_order() {
    let (world, one, two) = two();
    let all = world.client.observe_all(vec![entry(&world, "b", &two), entry(&world, "a", &one)]);
    assert!(all.states().iter().all(QueryState::is_loading));
    world.pass(100);
    assert_eq!(texts(&all.states()), some(&["2", "1"]));
    assert_eq!(all.observers().len(), 2);
}

#[test]
fn a_change_of_one_is_heard_of() {
    let (world, one, two) = two();
    let all = world.client.observe_all(vec![entry(&world, "a", &one), entry(&world, "b", &two)]);
    world.pass(100);
    let heard = Rc::new(Cell::new(0));
    let counter = Rc::clone(&heard);
    let guard = all.subscribe(move || counter.set(counter.get() + 1));
    world.put("a", "changed");
    assert_eq!((heard.get(), texts(&all.states())), (1, some(&["changed", "2"])));
    drop(guard);
    world.put("a", "again");
    assert_eq!(heard.get(), 1);
}

#[test]
fn a_query_that_is_added_is_fetched_and_the_others_are_not() {
    let (world, one, two) = two();
    let all = world.client.observe_all(vec![entry(&world, "a", &one)]);
    world.pass(100);
    all.set_queries(vec![entry(&world, "a", &one), entry(&world, "b", &two)]);
    world.pass(100);
    assert_eq!((one.sent.get(), two.sent.get()), (1, 1));
    assert_eq!(texts(&all.states()), some(&["1", "2"]));
}

#[test]
fn a_query_that_is_taken_out_is_no_longer_observed() {
    let (world, one, two) = two();
    let all = world.client.observe_all(vec![entry(&world, "a", &one), entry(&world, "b", &two)]);
    world.pass(100);
    all.set_queries(vec![entry(&world, "b", &two)]);
    assert_eq!((texts(&all.states()), world.client.statistics().observers), (some(&["2"]), 1));
    assert!(!world.client.is_observed(&"a".into()));
}

#[test]
fn another_order_keeps_the_observers() {
    let (world, one, two) = two();
    let all = world.client.observe_all(vec![entry(&world, "a", &one), entry(&world, "b", &two)]);
    world.pass(100);
    let heard = Rc::new(Cell::new(0));
    let counter = Rc::clone(&heard);
    let _guard = all.subscribe(move || counter.set(counter.get() + 1));
    all.set_queries(vec![entry(&world, "b", &two), entry(&world, "a", &one)]);
    world.pass(100);
    assert_eq!((one.sent.get(), two.sent.get(), heard.get()), (1, 1, 1));
    assert_eq!(texts(&all.states()), some(&["2", "1"]));
}

#[test]
fn the_same_queries_again_are_no_change() {
    let (world, one, two) = two();
    let all = world.client.observe_all(vec![entry(&world, "a", &one), entry(&world, "b", &two)]);
    world.pass(100);
    let heard = Rc::new(Cell::new(0));
    let counter = Rc::clone(&heard);
    let _guard = all.subscribe(move || counter.set(counter.get() + 1));
    all.set_queries(vec![entry(&world, "a", &one), entry(&world, "b", &two)]);
    world.pass(100);
    assert_eq!((heard.get(), one.sent.get()), (0, 1));
}

#[test]
fn others_may_take_the_place_of_all() {
    let (world, one, two) = two();
    let all = world.client.observe_all(vec![entry(&world, "a", &one)]);
    world.pass(100);
    all.set_queries(vec![entry(&world, "b", &two)]);
    assert!(all.states()[0].is_loading());
    world.pass(100);
    assert_eq!(texts(&all.states()), some(&["2"]));
}

#[test]
fn one_key_may_stand_in_several_places() {
    let (world, one, _two) = two();
    let all = world.client.observe_all(vec![entry(&world, "a", &one), entry(&world, "a", &one)]);
    world.pass(100);
    assert_eq!((texts(&all.states()), one.sent.get()), (some(&["1", "1"]), 1));
    all.set_queries(vec![entry(&world, "a", &one)]);
    assert_eq!(world.client.statistics().observers, 1);
}

#[test]
fn a_failure_of_one_leaves_the_others() {
    let (world, one, bad) = two();
    let failing = world.server();
    failing.then(failure());
    let all =
        world.client.observe_all(vec![entry(&world, "a", &one), entry(&world, "c", &failing)]);
    world.pass(100);
    let states: Vec<Status> = all.states().iter().map(|state| state.status).collect();
    assert_eq!((states, bad.sent.get()), (vec![Status::Success, Status::Error], 0));
}

#[test]
fn options_may_change_in_place() {
    let (world, one, _two) = two();
    let disabled = QueryOptions { is_enabled: false, ..world.once() };
    let all = world
        .client
        .observe_all(vec![QueryEntry { options: disabled, ..entry(&world, "a", &one) }]);
    world.pass(100);
    assert_eq!(one.sent.get(), 0);
    all.set_queries(vec![entry(&world, "a", &one)]);
    world.pass(100);
    assert_eq!(texts(&all.states()), some(&["1"]));
}

#[test]
fn no_queries_are_no_states() {
    let world = World::new();
    let all = world.client.observe_all::<String>(Vec::new());
    assert!(all.states().is_empty());
}

#[test]
fn all_can_be_fetched_again() {
    let (world, one, two) = two();
    let all = world.client.observe_all(vec![entry(&world, "a", &one), entry(&world, "b", &two)]);
    world.pass(100);
    all.refetch();
    world.pass(100);
    assert_eq!((one.sent.get(), two.sent.get()), (2, 2));
}

#[test]
fn a_clone_keeps_looking() {
    let (world, one, _two) = two();
    let all = world.client.observe_all(vec![entry(&world, "a", &one)]);
    let clone = all.clone();
    drop(all);
    world.pass(100);
    assert_eq!(texts(&clone.states()), some(&["1"]));
    drop(clone);
    assert_eq!(world.client.statistics().observers, 0);
}

#[test]
fn what_is_made_of_all_is_made_when_one_changes() {
    let (world, one, two) = two();
    let runs = Rc::new(Cell::new(0));
    let counter = Rc::clone(&runs);
    let all = world.client.observe_all(vec![entry(&world, "a", &one), entry(&world, "b", &two)]);
    let joined = all.combine(move |states| {
        counter.set(counter.get() + 1);
        texts(states).into_iter().flatten().collect::<String>()
    });
    assert_eq!((joined.get().as_str(), runs.get()), ("", 1));
    world.pass(100);
    assert_eq!(joined.get().as_str(), "12");
    let before = runs.get();
    assert_eq!(joined.get().as_str(), "12");
    assert_eq!(runs.get(), before);
}

#[test]
fn an_equal_combination_is_not_heard_of_and_keeps_its_allocation() {
    let (world, one, two) = two();
    let all = world.client.observe_all(vec![entry(&world, "a", &one), entry(&world, "b", &two)]);
    world.pass(100);
    let known = all.combine(|states| texts(states).iter().flatten().count());
    let heard = Rc::new(Cell::new(0));
    let counter = Rc::clone(&heard);
    let _guard = known.subscribe(move || counter.set(counter.get() + 1));
    let before = known.get();
    world.put("a", "changed");
    assert!(heard.get() == 0 && Rc::ptr_eq(&before, &known.get()));
    all.set_queries(vec![entry(&world, "a", &one)]);
    assert_eq!((heard.get(), *known.get()), (1, 1));
}

#[test]
fn a_combination_keeps_its_queries() {
    let (world, one, _two) = two();
    let all = world.client.observe_all(vec![entry(&world, "a", &one)]);
    let count = all.combine(<[_]>::len);
    drop(all);
    assert_eq!((*count.get(), world.client.statistics().observers), (1, 1));
    drop(count);
    assert_eq!(world.client.statistics().observers, 0);
}
