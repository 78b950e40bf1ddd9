//! What is called when, and what taking back means.

use super::super::harness::{Refused, World, cases};
use super::{Writer, refuse};
use crate::query::{
    MutationCallbacks, MutationConfig, MutationStatus, QueryError, QueryErrorKind, QueryKey,
};
use std::rc::Rc;

fn run(
    failures: u32,
    change: impl Fn(&Writer, MutationConfig<String, String>) -> MutationConfig<String, String>,
) -> (Vec<String>, MutationStatus) {
    let world = World::new();
    let writer = Writer::new(&world);
    writer.fails(failures);
    let observer = world.client.observe_mutation(change(&writer, writer.config()));
    observer.mutate("a".to_owned());
    world.pass(200);
    (writer.logged(), observer.state().status)
}

#[test]
fn the_callbacks_of_a_success_come_in_their_order() {
    let (log, status) = run(0, |_, config| config);
    assert_eq!(log, ["mutate a", "write a", "end a", "success A a", "settled ok a"]);
    assert_eq!(status, MutationStatus::Success);
}

#[test]
fn the_callbacks_of_a_failure_come_in_their_order_after_taking_back() {
    let (log, status) = run(1, |_, config| config);
    assert_eq!(
        log,
        ["mutate a", "write a", "end a", "rollback", "error status 500 a", "settled err a"]
    );
    assert_eq!(status, MutationStatus::Error);
}

#[test]
fn what_comes_at_once_comes_before_mutate_returns() {
    let world = World::new();
    let writer = Writer::new(&world);
    world.client.observe_mutation(writer.config()).mutate("a".to_owned());
    assert_eq!(writer.logged(), ["mutate a"]);
}

#[test]
fn what_cannot_be_done_at_once_is_not_written() {
    let (log, status) = run(0, |_, config| config.on_mutate(|_| Err(QueryError::new(Refused(1)))));
    assert_eq!(log, ["error status 1 a", "settled err a"]);
    assert_eq!(status, MutationStatus::Error);
}

#[test]
fn a_success_callback_that_fails_makes_the_mutation_fail() {
    let (log, status) = run(0, |_, config| config.on_success(|_, _| refuse()));
    assert_eq!(
        log,
        ["mutate a", "write a", "end a", "rollback", "error status 1 a", "settled err a"]
    );
    assert_eq!(status, MutationStatus::Error);
}

#[test]
fn a_settled_callback_that_fails_makes_the_mutation_fail_and_is_called_again() {
    let (log, status) = run(0, |writer, config| {
        let writer = writer.clone();
        config.on_settled(move |outcome, _| {
            writer.note(format!("settled {}", outcome.is_ok()));
            refuse()
        })
    });
    assert_eq!(
        log,
        [
            "mutate a",
            "write a",
            "end a",
            "success A a",
            "settled true",
            "rollback",
            "error status 1 a",
            "settled false"
        ]
    );
    assert_eq!(status, MutationStatus::Error);
}

#[test]
fn callbacks_that_fail_while_it_fails_change_nothing() {
    let world = World::new();
    let writer = Writer::new(&world);
    writer.fails(1);
    let config = writer.config().on_error(|_, _| refuse()).on_settled(|_, _| refuse());
    let end = world.client.observe_mutation(config).mutate_async("a".to_owned());
    world.pass(200);
    let error = futures::executor::block_on(end).unwrap_err();
    assert_eq!(error.downcast_ref(), Some(&Refused(500)), "the first error is the one");
}

#[test]
fn a_mutation_goes_on_until_its_callbacks_are_over() {
    let world = World::new();
    let writer = Writer::new(&world);
    let clock = world.clock.clone();
    let config = writer.plain().on_success(move |_, _| {
        let sleep = crate::platform::Clock::sleep(&clock, std::time::Duration::from_millis(500));
        Box::pin(async move {
            sleep.await;
            Ok(())
        })
    });
    let observer = world.client.observe_mutation(config);
    observer.mutate("a".to_owned());
    world.pass(300);
    assert!(observer.state().is_pending());
    world.pass(300);
    assert_eq!(observer.state().status, MutationStatus::Success);
}

#[test]
fn callbacks_set_while_it_runs_are_called() {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.plain());
    observer.mutate("a".to_owned());
    world.pass(50);
    observer.set_config(writer.config());
    world.pass(100);
    assert_eq!(writer.logged(), ["write a", "end a", "success A a", "settled ok a"]);
}

#[test]
fn callbacks_set_after_it_ended_are_not_called() {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.plain());
    observer.mutate("a".to_owned());
    world.pass(100);
    observer.set_config(writer.config());
    world.pass(100);
    assert_eq!(writer.logged(), ["write a", "end a"]);
}

