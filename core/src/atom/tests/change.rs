//! Actions, transactions and tracing.

use super::harness::{Log, count, number, plus, sum};
use crate::atom::{Action, Atom, History, Store, WritableDerived, persisted};
use crate::platform::{KeyValue, ManualClock, MemoryStorage};
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::time::Duration;

/// Returns an action that adds to `atom`.
fn add(atom: &Atom<i32>) -> Action<i32, i32> {
    let atom = atom.clone();
    Action::new("add", move |store: &Store, by| {
        store.update(&atom, |value| *value += by);
        store.get(&atom)
    })
}

#[test]
fn an_action_takes_arguments_and_returns_a_result() {
    let (store, atom) = (Store::default(), number(1));
    assert_eq!(store.run(&add(&atom), 4), 5);
}

#[test]
fn an_action_is_one_change() {
    let store = Store::default();
    let (a, b) = (Atom::new("a", 0), Atom::new("b", 0));
    let total = sum(&a, &b);
    let both = Action::new("both", move |store: &Store, value| {
        store.set(&a, value);
        store.set(&b, value);
    });
    let log = Log::default();
    let _guard = log.listen(&store, &total);
    store.run(&both, 3);
    assert_eq!(log.take(), ["sum 6"]);
}

#[test]
fn an_action_works_in_any_store() {
    let (one, other, atom) = (Store::default(), Store::default(), number(0));
    let add = add(&atom);
    one.run(&add, 1);
    other.run(&add.clone(), 2);
    assert_eq!((one.get(&atom), other.get(&atom), add.label()), (1, 2, "add"));
}

#[test]
fn an_action_may_run_actions() {
    let (store, atom) = (Store::default(), number(0));
    let add = add(&atom);
    let twice = Action::new("twice", move |store: &Store, by| {
        store.run(&add, by);
        store.run(&add, by)
    });
    let (_guard, heard) = count(&store, &atom);
    assert_eq!((store.run(&twice, 5), heard.get()), (10, 1));
}

#[test]
fn an_action_may_reduce() {
    enum Step {
        Up,
        Down,
        To(i32),
    }
    let (store, atom) = (Store::default(), number(0));
    let to = atom.clone();
    let dispatch = Action::new("dispatch", move |store: &Store, step: Step| {
        store.update(&to, |value| match step {
            Step::Up => *value += 1,
            Step::Down => *value -= 1,
            Step::To(number) => *value = number,
        });
    });
    for step in [Step::Up, Step::Up, Step::Down, Step::To(7), Step::Up] {
        store.run(&dispatch, step);
    }
    assert_eq!(store.get(&atom), 8);
}

#[test]
fn an_action_may_fail_with_a_result() {
    let (store, atom) = (Store::default(), number(1));
    let to = atom.clone();
    let take = Action::new("take", move |store: &Store, by: i32| {
        store.transaction(|| {
            store.update(&to, |value| *value -= by);
            if store.get(&to) < 0 { Err("too little") } else { Ok(store.get(&to)) }
        })
    });
    assert_eq!((store.run(&take, 1), store.run(&take, 1)), (Ok(0), Err("too little")));
    assert_eq!(store.get(&atom), 0);
}

#[test]
fn a_transaction_that_succeeds_is_one_change() {
    let (store, atom) = (Store::default(), number(0));
    let (_guard, heard) = count(&store, &atom);
    let result: Result<_, ()> = store.transaction(|| {
        store.set(&atom, 1);
        store.set(&atom, 2);
        Ok("done")
    });
    assert_eq!((result, store.get(&atom), heard.get()), (Ok("done"), 2, 1));
}

#[test]
fn a_transaction_that_fails_changes_nothing_and_is_not_heard() {
    let store = Store::default();
    let (a, b) = (Atom::new("a", 1), Atom::new("b", Vec::from([1])));
    let next = plus(&a, 1);
    let heard = (count(&store, &a), count(&store, &b), count(&store, &next));
    let result: Result<(), _> = store.transaction(|| {
        store.set(&a, 2);
        store.update(&b, |list| list.push(2));
        store.set(&a, 3);
        Err("no")
    });
    assert_eq!(
        (result, store.get(&a), store.get(&b), store.get(&next)),
        (Err("no"), 1, vec![1], 2)
    );
    assert_eq!((heard.0.1.get(), heard.1.1.get(), heard.2.1.get()), (0, 0, 0));
}

#[test]
fn a_transaction_sees_its_own_changes() {
    let (store, atom) = (Store::default(), number(1));
    let next = plus(&atom, 1);
    let result = store.transaction(|| {
        store.set(&atom, 5);
        Err::<(), _>(store.get(&next))
    });
    assert_eq!((result, store.get(&next)), (Err(6), 2));
}

