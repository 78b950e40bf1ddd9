//! How mutations are, and who finds them.

use super::super::harness::{Refused, World, cases};
use super::Writer;
use crate::query::{
    MutationConfig, MutationFilter, MutationStatus, QueryErrorKind, QueryKey, RetryPolicy,
};
use std::cell::Cell;
use std::rc::Rc;

use MutationStatus::{Error, Idle, Pending, Success};

fn retrying(count: u32) -> RetryPolicy {
    RetryPolicy { count, ..RetryPolicy::default() }
}

#[test]
fn before_the_first_nothing_is_shown() {
    let world = World::new();
    let state = world.client.observe_mutation(Writer::new(&world).plain()).state();
    assert!(!state.is_pending());
    assert_eq!((state.status, state.variables, state.data), (Idle, None, None));
    assert_eq!((state.failure_count, state.is_paused, state.submitted_at), (0, false, None));
}

#[test]
fn a_mutation_that_succeeds_goes_from_pending_to_success() {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.plain());
    observer.mutate("a".to_owned());
    let state = observer.state();
    assert!(state.is_pending() && !state.is_paused && state.data.is_none());
    assert_eq!(state.variables.unwrap().as_str(), "a");
    assert_eq!(state.submitted_at, Some(1_000_000));
    world.pass(100);
    let state = observer.state();
    assert_eq!((state.status, state.data.unwrap().as_str(), state.error), (Success, "A", None));
    assert_eq!(state.variables.unwrap().as_str(), "a");
    assert_eq!(world.client.statistics().mutations, 1);
}

#[test]
fn a_mutation_that_fails_goes_from_pending_to_error() {
    let world = World::new();
    let writer = Writer::new(&world);
    writer.fails(1);
    let observer = world.client.observe_mutation(writer.plain());
    observer.mutate("a".to_owned());
    world.pass(100);
    let state = observer.state();
    assert_eq!((state.status, state.data, state.failure_count), (Error, None, 1));
    assert_eq!(state.error.unwrap().downcast_ref(), Some(&Refused(500)));
    assert_eq!(world.client.statistics().mutations, 0);
}

#[test]
fn a_mutation_is_not_retried_unless_told() {
    let world = World::new();
    let writer = Writer::new(&world);
    writer.fails(5);
    let observer = world.client.observe_mutation(writer.plain());
    observer.mutate("a".to_owned());
    world.pass(60_000);
    assert_eq!(writer.logged(), ["write a", "end a"]);
}

/// Fails so often with so many retries; expects this end after so many writes.
fn retries(failures: u32, count: u32, status: MutationStatus, expected: u32) {
    let world = World::new();
    let writer = Writer::new(&world);
    writer.fails(failures);
    let observer = world.client.observe_mutation(writer.plain().retry(retrying(count)));
    observer.mutate("a".to_owned());
    world.pass(20_000);
    assert_eq!((observer.state().status, writer.logged().len()), (status, expected as usize * 2));
    assert_eq!(observer.state().failure_count, failures.min(expected));
}

cases! { retries:
    a_write_that_succeeds_is_not_repeated(0, 3, Success, 1);
    a_write_that_fails_once_is_repeated_once(1, 3, Success, 2);
    a_write_that_fails_three_times_is_repeated_three_times(3, 3, Success, 4);
    a_write_that_always_fails_ends(9, 3, Error, 4);
    a_write_with_one_retry_ends_after_two(9, 1, Error, 2);
}

#[test]
fn failures_of_a_write_that_is_repeated_are_shown() {
    let world = World::new();
    let writer = Writer::new(&world);
    writer.fails(1);
    let observer = world.client.observe_mutation(writer.plain().retry(retrying(1)));
    observer.mutate("a".to_owned());
    world.pass(500);
    assert_eq!((observer.state().status, observer.state().failure_count), (Pending, 1));
}

#[test]
fn a_mutation_can_be_waited_for() {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.plain());
    let end = observer.mutate_async("a".to_owned());
    world.pass(100);
    assert_eq!(futures::executor::block_on(end).unwrap().as_str(), "A");
    writer.fails(1);
    let end = observer.mutate_async("b".to_owned());
    world.pass(100);
    assert_eq!(futures::executor::block_on(end).unwrap_err().kind(), QueryErrorKind::Failed);
}

#[test]
fn nothing_is_a_variable_too() {
    let world = World::new();
    let config = MutationConfig::new(|(): &()| Box::pin(async { Ok(7) }));
    let observer = world.client.observe_mutation(config);
    observer.mutate(());
    world.turn();
    assert_eq!(observer.state().data.as_deref(), Some(&7));
}

#[test]
fn an_observer_shows_its_last_mutation_and_the_others_go_on() {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.plain());
    let first = observer.mutate_async("a".to_owned());
    world.pass(50);
    observer.mutate("b".to_owned());
    world.pass(60);
    assert_eq!(futures::executor::block_on(first).unwrap().as_str(), "A");
    assert!(observer.state().is_pending());
    world.pass(50);
    assert_eq!(observer.state().data.unwrap().as_str(), "B");
}

