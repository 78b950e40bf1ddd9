//! What a store promises to those who read, set and listen.

use super::harness::{Log, count, counted, number, plus, sum};
use crate::atom::{Atom, Derived, Error, Store, Subscription, WritableDerived};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

#[test]
fn a_subscription_is_not_told_of_the_present_value() {
    let (store, atom) = (Store::default(), number(0));
    let (_guard, heard) = count(&store, &atom);
    assert_eq!(heard.get(), 0);
}

#[test]
fn setting_the_same_value_is_not_heard() {
    let (store, atom) = (Store::default(), Atom::new("text", "a".to_owned()));
    let (_guard, heard) = count(&store, &atom);
    store.set(&atom, "a".to_owned());
    assert_eq!(heard.get(), 0);
    store.set(&atom, "b".to_owned());
    assert_eq!(heard.get(), 1);
}

#[test]
fn a_derived_value_that_stays_the_same_is_not_heard() {
    let (store, atom) = (Store::default(), number(1));
    let is_positive = Derived::map("is_positive", &atom, |value| value > 0);
    let (_guard, heard) = count(&store, &is_positive);
    store.set(&atom, 2);
    assert_eq!(heard.get(), 0);
    store.set(&atom, -1);
    assert_eq!(heard.get(), 1);
}

#[test]
fn reading_mounts_nothing() {
    let (store, atom) = (Store::default(), number(1));
    let next = plus(&atom, 1);
    assert_eq!(store.get(&next), 2);
    assert_eq!(store.statistics().mounted, 0);
}

#[test]
fn reading_an_observed_atom_does_not_keep_it_mounted() {
    let (store, atom) = (Store::default(), number(1));
    let (guard, _) = count(&store, &atom);
    let _ = store.get(&atom);
    drop(guard);
    assert_eq!(store.statistics().mounted, 0);
}

#[test]
fn dependencies_are_unmounted_with_their_last_dependent() {
    let (store, atom) = (Store::default(), number(1));
    let (near, far) = (plus(&atom, 1), plus(&atom, 2));
    let (one, _) = count(&store, &near);
    let (two, _) = count(&store, &far);
    assert_eq!(store.statistics().mounted, 3);
    drop(one);
    assert_eq!(store.statistics().mounted, 2);
    drop(two);
    assert_eq!(store.statistics().mounted, 0);
}

#[test]
fn a_listener_far_up_a_tree_hears_of_a_leaf_once() {
    let (store, leaf) = (Store::default(), number(1));
    let branch = plus(&leaf, 1);
    let root = sum(&branch, &leaf);
    let log = Log::default();
    let _guard = log.listen(&store, &root);
    store.set(&leaf, 2);
    assert_eq!(log.take(), ["sum 5"]);
}

#[test]
fn a_listener_hears_when_only_one_of_two_paths_changes() {
    let (store, leaf) = (Store::default(), number(1));
    let sign = Derived::map("sign", &leaf, i32::signum);
    let root = sum(&sign, &leaf);
    let log = Log::default();
    let _guard = log.listen(&store, &root);
    store.set(&leaf, 5);
    assert_eq!(log.take(), ["sum 6"]);
}

#[test]
fn an_equal_value_in_the_middle_of_a_chain_stops_what_follows() {
    let (store, atom) = (Store::default(), number(1));
    let half = Derived::map("half", &atom, |value| value / 2);
    let from = half.clone();
    let (last, runs) = counted("last", move |reader| reader.get(&from));
    let (_guard, heard) = count(&store, &last);
    store.set(&atom, 0);
    assert_eq!((runs.get(), heard.get()), (1, 0));
}

#[test]
fn an_unmounted_atom_is_not_computed_by_a_change() {
    let (store, atom) = (Store::default(), number(1));
    let from = atom.clone();
    let (next, runs) = counted("next", move |reader| reader.get(&from));
    let _ = store.get(&next);
    (2..9).for_each(|value| store.set(&atom, value));
    assert_eq!(runs.get(), 1);
    let (guard, _) = count(&store, &next);
    drop(guard);
    store.set(&atom, 10);
    assert_eq!(runs.get(), 2);
}

#[test]
fn an_observed_atom_is_computed_without_being_read() {
    let (store, atom) = (Store::default(), number(1));
    let from = atom.clone();
    let (next, runs) = counted("next", move |reader| reader.get(&from));
    let _guard = store.sub(&next, || {});
    store.set(&atom, 2);
    assert_eq!(runs.get(), 2);
}