#[test]
fn a_transaction_that_panics_changes_nothing() {
    let (store, atom) = (Store::default(), number(1));
    let attempt = catch_unwind(AssertUnwindSafe(|| {
        store.transaction(|| -> Result<(), ()> {
            store.set(&atom, 2);
            panic!("inside");
        })
    }));
    assert!(attempt.is_err());
    assert_eq!(store.get(&atom), 1);
    store.set(&atom, 3);
    assert_eq!(store.get(&atom), 3);
}

#[test]
fn an_inner_transaction_fails_alone() {
    let store = Store::default();
    let (a, b) = (Atom::new("a", 0), Atom::new("b", 0));
    let outer: Result<(), ()> = store.transaction(|| {
        store.set(&a, 1);
        let inner: Result<(), _> = store.transaction(|| {
            store.set(&a, 2);
            store.set(&b, 2);
            Err("inner")
        });
        assert_eq!((inner, store.get(&a), store.get(&b)), (Err("inner"), 1, 0));
        Ok(())
    });
    assert_eq!((outer, store.get(&a)), (Ok(()), 1));
}

#[test]
fn an_outer_transaction_undoes_what_an_inner_one_did() {
    let (store, atom) = (Store::default(), number(0));
    let outer: Result<(), ()> = store.transaction(|| {
        let inner: Result<(), ()> = store.transaction(|| {
            store.set(&atom, 1);
            Ok(())
        });
        assert_eq!((inner, store.get(&atom)), (Ok(()), 1));
        Err(())
    });
    assert_eq!((outer, store.get(&atom)), (Err(()), 0));
}

#[test]
fn a_transaction_undoes_what_writable_atoms_have_set() {
    let (store, celsius) = (Store::default(), Atom::new("celsius", 0));
    let (from, to) = (celsius.clone(), celsius.clone());
    let fahrenheit = WritableDerived::new(
        "fahrenheit",
        move |reader| Ok(reader.get(&from)? * 9 / 5 + 32),
        move |store, value| store.set(&to, (value - 32) * 5 / 9),
    );
    let result: Result<(), _> = store.transaction(|| {
        store.set(&fahrenheit, 212);
        Err(store.get(&celsius))
    });
    assert_eq!((result, store.get(&celsius), store.get(&fahrenheit)), (Err(100), 0, 32));
}

#[test]
fn an_atom_first_used_in_a_failed_transaction_has_its_default() {
    let (store, atom) = (Store::default(), number(3));
    let _: Result<(), ()> = store.transaction(|| {
        store.set(&atom, 9);
        Err(())
    });
    assert_eq!(store.get(&atom), 3);
}

