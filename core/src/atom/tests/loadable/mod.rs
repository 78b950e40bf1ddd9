//! Atoms that are computed by futures.

use super::harness::{Log, count, number, plus};
use crate::atom::{AsyncDerived, Atom, Derived, Error, Family, LoadStatus, Readable, Store};
use crate::platform::{Clock, LocalSpawn, ManualClock};
use futures::future::LocalBoxFuture;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

mod course;

#[derive(Debug, Clone, PartialEq)]
struct Refused(&'static str);

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}

impl std::error::Error for Refused {}

type Answer = LocalBoxFuture<'static, Result<i32, Refused>>;

/// A store, an executor and a clock that move when told to.
#[derive(Default)]
struct World {
    store: Store,
    spawn: LocalSpawn,
    clock: ManualClock,
}

impl World {
    fn pass(&self, millis: u64) {
        self.spawn.run_until_stalled();
        self.clock.advance(Duration::from_millis(millis));
        self.spawn.run_until_stalled();
    }

    /// Returns `source` times ten, after ten milliseconds, and the numbers of
    /// futures that were started, that were dropped early and that ended.
    fn slow(&self, source: &Atom<i32>) -> (AsyncDerived<i32>, Rc<[Cell<u32>; 3]>) {
        let counts: Rc<[Cell<u32>; 3]> = Rc::default();
        let (counter, clock, source) = (Rc::clone(&counts), self.clock.clone(), source.clone());
        let atom = AsyncDerived::new("slow", Rc::new(self.spawn.clone()), move |reader| {
            let value = reader.get(&source)?;
            let (clock, drops) = (clock.clone(), Dropped(Rc::clone(&counter)));
            Ok(Box::pin(async move {
                drops.0[0].set(drops.0[0].get() + 1);
                clock.sleep(Duration::from_millis(10)).await;
                drops.0[2].set(drops.0[2].get() + 1);
                if value < 0 { Err(Refused("negative")) } else { Ok(value * 10) }
            }) as Answer)
        });
        (atom, counts)
    }
}

/// Counts the futures that it was dropped in.
struct Dropped(Rc<[Cell<u32>; 3]>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0[1].set(self.0[1].get() + 1);
    }
}

/// Returns how many futures were started, were dropped unfinished, and ended.
fn counts(counts: &Rc<[Cell<u32>; 3]>) -> (u32, u32, u32) {
    let ended = counts[2].get();
    (counts[0].get(), counts[1].get() - ended, ended)
}

#[test]
fn nothing_is_loaded_before_somebody_reads() {
    let world = World::default();
    let (slow, runs) = world.slow(&number(1));
    world.pass(100);
    assert_eq!(counts(&runs), (0, 0, 0));
    drop(slow);
}

#[test]
fn a_value_is_loading_and_then_ready() {
    let world = World::default();
    let (slow, _) = world.slow(&number(1));
    let first = world.store.get(&slow);
    assert_eq!((first.status(), first.value()), (LoadStatus::Loading, None));
    world.pass(10);
    let then = world.store.get(&slow);
    assert_eq!((then.status(), then.value()), (LoadStatus::Ready, Some(&10)));
}

#[test]
fn reading_again_before_it_is_there_starts_nothing_more() {
    let world = World::default();
    let (slow, runs) = world.slow(&number(1));
    for _ in 0..3 {
        assert!(world.store.get(&slow).is_loading());
        world.pass(1);
    }
    world.pass(10);
    let _ = world.store.get(&slow);
    assert_eq!(counts(&runs), (1, 0, 1));
}

#[test]
fn a_listener_hears_of_the_answer() {
    let world = World::default();
    let (slow, _) = world.slow(&number(1));
    let (_guard, heard) = count(&world.store, &slow);
    world.pass(10);
    assert_eq!((heard.get(), world.store.get(&slow).value().copied()), (1, Some(10)));
}

#[test]
fn the_previous_value_is_kept_while_the_next_is_loading() {
    let (world, source) = (World::default(), number(1));
    let (slow, _) = world.slow(&source);
    let _guard = count(&world.store, &slow);
    world.pass(10);
    world.store.set(&source, 2);
    let then = world.store.get(&slow);
    assert_eq!((then.status(), then.value()), (LoadStatus::Loading, Some(&10)));
    world.pass(10);
    let last = world.store.get(&slow);
    assert_eq!((last.status(), last.value()), (LoadStatus::Ready, Some(&20)));
}

#[test]
fn a_superseded_computation_is_dropped() {
    let (world, source) = (World::default(), number(1));
    let (slow, runs) = world.slow(&source);
    let log = Log::default();
    let _guard = log.listen(&world.store, &Derived::map("value", &slow, |it| it.value().copied()));
    world.pass(5);
    world.store.set(&source, 2);
    world.pass(5);
    assert_eq!(counts(&runs), (2, 1, 0));
    world.pass(5);
    assert_eq!((log.take(), counts(&runs)), (vec!["value Some(20)".to_owned()], (2, 1, 1)));
}