#[test]
fn what_is_conditional_is_followed_from_branch_to_branch() {
    let store = Store::default();
    let (f1, f2, f3) = (Atom::new("f1", 1), Atom::new("f2", 2), Atom::new("f3", 3));
    let which = Atom::new("which", 1);
    let (atoms, pick) = ([f1.clone(), f2.clone(), f3.clone()], which.clone());
    let chosen = Derived::new("chosen", move |reader| {
        let at = usize::try_from(reader.get(&pick)?).map_err(|_| Error::failed("negative"))?;
        atoms.get(at - 1).map_or_else(|| Ok(0), |atom| reader.get(atom))
    });
    let log = Log::default();
    let _guard = log.listen(&store, &chosen);
    store.set(&which, 2);
    store.set(&f1, 10);
    store.set(&f2, 20);
    store.set(&which, 4);
    store.set(&f2, 21);
    store.set(&which, 3);
    assert_eq!(log.take(), ["chosen 2", "chosen 20", "chosen 0", "chosen 3"]);
    assert_eq!(store.statistics().mounted, 3);
}

#[test]
fn a_derived_atom_is_current_inside_a_batch() {
    let (store, atom) = (Store::default(), number(1));
    let next = plus(&atom, 1);
    let (_guard, heard) = count(&store, &next);
    let seen = store.batch(|| {
        store.set(&atom, 5);
        let first = store.get(&next);
        store.set(&atom, 7);
        (first, store.get(&next))
    });
    assert_eq!((seen, heard.get()), ((6, 8), 1));
}

#[test]
fn a_write_function_sees_what_it_has_set() {
    let (store, atom) = (Store::default(), number(1));
    let next = plus(&atom, 1);
    let (to, inside) = (atom.clone(), next.clone());
    let seen = Rc::new(RefCell::new(Vec::new()));
    let into = Rc::clone(&seen);
    let from = atom.clone();
    let writer = WritableDerived::new(
        "writer",
        move |reader| reader.get(&from),
        move |store, value| {
            store.set(&to, value);
            into.borrow_mut().push(store.get(&inside));
            store.set(&to, value + 1);
            into.borrow_mut().push(store.get(&inside));
        },
    );
    store.set(&writer, 4);
    assert_eq!(*seen.borrow(), [5, 6]);
}

#[test]
fn a_write_function_that_reads_does_not_change_dependencies() {
    let store = Store::default();
    let (read, only_written) = (Atom::new("read", 1), Atom::new("written", 1));
    let (from, other) = (read.clone(), only_written.clone());
    let runs = Rc::new(Cell::new(0));
    let counter = Rc::clone(&runs);
    let both = WritableDerived::new(
        "both",
        move |reader| {
            counter.set(counter.get() + 1);
            reader.get(&from)
        },
        move |store, value: i32| {
            let before = store.get(&other);
            store.set(&other, before + value);
        },
    );
    let (_guard, heard) = count(&store, &both);
    store.set(&both, 3);
    store.set(&only_written, 9);
    assert_eq!((runs.get(), heard.get(), store.get(&only_written)), (1, 0, 9));
}

#[test]
fn a_derived_atom_can_be_read_in_a_write_without_being_observed() {
    let (store, atom) = (Store::default(), number(1));
    let from = atom.clone();
    let (double, runs) = counted("double", move |reader| Ok(reader.get(&from)? * 2));
    let (inside, to) = (double.clone(), atom.clone());
    let advance = WritableDerived::new(
        "advance",
        |_| Ok(0),
        move |store, _| {
            let value = store.get(&inside);
            store.set(&to, value);
        },
    );
    store.set(&advance, 1);
    store.set(&advance, 2);
    assert_eq!((store.get(&atom), runs.get(), store.statistics().mounted), (4, 2, 0));
}

#[test]
fn reading_in_a_write_twice_computes_once() {
    let (store, atom) = (Store::default(), number(1));
    let from = atom.clone();
    let (double, runs) = counted("double", move |reader| Ok(reader.get(&from)? * 2));
    let inside = double.clone();
    let probe = WritableDerived::new(
        "probe",
        |_| Ok(0),
        move |store, _| assert_eq!(store.get(&inside), store.get(&inside)),
    );
    store.set(&probe, 1);
    store.set(&probe, 2);
    assert_eq!(runs.get(), 1);
}

#[test]
fn sets_of_one_write_are_one_change() {
    let store = Store::default();
    let (a, b) = (Atom::new("a", 0), Atom::new("b", 0));
    let (to_a, to_b) = (a.clone(), b.clone());
    let both = WritableDerived::new(
        "both",
        |_| Ok(0),
        move |store, value| {
            store.set(&to_a, value);
            store.set(&to_b, value);
        },
    );
    let log = Log::default();
    let _guard = log.listen(&store, &sum(&a, &b));
    store.set(&both, 2);
    assert_eq!(log.take(), ["sum 4"]);
}