#[test]
fn a_failed_transaction_is_not_kept() {
    let storage = Rc::new(MemoryStorage::default());
    let store = Store::new(Rc::clone(&storage) as Rc<dyn KeyValue>);
    let width = persisted("width", 1, 100);
    store.set(&width, 50);
    let _: Result<(), ()> = store.transaction(|| {
        store.set(&width, 70);
        Err(())
    });
    assert_eq!(storage.get("width").unwrap(), r#"{"version":1,"value":50}"#);
}

#[test]
fn a_failed_transaction_is_no_step_of_a_history() {
    let (store, atom) = (Store::default(), number(0));
    let history = History::new(&store, 10);
    history.track(&atom);
    let _: Result<(), ()> = store.transaction(|| {
        store.set(&atom, 1);
        Err(())
    });
    assert!(history.is_empty());
}

#[test]
fn an_unobserved_atom_read_in_a_failed_transaction_is_computed_again() {
    let (store, atom) = (Store::default(), number(1));
    let next = plus(&atom, 1);
    assert_eq!(store.get(&next), 2);
    let _: Result<(), ()> = store.transaction(|| {
        store.set(&atom, 7);
        assert_eq!(store.get(&next), 8);
        Err(())
    });
    assert_eq!(store.get(&next), 2);
}

/// A traced store: each change as a line.
fn traced(store: &Store) -> (crate::atom::Subscription, Log, ManualClock) {
    let (log, clock) = (Log::default(), ManualClock::new(1000));
    let into = log.clone();
    let guard = store.trace(Rc::new(clock.clone()), move |it| {
        let kind = if it.is_computed() { "computed" } else { "set" };
        let (from, to) = (it.from::<i32>().copied(), it.to::<i32>().copied());
        into.write(format!("{} {kind} {} {from:?} {to:?} {:?}", it.at(), it.label(), it.cause()));
    });
    (guard, log, clock)
}

#[test]
fn a_trace_names_what_when_from_and_to() {
    let (store, atom) = (Store::default(), number(1));
    let (_guard, log, clock) = traced(&store);
    store.set(&atom, 2);
    clock.advance(Duration::from_millis(5));
    store.set(&atom, 3);
    assert_eq!(
        log.take(),
        ["1000 set number Some(1) Some(2) None", "1005 set number Some(2) Some(3) None"]
    );
}

#[test]
fn a_trace_names_the_action() {
    let (store, atom) = (Store::default(), number(1));
    let (_guard, log, _) = traced(&store);
    store.run(&add(&atom), 1);
    store.set(&atom, 5);
    assert_eq!(
        log.take(),
        [r#"1000 set number Some(1) Some(2) Some("add")"#, "1000 set number Some(2) Some(5) None"]
    );
}

#[test]
fn a_trace_names_the_inner_action_and_then_the_outer_one_again() {
    let (store, atom) = (Store::default(), number(0));
    let (inner, to) = (add(&atom), atom.clone());
    let outer = Action::new("outer", move |store: &Store, ()| {
        store.run(&inner, 1);
        store.set(&to, 9);
    });
    let (_guard, log, _) = traced(&store);
    store.run(&outer, ());
    assert_eq!(
        log.take(),
        [
            r#"1000 set number Some(0) Some(1) Some("add")"#,
            r#"1000 set number Some(1) Some(9) Some("outer")"#
        ]
    );
}

#[test]
fn what_a_listener_sets_is_traced_as_of_the_action() {
    let (store, atom, mirror) = (Store::default(), number(0), Atom::new("mirror", 0));
    let (inside, from, to) = (store.clone(), atom.clone(), mirror.clone());
    let _mirror = store.sub(&atom, move || inside.set(&to, inside.get(&from)));
    let (_guard, log, _) = traced(&store);
    store.run(&add(&atom), 1);
    assert_eq!(log.take()[1], r#"1000 set mirror Some(0) Some(1) Some("add")"#);
}

#[test]
fn computations_are_traced_when_they_yield_something_else() {
    let (store, atom) = (Store::default(), number(1));
    let next = plus(&atom, 1);
    let (_guard, log, _) = traced(&store);
    let _ = (store.get(&next), store.get(&next));
    store.set(&atom, 4);
    let _ = store.get(&next);
    assert_eq!(
        log.take(),
        [
            "1000 computed plus None Some(2) None",
            "1000 set number Some(1) Some(4) None",
            "1000 computed plus Some(2) Some(5) None"
        ]
    );
}

#[test]
fn equal_values_are_not_traced() {
    let (store, atom) = (Store::default(), number(1));
    let (_guard, log, _) = traced(&store);
    store.set(&atom, 1);
    assert!(log.take().is_empty());
}

#[test]
fn a_trace_ends_with_its_guard() {
    let (store, atom) = (Store::default(), number(1));
    let (guard, log, _) = traced(&store);
    drop(guard);
    store.set(&atom, 2);
    assert!(log.take().is_empty());
}

#[test]
fn several_traces_hear_the_same() {
    let (store, atom) = (Store::default(), number(1));
    let (one, two) = (traced(&store), traced(&store));
    store.set(&atom, 2);
    assert_eq!(one.1.take(), two.1.take());
    drop(one.0);
    store.set(&atom, 3);
    assert_eq!((one.1.take().len(), two.1.take().len()), (0, 1));
}

#[test]
fn a_trace_hands_out_values_of_their_own_type_only() {
    let (store, atom) = (Store::default(), Atom::new("text", "a".to_owned()));
    let seen = Rc::new(RefCell::new(Vec::new()));
    let into = Rc::clone(&seen);
    let _guard = store.trace(Rc::new(ManualClock::new(0)), move |it| {
        into.borrow_mut().push((it.to::<i32>().is_none(), it.to::<String>().cloned()));
    });
    store.set(&atom, "b".to_owned());
    assert_eq!(*seen.borrow(), [(true, Some("b".to_owned()))]);
}

#[test]
fn a_trace_may_read_atoms() {
    let (store, atom) = (Store::default(), number(1));
    let seen = Rc::new(Cell::new(0));
    let (inside, from, into) = (store.clone(), atom.clone(), Rc::clone(&seen));
    let _guard = store.trace(Rc::new(ManualClock::new(0)), move |_| into.set(inside.get(&from)));
    store.set(&atom, 6);
    assert_eq!(seen.get(), 6);
}

#[test]
fn undoing_is_traced_as_what_it_is() {
    let (store, atom) = (Store::default(), number(1));
    let history = History::new(&store, 10);
    history.track(&atom);
    store.set(&atom, 2);
    let (_guard, log, _) = traced(&store);
    history.undo();
    history.redo();
    assert_eq!(
        log.take(),
        [
            r#"1000 set number Some(2) Some(1) Some("undo")"#,
            r#"1000 set number Some(1) Some(2) Some("redo")"#
        ]
    );
}
