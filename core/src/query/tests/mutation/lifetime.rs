//! How long mutations are remembered, and what of them is told.

use super::super::harness::{World, cases, seconds};
use super::Writer;
use crate::query::{MutationEventKind, MutationFilter, MutationStatus};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use MutationEventKind::{Added, Removed, Updated};

/// Looks at a mutation for a tenth of a second or on; expects so many to be
/// remembered after so many seconds.
fn remembers(gc_time: Duration, keeps_looking: bool, after: u64, expected: usize) {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.plain().gc_time(gc_time));
    observer.mutate("a".to_owned());
    world.pass(100);
    let observer = keeps_looking.then_some(observer);
    world.pass(after * 1_000);
    assert_eq!(world.client.mutations().len(), expected);
    drop(observer);
}

cases! { remembers:
    a_mutation_nobody_looks_at_is_remembered_for_its_time(seconds(10), false, 9, 1);
    a_mutation_nobody_looks_at_is_forgotten_after_its_time(seconds(10), false, 10, 0);
    a_mutation_somebody_looks_at_is_remembered(seconds(10), true, 60, 1);
    a_mutation_without_a_time_is_forgotten_at_once(Duration::ZERO, false, 0, 0);
    a_mutation_with_an_endless_time_is_remembered(Duration::MAX, false, 600, 1);
}

#[test]
fn a_mutation_that_runs_is_not_forgotten() {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.config().gc_time(Duration::ZERO));
    observer.mutate("a".to_owned());
    drop(observer);
    world.pass(90);
    assert_eq!(world.client.mutations().len(), 1);
    world.pass(20);
    assert!(world.client.mutations().is_empty());
    assert_eq!(writer.logged().last().unwrap(), "settled ok a");
}

#[test]
fn the_time_of_a_mutation_that_ended_unseen_begins_at_its_end() {
    let world = World::new();
    let writer = Writer::new(&world);
    world.client.observe_mutation(writer.plain().gc_time(seconds(1))).mutate("a".to_owned());
    world.pass(1_090);
    assert_eq!(world.client.mutations().len(), 1);
    world.pass(10);
    assert!(world.client.mutations().is_empty());
    assert_eq!(world.client.statistics().timers, 0);
}

#[test]
fn a_mutation_that_was_reset_is_forgotten_after_its_time() {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.plain().gc_time(seconds(1)));
    observer.mutate("a".to_owned());
    world.pass(100);
    observer.reset();
    world.pass(1_000);
    assert!(world.client.mutations().is_empty());
}

#[test]
fn the_next_mutation_leaves_the_one_before_to_its_time() {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.plain().gc_time(seconds(1)));
    observer.mutate("a".to_owned());
    world.pass(100);
    observer.mutate("b".to_owned());
    world.pass(1_000);
    assert_eq!(world.client.mutations().len(), 1);
}

#[test]
fn a_clone_keeps_looking() {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.plain().gc_time(Duration::ZERO));
    let clone = observer.clone();
    observer.mutate("a".to_owned());
    drop(observer);
    world.pass(200);
    assert_eq!(clone.state().status, MutationStatus::Success);
    drop(clone);
    world.turn();
    assert!(world.client.mutations().is_empty());
}

#[test]
fn what_happens_to_mutations_is_told() {
    let world = World::new();
    let writer = Writer::new(&world);
    let log: Rc<RefCell<Vec<(MutationEventKind, MutationStatus)>>> = Rc::default();
    let into = Rc::clone(&log);
    let guard = world.client.mutations().subscribe(move |event| {
        into.borrow_mut().push((event.kind, event.mutation.status));
    });
    let observer = world.client.observe_mutation(writer.plain().gc_time(Duration::ZERO));
    observer.mutate("a".to_owned());
    drop(observer);
    world.pass(200);
    assert_eq!(
        *log.borrow(),
        [
            (Added, MutationStatus::Pending),
            (Updated, MutationStatus::Pending),
            (Updated, MutationStatus::Success),
            (Removed, MutationStatus::Success),
        ]
    );
    drop(guard);
    world.client.observe_mutation(writer.plain()).mutate("b".to_owned());
    assert_eq!(log.borrow().len(), 4);
}

#[test]
fn clearing_drops_what_runs() {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.plain());
    let end = observer.mutate_async("a".to_owned());
    world.pass(50);
    world.client.mutations().clear();
    world.pass(200);
    assert_eq!((writer.dropped.get(), world.client.mutations().len()), (1, 0));
    drop(observer);
    assert!(futures::executor::block_on(end).is_err());
}

#[test]
fn removing_what_is_not_there_is_nothing() {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.plain());
    observer.mutate("a".to_owned());
    world.client.mutations().remove(u64::MAX);
    world.client.mutations().cancel(u64::MAX);
    world.pass(100);
    assert_eq!(observer.state().status, MutationStatus::Success);
}

#[test]
fn dropping_the_client_drops_what_runs() {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.plain());
    observer.mutate("a".to_owned());
    world.pass(50);
    let spawn = world.spawn.clone();
    let weak = Rc::downgrade(world.client.inner());
    drop(world);
    spawn.run_until_stalled();
    assert_eq!((weak.strong_count(), writer.dropped.get()), (0, 1));
    assert!(observer.state().is_pending());
    observer.mutate("b".to_owned());
}

#[test]
fn a_mutation_can_be_cancelled_by_its_number() {
    let world = World::new();
    let writer = Writer::new(&world);
    let observer = world.client.observe_mutation(writer.plain());
    observer.mutate("a".to_owned());
    let found = world.client.mutations().find_all(&MutationFilter::default());
    world.client.mutations().cancel(found[0].id);
    world.turn();
    assert_eq!(observer.state().status, MutationStatus::Error);
    assert!(found[0].scope.is_none() && found[0].data.is_none());
}
