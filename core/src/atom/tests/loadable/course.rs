//! The course of several computations.

use super::*;

#[test]
fn a_chain_of_loadables_settles_link_by_link() {
    let (world, source) = (World::default(), number(1));
    let (first, _) = world.slow(&source);
    let from = first.clone();
    let clock = world.clock.clone();
    let second = AsyncDerived::new("second", Rc::new(world.spawn.clone()), move |reader| {
        let value = reader.get(&from)?.value().copied();
        let clock = clock.clone();
        Ok(Box::pin(async move {
            clock.sleep(Duration::from_millis(5)).await;
            value.map(|value| value + 1).ok_or(Refused("nothing yet"))
        }) as Answer)
    });
    let _guard = count(&world.store, &second);
    world.pass(10);
    world.pass(5);
    assert_eq!(world.store.get(&second).value(), Some(&11));
    world.store.set(&source, 2);
    world.pass(10);
    world.pass(5);
    assert_eq!(world.store.get(&second).value(), Some(&21));
}

#[test]
fn a_future_that_never_ends_can_be_superseded() {
    let (world, is_stuck) = (World::default(), Atom::new("is_stuck", true));
    let from = is_stuck.clone();
    let atom = AsyncDerived::new("stuck", Rc::new(world.spawn.clone()), move |reader| {
        let is_stuck = reader.get(&from)?;
        Ok(if is_stuck {
            Box::pin(std::future::pending::<Result<i32, Refused>>()) as Answer
        } else {
            Box::pin(async { Ok(1) })
        })
    });
    let _guard = count(&world.store, &atom);
    world.pass(1000);
    assert!(world.store.get(&atom).is_loading());
    world.store.set(&is_stuck, false);
    world.pass(0);
    assert_eq!(world.store.get(&atom).value(), Some(&1));
}

#[test]
fn a_future_that_is_ready_at_once_needs_one_turn() {
    let world = World::default();
    let atom = AsyncDerived::new("ready", Rc::new(world.spawn.clone()), |_| {
        Ok(Box::pin(async { Ok::<_, Refused>(1) }))
    });
    assert!(world.store.get(&atom).is_loading());
    world.pass(0);
    assert_eq!(world.store.get(&atom).value(), Some(&1));
}

#[test]
fn an_executor_that_runs_at_once_works_too() {
    let store = Store::default();
    let spawn = Rc::new(crate::platform::SystemSpawn);
    let atom = AsyncDerived::new("ready", spawn, |_| Ok(Box::pin(async { Ok::<_, Refused>(1) })));
    let _ = store.get(&atom);
    assert_eq!(store.get(&atom).value(), Some(&1));
}

#[test]
fn a_future_may_set_atoms() {
    let (world, progress) = (World::default(), Atom::new("progress", 0));
    let (store, to) = (world.store.clone(), progress.clone());
    let atom = AsyncDerived::new("working", Rc::new(world.spawn.clone()), move |_| {
        let (store, to) = (store.clone(), to.clone());
        Ok(Box::pin(async move {
            store.set(&to, 50);
            store.set(&to, 100);
            Ok::<_, Refused>(1)
        }))
    });
    let log = Log::default();
    let _guard = (log.listen(&world.store, &progress), count(&world.store, &atom));
    world.pass(0);
    assert_eq!(log.take(), ["progress 50", "progress 100"]);
}

#[test]
fn a_future_may_supersede_itself() {
    let (world, source) = (World::default(), number(0));
    let (store, to) = (world.store.clone(), source.clone());
    let atom = AsyncDerived::new("own", Rc::new(world.spawn.clone()), move |reader| {
        let value = reader.get(&to)?;
        let (store, to) = (store.clone(), to.clone());
        Ok(Box::pin(async move {
            if value < 3 {
                store.set(&to, value + 1);
            }
            Ok::<_, Refused>(value)
        }))
    });
    let _guard = count(&world.store, &atom);
    world.pass(0);
    assert_eq!(world.store.get(&atom).value(), Some(&3));
}

#[test]
fn a_failing_read_function_is_an_error_of_the_atom() {
    let world = World::default();
    let atom: AsyncDerived<i32> =
        AsyncDerived::new("broken", Rc::new(world.spawn.clone()), |_| -> Result<Answer, Error> {
            Err(Error::failed("no"))
        });
    assert_eq!(world.store.try_get(&atom).unwrap_err().to_string(), "no");
}

#[test]
fn waiting_yields_the_value() {
    let world = World::default();
    let (slow, _) = world.slow(&number(4));
    let result = Rc::new(RefCell::new(None));
    let (into, store) = (Rc::clone(&result), world.store.clone());
    let spawn: &dyn crate::platform::Spawn = &world.spawn;
    spawn.spawn(Box::pin(async move {
        *into.borrow_mut() = slow.settled(&store).await.ok();
    }));
    world.pass(5);
    assert_eq!(*result.borrow(), None);
    world.pass(5);
    assert_eq!(*result.borrow(), Some(40));
}

#[test]
fn waiting_yields_the_failure() {
    let world = World::default();
    let (slow, _) = world.slow(&number(-4));
    let result = Rc::new(RefCell::new(String::new()));
    let (into, store) = (Rc::clone(&result), world.store.clone());
    let spawn: &dyn crate::platform::Spawn = &world.spawn;
    spawn.spawn(Box::pin(async move {
        *into.borrow_mut() = slow.settled(&store).await.unwrap_err().to_string();
    }));
    world.pass(10);
    assert_eq!(*result.borrow(), "negative");
}