#[test]
fn a_computation_superseded_before_it_was_polled_never_starts() {
    let (world, source) = (World::default(), number(1));
    let (slow, runs) = world.slow(&source);
    let _guard = count(&world.store, &slow);
    world.store.set(&source, 2);
    world.store.set(&source, 3);
    world.pass(10);
    assert_eq!((counts(&runs).0, world.store.get(&slow).value().copied()), (1, Some(30)));
}

#[test]
fn an_unobserved_computation_is_not_superseded_before_it_is_read_again() {
    let (world, source) = (World::default(), number(1));
    let (slow, runs) = world.slow(&source);
    let _ = world.store.get(&slow);
    world.pass(5);
    world.store.set(&source, 2);
    world.pass(5);
    assert_eq!(counts(&runs), (1, 0, 1));
    assert!(world.store.get(&slow).is_loading());
    world.pass(10);
    assert_eq!(world.store.get(&slow).value(), Some(&20));
}

#[test]
fn unsubscribing_does_not_abort() {
    let world = World::default();
    let (slow, runs) = world.slow(&number(1));
    drop(count(&world.store, &slow));
    world.pass(10);
    assert_eq!((counts(&runs), world.store.get(&slow).value().copied()), ((1, 0, 1), Some(10)));
}

#[test]
fn dropping_the_atom_aborts() {
    let world = World::default();
    let (slow, runs) = world.slow(&number(1));
    let _ = world.store.get(&slow);
    world.pass(5);
    drop(slow);
    assert_eq!(counts(&runs), (1, 1, 0));
    world.pass(10);
    assert_eq!((counts(&runs), world.store.statistics().nodes), ((1, 1, 0), 0));
}

#[test]
fn dropping_the_store_aborts() {
    let world = World::default();
    let (slow, runs) = world.slow(&number(1));
    let _ = world.store.get(&slow);
    world.pass(5);
    let World { store, spawn, clock } = world;
    drop(store);
    assert_eq!(counts(&runs), (1, 1, 0));
    clock.advance(Duration::from_millis(10));
    spawn.run_until_stalled();
    assert_eq!(counts(&runs).2, 0);
}

#[test]
fn an_equal_source_starts_nothing() {
    let (world, source) = (World::default(), number(1));
    let (slow, runs) = world.slow(&source);
    let _guard = count(&world.store, &slow);
    world.pass(10);
    world.store.set(&source, 1);
    world.pass(10);
    assert_eq!(counts(&runs).0, 1);
}

#[test]
fn a_failure_is_a_state_with_its_reason() {
    let world = World::default();
    let (slow, _) = world.slow(&number(-1));
    let _ = world.store.get(&slow);
    world.pass(10);
    let then = world.store.get(&slow);
    assert_eq!((then.status(), then.value()), (LoadStatus::Failed, None));
    assert_eq!(then.error().unwrap().to_string(), "negative");
}

#[test]
fn a_failure_keeps_the_value_of_before() {
    let (world, source) = (World::default(), number(1));
    let (slow, _) = world.slow(&source);
    let _guard = count(&world.store, &slow);
    world.pass(10);
    world.store.set(&source, -1);
    world.pass(10);
    let then = world.store.get(&slow);
    assert_eq!((then.status(), then.value()), (LoadStatus::Failed, Some(&10)));
    world.store.set(&source, 2);
    world.pass(10);
    let last = world.store.get(&slow);
    assert_eq!(
        (last.status(), last.value(), last.error().is_none()),
        (LoadStatus::Ready, Some(&20), true)
    );
}

#[test]
fn reloading_loads_again_although_nothing_has_changed() {
    let world = World::default();
    let (slow, runs) = world.slow(&number(1));
    let _guard = count(&world.store, &slow);
    world.pass(10);
    slow.reload(&world.store);
    assert!(world.store.get(&slow).is_loading());
    world.pass(10);
    assert_eq!((counts(&runs), world.store.get(&slow).status()), ((2, 0, 2), LoadStatus::Ready));
}

#[test]
fn reloading_recovers_from_a_failure() {
    let (world, tries) = (World::default(), Rc::new(Cell::new(0)));
    let counter = Rc::clone(&tries);
    let atom = AsyncDerived::new("flaky", Rc::new(world.spawn.clone()), move |_| {
        counter.set(counter.get() + 1);
        let attempt = counter.get();
        Ok(Box::pin(async move { if attempt == 1 { Err(Refused("busy")) } else { Ok(7) } }))
    });
    let _guard = count(&world.store, &atom);
    world.pass(0);
    assert_eq!(world.store.get(&atom).status(), LoadStatus::Failed);
    atom.reload(&world.store);
    world.pass(0);
    assert_eq!(world.store.get(&atom).value(), Some(&7));
}

#[test]
fn what_is_derived_from_a_loadable_follows_it() {
    let (world, source) = (World::default(), number(1));
    let (slow, _) = world.slow(&source);
    let text = Derived::map("text", &slow, |it| match it.value() {
        Some(value) if it.is_loading() => format!("{value}..."),
        Some(value) => value.to_string(),
        None => "...".to_owned(),
    });
    let log = Log::default();
    let _guard = log.listen(&world.store, &text);
    world.pass(10);
    world.store.set(&source, 2);
    world.pass(10);
    assert_eq!(log.take(), [r#"text "10""#, r#"text "10...""#, r#"text "20""#]);
}
