//! That nothing is left behind.

use super::harness::{Log, count, number, plus, sum};
use crate::atom::{Atom, Derived, Readable, Snapshot, Store, Subscription};
use std::cell::Cell;
use std::rc::Rc;

/// A value that counts how many of it there are.
#[derive(Debug)]
struct Held(Rc<Cell<usize>>);

impl Held {
    fn new(alive: &Rc<Cell<usize>>) -> Self {
        alive.set(alive.get() + 1);
        Self(Rc::clone(alive))
    }
}

impl Clone for Held {
    fn clone(&self) -> Self {
        Self::new(&self.0)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl PartialEq for Held {
    fn eq(&self, _other: &Self) -> bool {
        false
    }
}

#[test]
fn an_atom_is_freed_with_its_last_handle() {
    let (store, alive) = (Store::default(), Rc::new(Cell::new(0)));
    let atom = Atom::new("held", Held::new(&alive));
    let clone = atom.clone();
    let _ = store.get(&atom);
    drop(atom);
    assert!(alive.get() > 0);
    drop(clone);
    assert_eq!((alive.get(), store.statistics().nodes), (0, 0));
}

#[test]
fn a_replaced_value_is_freed_at_once() {
    let (store, alive) = (Store::default(), Rc::new(Cell::new(0)));
    let atom = Atom::new("held", Held::new(&alive));
    for _ in 0..10 {
        store.set(&atom, Held::new(&alive));
    }
    // The default and the present value.
    assert_eq!(alive.get(), 2);
}

#[test]
fn a_recomputed_value_is_freed_at_once() {
    let (store, alive, source) = (Store::default(), Rc::new(Cell::new(0)), number(0));
    let counter = Rc::clone(&alive);
    let derived = Derived::map("held", &source, move |_| Held::new(&counter));
    let _guard = count(&store, &derived);
    (1..10).for_each(|value| store.set(&source, value));
    assert_eq!(alive.get(), 1);
}

#[test]
fn values_are_freed_with_their_store() {
    let (store, alive) = (Store::default(), Rc::new(Cell::new(0)));
    let counter = Rc::clone(&alive);
    let atom = Atom::lazy("held", move || Held::new(&counter));
    let derived = Derived::map("copy", &atom, |held| held);
    let _ = store.get(&derived);
    assert_eq!(alive.get(), 2);
    drop(store);
    assert_eq!(alive.get(), 0);
}

#[test]
fn values_of_a_second_store_are_freed_with_it() {
    let (first, second, alive) = (Store::default(), Store::default(), Rc::new(Cell::new(0)));
    let counter = Rc::clone(&alive);
    let atom = Atom::lazy("held", move || Held::new(&counter));
    let _ = (first.get(&atom), second.get(&atom));
    assert_eq!(alive.get(), 2);
    drop(second);
    assert_eq!(alive.get(), 1);
    drop(first);
    assert_eq!(alive.get(), 0);
}

#[test]
fn an_atom_in_two_stores_is_freed_in_both() {
    let (first, second, atom) = (Store::default(), Store::default(), number(0));
    let _ = (first.get(&atom), second.get(&atom));
    drop(atom);
    assert_eq!((first.statistics().nodes, second.statistics().nodes), (0, 0));
}

#[test]
fn a_long_lived_source_does_not_hold_what_was_derived_from_it() {
    let (store, source) = (Store::default(), number(0));
    for by in 0..1000 {
        let next = plus(&source, by);
        drop(count(&store, &next));
    }
    assert_eq!((store.statistics().nodes, store.statistics().mounted), (1, 0));
}

#[test]
fn a_derived_atom_holds_its_source() {
    let (store, alive) = (Store::default(), Rc::new(Cell::new(0)));
    let counter = Rc::clone(&alive);
    let derived = {
        let source = Atom::lazy("held", move || Held::new(&counter));
        Derived::map("size", &source, |_| 1)
    };
    let _ = store.get(&derived);
    assert_eq!(alive.get(), 1);
    drop(derived);
    assert_eq!((alive.get(), store.statistics().nodes), (0, 0));
}

#[test]
fn a_subscription_holds_its_atom_until_it_is_dropped() {
    let (store, source) = (Store::default(), number(0));
    let (guard, _) = count(&store, &plus(&source, 1));
    assert_eq!(store.statistics().nodes, 2);
    drop(guard);
    assert_eq!(store.statistics().nodes, 1);
}

#[test]
fn a_callback_is_freed_with_its_subscription() {
    let (store, atom, alive) = (Store::default(), number(0), Rc::new(Cell::new(0)));
    let held = Held::new(&alive);
    let guard = store.sub(&atom, move || drop(held.clone()));
    store.set(&atom, 1);
    drop(guard);
    assert_eq!(alive.get(), 0);
}

#[test]
fn a_store_is_freed_although_subscriptions_are_held() {
    let (store, alive) = (Store::default(), Rc::new(Cell::new(0)));
    let counter = Rc::clone(&alive);
    let atom = Atom::lazy("held", move || Held::new(&counter));
    let guard: Subscription = store.sub(&atom, || {});
    drop(store);
    assert_eq!(alive.get(), 0);
    drop(guard);
}

#[test]
fn a_dependency_that_is_no_longer_read_is_freed() {
    let (store, alive) = (Store::default(), Rc::new(Cell::new(0)));
    let counter = Rc::clone(&alive);
    let held = Rc::new(Cell::new(Some(Atom::lazy("held", move || Held::new(&counter)))));
    let (is_needed, inside) = (Atom::new("is_needed", true), Rc::clone(&held));
    let from = is_needed.clone();
    let derived = Derived::new("derived", move |reader| {
        if reader.get(&from)? {
            let atom = inside.take();
            if let Some(atom) = &atom {
                let _ = reader.get(atom)?;
            }
            inside.set(atom);
        }
        Ok(0)
    });
    let _guard = count(&store, &derived);
    store.set(&is_needed, false);
    assert_eq!(store.statistics().mounted, 2);
    drop(held.take());
    assert_eq!((alive.get(), store.statistics().nodes), (0, 2));
}

#[derive(Clone)]
struct Link(#[expect(dead_code, reason = "it is there to be dropped")] Option<Atom<Self>>);
impl PartialEq for Link {
    fn eq(&self, _other: &Self) -> bool {
        false
    }
}

#[test]
fn a_list_of_atoms_in_atoms_is_freed_without_recursion() {
    let store = Store::default();
    let mut last = Atom::new("link", Link(None));
    for _ in 0..100_000 {
        let next = Atom::lazy("link", || Link(None));
        store.set(&next, Link(Some(last)));
        last = next;
    }
    assert!(store.statistics().nodes >= 100_000);
    drop(last);
    assert_eq!(store.statistics().nodes, 0);
}

#[test]
fn a_snapshot_holds_its_atoms_until_it_is_dropped() {
    let (store, atom) = (Store::default(), number(0));
    let _ = store.get(&atom);
    let snapshot = Snapshot::take(&store);
    drop(atom);
    assert_eq!(store.statistics().nodes, 1);
    drop(snapshot);
    assert_eq!(store.statistics().nodes, 0);
}

#[test]
fn places_of_freed_atoms_are_used_again() {
    let store = Store::default();
    let keep = number(1);
    for round in 0..100 {
        let (a, b) = (Atom::new("a", round), Atom::new("b", round));
        let total = sum(&sum(&a, &b), &keep);
        let (_guard, heard) = count(&store, &total);
        store.set(&a, round + 1);
        assert_eq!((store.get(&total), heard.get()), (2 * round + 2, 1));
    }
    assert_eq!(store.statistics().nodes, 1);
}

#[derive(Clone)]
struct Telling(Rc<Subscription>);
impl PartialEq for Telling {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[test]
fn dropping_a_value_may_set_atoms() {
    let (store, log) = (Store::default(), Atom::new("log", 0));
    let (inside, to) = (store.clone(), log.clone());
    let first = Telling(Rc::new(Subscription::new(move || inside.update(&to, |it| *it += 1))));
    let atom = Atom::lazy("telling", || Telling(Rc::new(Subscription::new(|| {}))));
    store.set(&atom, first);
    store.set(&atom, Telling(Rc::new(Subscription::new(|| {}))));
    assert_eq!(store.get(&log), 1);
}

#[test]
fn a_label_is_freed_with_its_atom() {
    let label = Rc::new("a label of its own".to_owned());
    let atom = Atom::new(label.as_str().to_owned(), 0);
    assert_eq!(atom.label(), label.as_str());
    let log = Log::default();
    let store = Store::default();
    drop(log.listen(&store, &atom));
    drop(atom);
    assert_eq!(store.statistics().nodes, 0);
}