#[test]
fn writes_within_writes_are_one_change() {
    let (store, atom) = (Store::default(), number(0));
    let to = atom.clone();
    let inner = WritableDerived::new("inner", |_| Ok(0), move |store, value| store.set(&to, value));
    let (to, through) = (atom.clone(), inner);
    let outer = WritableDerived::new(
        "outer",
        |_| Ok(0),
        move |store, value| {
            store.set(&through, value);
            store.set(&to, value + 1);
        },
    );
    let log = Log::default();
    let _guard = log.listen(&store, &atom);
    store.set(&outer, 5);
    assert_eq!(log.take(), ["number 6"]);
}

#[test]
fn all_dependents_have_settled_when_the_first_listener_runs() {
    let (store, atom) = (Store::default(), number(1));
    let (near, far) = (plus(&atom, 10), plus(&plus(&atom, 1), 100));
    let log = Log::default();
    let (inside, seen) = ((store.clone(), near.clone(), far.clone()), log.clone());
    let _first = store.sub(&atom, move || {
        seen.write(format!("{} {}", inside.0.get(&inside.1), inside.0.get(&inside.2)));
    });
    let (_near, _far) = (count(&store, &near), count(&store, &far));
    store.set(&atom, 2);
    assert_eq!(log.take(), ["12 103"]);
}

#[test]
fn all_dependents_are_computed_together_before_any_listener() {
    let (store, atom) = (Store::default(), number(1));
    let log = Log::default();
    let make = |label: &'static str| {
        let (log, atom) = (log.clone(), atom.clone());
        Derived::new(label, move |reader| {
            log.write(label);
            reader.get(&atom)
        })
    };
    let (a, b) = (make("a"), make("b"));
    let listen = |label: &'static str, derived: &Derived<i32>| {
        let log = log.clone();
        store.sub(derived, move || log.write(format!("heard {label}")))
    };
    let _guards = (listen("a", &a), listen("b", &b));
    log.take();
    store.set(&atom, 2);
    assert_eq!(log.take(), ["a", "b", "heard a", "heard b"]);
}

#[test]
fn a_listener_that_sets_makes_another_round() {
    let store = Store::default();
    let (a, b) = (Atom::new("a", 0), Atom::new("b", 0));
    let log = Log::default();
    let _b = log.listen(&store, &b);
    let (inside, from, to, seen) = (store.clone(), a.clone(), b.clone(), log.clone());
    let _a = store.sub(&a, move || {
        seen.write("a first");
        inside.set(&to, inside.get(&from));
        seen.write("a done");
    });
    store.set(&a, 3);
    assert_eq!(log.take(), ["a first", "a done", "b 3"]);
}

#[test]
fn a_listener_that_sets_its_own_atom_comes_to_rest() {
    let (store, atom) = (Store::default(), number(0));
    let (inside, to) = (store.clone(), atom.clone());
    let _guard = store.sub(&atom, move || {
        if inside.get(&to) < 5 {
            inside.update(&to, |value| *value += 1);
        }
    });
    store.set(&atom, 1);
    assert_eq!(store.get(&atom), 5);
}

#[test]
fn a_listener_may_subscribe() {
    let (store, atom) = (Store::default(), number(0));
    let held: Rc<RefCell<Vec<Subscription>>> = Rc::default();
    let (late, counter) = (Rc::new(Cell::new(0)), Rc::clone(&held));
    let (inside, other, heard) = (store.clone(), atom.clone(), Rc::clone(&late));
    let _guard = store.sub(&atom, move || {
        let heard = Rc::clone(&heard);
        let sub = inside.sub(&other, move || heard.set(heard.get() + 1));
        counter.borrow_mut().push(sub);
    });
    store.set(&atom, 1);
    assert_eq!((late.get(), held.borrow().len()), (0, 1));
    store.set(&atom, 2);
    assert_eq!((late.get(), held.borrow().len()), (1, 2));
    held.borrow_mut().clear();
}

#[test]
fn a_listener_may_drop_itself() {
    let (store, atom) = (Store::default(), number(0));
    let own: Rc<RefCell<Option<Subscription>>> = Rc::default();
    let (slot, heard) = (Rc::clone(&own), Rc::new(Cell::new(0)));
    let counter = Rc::clone(&heard);
    *own.borrow_mut() = Some(store.sub(&atom, move || {
        counter.set(counter.get() + 1);
        drop(slot.borrow_mut().take());
    }));
    store.set(&atom, 1);
    store.set(&atom, 2);
    assert_eq!((heard.get(), store.statistics().mounted), (1, 0));
}

#[test]
fn listeners_run_in_the_order_in_which_they_came() {
    let (store, atom) = (Store::default(), number(0));
    let log = Log::default();
    let guards: Vec<_> = (0..3)
        .map(|at| {
            let log = log.clone();
            store.sub(&atom, move || log.write(at.to_string()))
        })
        .collect();
    store.set(&atom, 1);
    assert_eq!(log.take(), ["0", "1", "2"]);
    drop(guards);
}