fn watched(failures: u32, name: &'static str) -> Vec<String> {
    let world = World::new();
    let writer = Writer::new(&world);
    writer.fails(failures);
    let note = |text: &'static str| {
        let writer = writer.clone();
        move || writer.note(format!("all {text}"))
    };
    let (mutate, success, error, settled) =
        (note("mutate"), note("success"), note("error"), note("settled"));
    world.client.mutations().set_callbacks(MutationCallbacks {
        on_mutate: Some(Rc::new(move |info| {
            assert_eq!(info.status, MutationStatus::Pending);
            mutate();
            if name == "mutate" { Err(QueryError::new(Refused(1))) } else { Ok(()) }
        })),
        on_success: Some(Rc::new(move |_| {
            success();
            if name == "success" { refuse() } else { Box::pin(async { Ok(()) }) }
        })),
        on_error: Some(Rc::new(move |info| {
            assert!(info.error.is_some());
            error();
            if name == "error" { refuse() } else { Box::pin(async { Ok(()) }) }
        })),
        on_settled: Some(Rc::new(move |_| {
            settled();
            if name == "settled" { refuse() } else { Box::pin(async { Ok(()) }) }
        })),
    });
    world.client.observe_mutation(writer.config()).mutate("a".to_owned());
    world.pass(200);
    writer.logged()
}

/// Fails so often, with a callback of the cache that fails.
fn calls(failures: u32, refuses: &'static str, expected: &[&str]) {
    assert_eq!(watched(failures, refuses), expected);
}

cases! { calls:
    the_callbacks_of_the_cache_come_first(0, "", &[
        "all mutate", "mutate a", "write a", "end a", "all success", "success A a", "all settled",
        "settled ok a"]);
    the_callbacks_of_the_cache_come_first_on_failure(1, "", &[
        "all mutate", "mutate a", "write a", "end a", "rollback", "all error", "error status 500 a",
        "all settled", "settled err a"]);
    a_start_refused_by_the_cache_is_not_written(0, "mutate", &[
        "all mutate", "all error", "error status 1 a", "all settled", "settled err a"]);
    a_success_refused_by_the_cache_is_a_failure(0, "success", &[
        "all mutate", "mutate a", "write a", "end a", "all success", "rollback", "all error",
        "error status 1 a", "all settled", "settled err a"]);
    an_end_refused_by_the_cache_is_a_failure(0, "settled", &[
        "all mutate", "mutate a", "write a", "end a", "all success", "success A a", "all settled",
        "rollback", "all error", "error status 1 a", "all settled", "settled err a"]);
    a_failure_refused_by_the_cache_goes_on(1, "error", &[
        "all mutate", "mutate a", "write a", "end a", "rollback", "all error", "error status 500 a",
        "all settled", "settled err a"]);
}

/// Renames what is in the cache at once, and back when that fails.
fn rename(world: &World, writer: &Writer) -> MutationConfig<String, String> {
    let client = world.client.clone();
    writer.plain().on_mutate(move |new| {
        let key = QueryKey::from("name");
        client.cancel(&key);
        let before = client.get_data::<String>(&key);
        client.set_data(&key, new.clone());
        let client = client.clone();
        Ok(Some(Box::new(move || match before {
            Some(before) => client.set_data(&key, (*before).clone()),
            None => client.remove(&key),
        })))
    })
}

#[test]
fn an_optimistic_change_is_shown_at_once_and_stays() {
    let world = World::new();
    let writer = Writer::new(&world);
    world.put("name", "old");
    world.client.observe_mutation(rename(&world, &writer)).mutate("new".to_owned());
    assert_eq!(world.held("name").as_deref(), Some("new"));
    world.pass(200);
    assert_eq!(world.held("name").as_deref(), Some("new"));
}

#[test]
fn an_optimistic_change_that_is_refused_is_taken_back() {
    let world = World::new();
    let writer = Writer::new(&world);
    writer.fails(1);
    world.put("name", "old");
    world.client.observe_mutation(rename(&world, &writer)).mutate("new".to_owned());
    world.pass(90);
    assert_eq!(world.held("name").as_deref(), Some("new"));
    world.pass(20);
    assert_eq!(world.held("name").as_deref(), Some("old"));
}

#[test]
fn an_optimistic_change_that_is_cancelled_is_taken_back_and_its_request_dropped() {
    let world = World::new();
    let writer = Writer::new(&world);
    world.put("name", "old");
    let observer = world.client.observe_mutation(rename(&world, &writer));
    observer.mutate("new".to_owned());
    world.pass(50);
    observer.cancel();
    world.turn();
    assert_eq!((world.held("name").as_deref(), writer.dropped.get()), (Some("old"), 1));
    let state = observer.state();
    assert_eq!(state.error.unwrap().kind(), QueryErrorKind::Cancelled);
    observer.cancel();
    world.pass(200);
    assert_eq!(writer.logged(), ["write new"]);
}

#[test]
fn a_cancelled_mutation_calls_back_once() {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.config());
    let end = observer.mutate_async("a".to_owned());
    world.pass(50);
    observer.cancel();
    world.pass(500);
    assert!(futures::executor::block_on(end).is_err());
    assert_eq!(
        writer.logged(),
        ["mutate a", "write a", "rollback", "error fetch cancelled a", "settled err a"]
    );
}