#[test]
fn waiting_outlasts_a_superseded_computation() {
    let (world, source) = (World::default(), number(1));
    let (slow, _) = world.slow(&source);
    let result = Rc::new(Cell::new(0));
    let (into, store) = (Rc::clone(&result), world.store.clone());
    let spawn: &dyn crate::platform::Spawn = &world.spawn;
    spawn.spawn(Box::pin(async move { into.set(slow.settled(&store).await.unwrap_or(-1)) }));
    world.pass(5);
    world.store.set(&source, 2);
    world.pass(5);
    assert_eq!(result.get(), 0);
    world.pass(5);
    assert_eq!(result.get(), 20);
}

#[test]
fn dependencies_of_each_run_are_those_it_read() {
    let world = World::default();
    let (which, a, b) = (Atom::new("which", true), Atom::new("a", 1), Atom::new("b", 2));
    let (pick, left, right) = (which.clone(), a.clone(), b.clone());
    let runs = Rc::new(Cell::new(0));
    let counter = Rc::clone(&runs);
    let atom = AsyncDerived::new("chosen", Rc::new(world.spawn.clone()), move |reader| {
        counter.set(counter.get() + 1);
        let value = if reader.get(&pick)? { reader.get(&left)? } else { reader.get(&right)? };
        Ok(Box::pin(async move { Ok::<_, Refused>(value) }))
    });
    let _guard = count(&world.store, &atom);
    world.pass(0);
    world.store.set(&b, 20);
    assert_eq!(runs.get(), 1);
    world.store.set(&which, false);
    world.pass(0);
    world.store.set(&a, 10);
    world.pass(0);
    assert_eq!((runs.get(), world.store.get(&atom).value().copied()), (2, Some(20)));
}

#[test]
fn several_dependencies_changed_in_a_batch_start_one_future() {
    let world = World::default();
    let (a, b) = (Atom::new("a", 1), Atom::new("b", 1));
    let (left, right, runs) = (a.clone(), b.clone(), Rc::new(Cell::new(0)));
    let counter = Rc::clone(&runs);
    let atom = AsyncDerived::new("total", Rc::new(world.spawn.clone()), move |reader| {
        counter.set(counter.get() + 1);
        let total = reader.get(&left)? + reader.get(&right)?;
        Ok(Box::pin(async move { Ok::<_, Refused>(total) }))
    });
    let _guard = count(&world.store, &atom);
    world.pass(0);
    world.store.batch(|| {
        world.store.set(&a, 5);
        world.store.set(&b, 5);
    });
    world.pass(0);
    assert_eq!((runs.get(), world.store.get(&atom).value().copied()), (2, Some(10)));
}

#[test]
fn each_store_loads_for_itself() {
    let world = World::default();
    let other = Store::default();
    let source = number(1);
    let (slow, runs) = world.slow(&source);
    other.set(&source, 5);
    let _ = (world.store.get(&slow), other.get(&slow));
    world.pass(10);
    let values = (world.store.get(&slow).value().copied(), other.get(&slow).value().copied());
    assert_eq!((values, counts(&runs)), ((Some(10), Some(50)), (2, 0, 2)));
}

#[test]
fn a_family_of_loadables_aborts_what_nobody_holds() {
    let world = Rc::new(World::default());
    let inside = Rc::clone(&world);
    let all = Rc::new(RefCell::new(Vec::new()));
    let made = Rc::clone(&all);
    let family = Family::new(move |id: &i32| {
        let (atom, counts) = inside.slow(&number(*id));
        made.borrow_mut().push(counts);
        atom
    });
    let (one, two) = (family.get(&1), family.get(&2));
    let _ = (world.store.get(&one), world.store.get(&two));
    world.pass(5);
    drop(one);
    assert_eq!(family.keys(), [2]);
    world.pass(5);
    let counted: Vec<_> = all.borrow().iter().map(counts).collect();
    assert_eq!(counted, [(1, 1, 0), (1, 0, 1)]);
}

#[test]
fn a_loadable_leaves_nothing_behind() {
    let (world, source) = (World::default(), number(1));
    let (slow, _) = world.slow(&source);
    let guard = count(&world.store, &slow);
    world.pass(10);
    drop(guard);
    drop(slow);
    assert_eq!((world.store.statistics().nodes, world.store.statistics().mounted), (1, 0));
}

#[test]
fn a_synchronous_atom_beside_a_loadable_is_not_delayed() {
    let (world, source) = (World::default(), number(1));
    let (slow, _) = world.slow(&source);
    let next = plus(&source, 1);
    let (_slow, _next) = (count(&world.store, &slow), count(&world.store, &next));
    world.store.set(&source, 5);
    assert_eq!((world.store.get(&next), world.store.get(&slow).is_loading()), (6, true));
}

#[test]
fn loadables_are_equal_when_they_show_the_same() {
    let world = World::default();
    let (slow, _) = world.slow(&number(1));
    let (one, other) = (world.store.get(&slow), world.store.get(&slow));
    assert!(one == other);
    world.pass(10);
    assert!(world.store.get(&slow) != one);
    assert_eq!(slow.label(), "slow");
}
