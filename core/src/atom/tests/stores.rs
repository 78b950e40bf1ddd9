//! Dependencies that come and go, atoms within atoms, and several stores.

use super::harness::{Log, count, counted, number, plus};
use crate::atom::{Atom, Derived, Error, Readable, Store};
use std::cell::Cell;
use std::rc::Rc;

#[test]
fn dependencies_that_change_places_do_not_count_as_news() {
    let store = Store::default();
    let (order, a, b) = (Atom::new("order", true), Atom::new("a", 1), Atom::new("b", 2));
    let (first, left, right) = (order.clone(), a.clone(), b.clone());
    let (total, runs) = counted("total", move |reader| {
        let atoms = if reader.get(&first)? { [&left, &right] } else { [&right, &left] };
        Ok(reader.get(atoms[0])? + reader.get(atoms[1])?)
    });
    let (_guard, heard) = count(&store, &total);
    store.set(&order, false);
    assert_eq!((runs.get(), heard.get()), (2, 0));
    store.set(&a, 5);
    assert_eq!((runs.get(), heard.get(), store.get(&total)), (3, 1, 7));
}

#[test]
fn a_dependency_may_come_and_go() {
    let store = Store::default();
    let (deep, a, b) = (Atom::new("deep", false), Atom::new("a", 1), Atom::new("b", 1));
    let (is_deep, one, two) = (deep.clone(), a.clone(), b.clone());
    let (value, runs) = counted("value", move |reader| {
        let first = reader.get(&one)?;
        Ok(if reader.get(&is_deep)? { first + reader.get(&two)? } else { first })
    });
    let (_guard, heard) = count(&store, &value);
    for is_deep in [true, false, true, false] {
        store.set(&deep, is_deep);
        store.update(&b, |b| *b += 1);
    }
    assert_eq!(store.statistics().mounted, 3);
    assert_eq!((store.get(&value), runs.get(), heard.get()), (1, 7, 6));
}

#[test]
fn an_atom_read_many_times_in_one_run_is_one_dependency() {
    let (store, atom) = (Store::default(), number(1));
    let from = atom.clone();
    let (total, runs) = counted("total", move |reader| {
        (0..100).map(|_| reader.get(&from)).sum::<Result<i32, Error>>()
    });
    let (_guard, heard) = count(&store, &total);
    store.set(&atom, 2);
    assert_eq!((store.get(&total), runs.get(), heard.get()), (200, 2, 1));
}

#[derive(Clone)]
struct Held(Atom<i32>);
impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.0.label() == other.0.label()
    }
}

#[test]
fn an_atom_may_hold_atoms() {
    let store = Store::default();
    let (a, b) = (Atom::new("a", 1), Atom::new("b", 2));
    let which = Atom::new("which", Held(a.clone()));
    let from = which.clone();
    let inner = Derived::new("inner", move |reader| {
        let held = reader.get(&from)?;
        reader.get(&held.0)
    });
    let log = Log::default();
    let _guard = log.listen(&store, &inner);
    store.set(&a, 5);
    store.set(&which, Held(b.clone()));
    store.set(&b, 6);
    store.set(&a, 7);
    assert_eq!(log.take(), ["inner 5", "inner 2", "inner 6"]);
}

#[test]
fn an_atom_made_inside_a_read_function_works_while_it_is_held() {
    let (store, atom) = (Store::default(), number(1));
    let from = atom.clone();
    let outer = Derived::new("outer", move |reader| {
        let inner = plus(&from, 1);
        reader.get(&inner)
    });
    let (_guard, heard) = count(&store, &outer);
    assert_eq!(store.get(&outer), 2);
    store.set(&atom, 5);
    // The inner atom is gone; what it was derived from is not seen any more.
    assert!(heard.get() <= 1);
    assert_eq!(store.statistics().nodes, 2);
}

#[test]
fn an_atom_is_initialised_once_per_store_and_only_when_needed() {
    let made = Rc::new(Cell::new(0));
    let counter = Rc::clone(&made);
    let atom = Atom::lazy("lazy", move || {
        counter.set(counter.get() + 1);
        counter.get()
    });
    assert_eq!(made.get(), 0);
    let (one, other) = (Store::default(), Store::default());
    assert_eq!((one.get(&atom), one.get(&atom), other.get(&atom)), (1, 1, 2));
}

#[test]
fn a_lazy_atom_can_be_set_before_it_is_read() {
    let (store, atom) = (Store::default(), Atom::lazy("lazy", || 1));
    store.set(&atom, 5);
    assert_eq!(store.get(&atom), 5);
    store.update(&atom, |value| *value += 1);
    assert_eq!(store.get(&atom), 6);
}

#[test]
fn stores_do_not_hear_of_each_other() {
    let (one, other, atom) = (Store::default(), Store::default(), number(0));
    let next = plus(&atom, 1);
    let (_one, heard_one) = count(&one, &next);
    let (_other, heard_other) = count(&other, &next);
    one.set(&atom, 1);
    assert_eq!((heard_one.get(), heard_other.get()), (1, 0));
    other.set(&atom, 7);
    assert_eq!((one.get(&next), other.get(&next)), (2, 8));
}

#[test]
fn many_stores_may_hold_the_same_atom() {
    let atom = number(0);
    let next = plus(&atom, 1);
    let stores: Vec<_> = (0..5).map(|_| Store::default()).collect();
    for (store, value) in stores.iter().zip(1..) {
        store.set(&atom, value);
    }
    let values: Vec<_> = stores.iter().map(|store| store.get(&next)).collect();
    assert_eq!(values, [2, 3, 4, 5, 6]);
}

#[test]
fn an_atom_goes_on_in_other_stores_when_its_first_is_dropped() {
    let atom = number(0);
    let (first, second) = (Store::default(), Store::default());
    first.set(&atom, 1);
    second.set(&atom, 2);
    drop(first);
    assert_eq!(second.get(&atom), 2);
    let third = Store::default();
    assert_eq!(third.get(&atom), 0);
    third.set(&atom, 3);
    assert_eq!((second.get(&atom), third.get(&atom)), (2, 3));
}

#[test]
fn peeking_makes_no_dependency() {
    let store = Store::default();
    let (seen, peeked) = (Atom::new("seen", 1), Atom::new("peeked", 1));
    let (one, two) = (seen.clone(), peeked.clone());
    let total = Derived::new("total", move |reader| Ok(reader.get(&one)? + reader.peek(&two)?));
    let (_guard, heard) = count(&store, &total);
    store.set(&peeked, 10);
    assert_eq!((heard.get(), store.get(&total)), (0, 2));
    store.set(&seen, 2);
    assert_eq!(store.get(&total), 12);
}

#[test]
fn labels_are_there_for_messages() {
    let atom = number(1);
    assert_eq!(atom.label(), "number");
    assert_eq!(format!("{atom:?}"), r#"Atom("number")"#);
    assert_eq!(format!("{:?}", plus(&atom, 1)), r#"Derived("plus")"#);
}