#[test]
fn a_subscriber_hears_of_each_step() {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.plain());
    let heard = Rc::new(Cell::new(0));
    let counter = Rc::clone(&heard);
    let guard = observer.subscribe(move || counter.set(counter.get() + 1));
    observer.mutate("a".to_owned());
    assert_eq!(heard.get(), 1);
    world.pass(100);
    assert_eq!(heard.get(), 2);
    drop(guard);
    observer.mutate("b".to_owned());
    world.pass(100);
    assert_eq!((heard.get(), observer.state().data.unwrap().as_str()), (2, "B"));
}

#[test]
fn a_reset_shows_nothing_and_the_mutation_goes_on() {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.plain());
    observer.mutate("a".to_owned());
    let heard = Rc::new(Cell::new(0));
    let counter = Rc::clone(&heard);
    let _guard = observer.subscribe(move || counter.set(counter.get() + 1));
    observer.reset();
    assert_eq!((observer.state().status, heard.get()), (Idle, 1));
    observer.reset();
    world.pass(100);
    assert_eq!((heard.get(), writer.logged()), (1, vec!["write a".to_owned(), "end a".to_owned()]));
}

#[test]
fn another_key_shows_nothing_and_leaves_what_runs() {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.plain().key("one"));
    observer.mutate("a".to_owned());
    observer.set_config(writer.plain().key("two"));
    assert_eq!(observer.state().status, Idle);
    let running = world.client.mutations().find(&MutationFilter::default()).unwrap();
    assert_eq!((running.key, running.status), (QueryKey::from("one"), Pending));
}

#[test]
fn the_same_key_goes_on_showing() {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.plain().key("one"));
    observer.mutate("a".to_owned());
    observer.set_config(writer.plain().key("one"));
    assert!(observer.state().is_pending());
}

/// Looks among a running mutation `a/1`, one of `a/2` that succeeded and one of
/// `b` that failed.
fn finds(filter: &MutationFilter, expected: &[&str]) {
    let world = World::new();
    let writer = Writer::new(&world);
    let observe = |key: QueryKey| world.client.observe_mutation(writer.plain().key(key));
    let second = observe(QueryKey::new(["a", "2"]));
    second.mutate("done".to_owned());
    world.pass(100);
    writer.fails(1);
    let third = observe("b".into());
    third.mutate("failed".to_owned());
    world.pass(100);
    let first = observe(QueryKey::new(["a", "1"]));
    first.mutate("running".to_owned());
    let found = world.client.mutations().find_all(filter);
    let names: Vec<_> = found
        .iter()
        .map(|info| info.variables.clone().unwrap().downcast::<String>().unwrap())
        .collect();
    assert_eq!(names.iter().map(|name| name.as_str()).collect::<Vec<_>>(), expected);
}

fn status(status: MutationStatus) -> MutationFilter {
    MutationFilter { status: Some(status), ..MutationFilter::default() }
}

cases! { finds:
    all_are_found_in_the_order_of_their_start(&MutationFilter::default(), &["done", "failed", "running"]);
    a_prefix_is_found(&MutationFilter { prefix: "a".into(), ..MutationFilter::default() }, &["done", "running"]);
    a_key_is_found(
        &MutationFilter { prefix: "b".into(), is_exact: true, ..MutationFilter::default() }, &["failed"]);
    a_prefix_is_no_key(
        &MutationFilter { prefix: "a".into(), is_exact: true, ..MutationFilter::default() }, &[]);
    those_that_run_are_found(&status(Pending), &["running"]);
    those_that_succeeded_are_found(&status(Success), &["done"]);
    those_that_failed_are_found(&status(Error), &["failed"]);
    those_that_do_nothing_are_none(&status(Idle), &[]);
    those_with_an_error_are_found(
        &MutationFilter { predicate: Some(Rc::new(|info| info.error.is_some())), ..MutationFilter::default() },
        &["failed"]);
}

#[test]
fn those_that_run_or_wait_are_counted() {
    let world = World::new();
    let writer = Writer::new(&world);
    let (one, two) = (
        world.client.observe_mutation(writer.plain().key("a")),
        world.client.observe_mutation(writer.plain()),
    );
    one.mutate("a".to_owned());
    two.mutate("b".to_owned());
    let keyed = MutationFilter { prefix: "a".into(), ..MutationFilter::default() };
    assert_eq!(world.client.is_mutating(&MutationFilter::default()), 2);
    assert_eq!(world.client.is_mutating(&keyed), 1);
    world.pass(100);
    assert_eq!(world.client.is_mutating(&MutationFilter::default()), 0);
    assert_eq!(world.client.mutations().len(), 2);
}
