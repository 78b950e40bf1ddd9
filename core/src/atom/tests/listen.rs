//! Who is told, when, and how often.

use crate::atom::{Atom, Derived, Readable, Store, Subscription};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

fn count<R: Readable>(store: &Store, atom: &R) -> (Subscription, Rc<Cell<usize>>) {
    let heard = Rc::new(Cell::new(0));
    let counter = Rc::clone(&heard);
    (store.sub(atom, move || counter.set(counter.get() + 1)), heard)
}

#[test]
fn a_listener_hears_of_each_change_until_its_guard_is_dropped() {
    let store = Store::default();
    let atom = Atom::new("atom", 0);
    let (subscription, heard) = count(&store, &atom);
    store.set(&atom, 1);
    store.set(&atom, 2);
    drop(subscription);
    store.set(&atom, 3);
    assert_eq!(heard.get(), 2);
}

#[test]
fn an_equal_value_is_no_change() {
    let store = Store::default();
    let atom = Atom::new("atom", "a".to_owned());
    let (_subscription, heard) = count(&store, &atom);
    store.set(&atom, "a".to_owned());
    assert_eq!(heard.get(), 0);
}

#[test]
fn a_listener_of_a_derived_atom_hears_only_of_its_own_changes() {
    let store = Store::default();
    let atom = Atom::new("atom", 1);
    let is_even = Derived::map("is_even", &atom, |value| value % 2 == 0);
    let (_subscription, heard) = count(&store, &is_even);
    store.set(&atom, 3);
    assert_eq!(heard.get(), 0);
    store.set(&atom, 4);
    assert_eq!(heard.get(), 1);
}

#[test]
fn a_batch_is_heard_of_once_but_read_at_once() {
    let store = Store::default();
    let (a, b) = (Atom::new("a", 1), Atom::new("b", 2));
    let (left, right) = (a.clone(), b.clone());
    let sum = Derived::new("sum", move |reader| Ok(reader.get(&left)? + reader.get(&right)?));
    let (_subscription, heard) = count(&store, &sum);
    store.batch(|| {
        store.set(&a, 10);
        assert_eq!(store.get(&sum), 12);
        store.batch(|| store.set(&b, 20));
        assert_eq!((store.get(&sum), heard.get()), (30, 0));
    });
    assert_eq!(heard.get(), 1);
}

#[test]
fn a_batch_that_ends_where_it_began_is_heard_of_for_the_atom_but_not_beyond() {
    let store = Store::default();
    let atom = Atom::new("atom", 1);
    let double = Derived::map("double", &atom, |value| value * 2);
    let (_subscription, heard) = count(&store, &double);
    store.batch(|| {
        store.set(&atom, 5);
        store.set(&atom, 1);
    });
    assert_eq!(heard.get(), 0);
}

#[test]
fn all_values_have_settled_when_the_first_listener_runs() {
    let store = Store::default();
    let atom = Atom::new("atom", 1);
    let double = Derived::map("double", &atom, |value| value * 2);
    let seen = Rc::new(RefCell::new(Vec::new()));
    let watch = |name: &'static str| {
        let (store, seen) = (store.clone(), Rc::clone(&seen));
        let (atom, double) = (atom.clone(), double.clone());
        move || seen.borrow_mut().push((name, store.get(&atom), store.get(&double)))
    };
    let _one = store.sub(&atom, watch("atom"));
    let _two = store.sub(&double, watch("double"));
    store.set(&atom, 5);
    assert_eq!(*seen.borrow(), [("atom", 5, 10), ("double", 5, 10)]);
}

#[test]
fn a_listener_may_set_atoms_and_the_flush_goes_on_until_it_is_quiet() {
    let store = Store::default();
    let (celsius, text) = (Atom::new("celsius", 0), Atom::new("text", String::new()));
    let _mirror = store.sub(&celsius, {
        let (store, celsius, text) = (store.clone(), celsius.clone(), text.clone());
        move || store.set(&text, format!("{} C", store.get(&celsius)))
    });
    let (_subscription, heard) = count(&store, &text);
    store.set(&celsius, 21);
    assert_eq!((store.get(&text), heard.get()), ("21 C".to_owned(), 1));
}

#[test]
fn a_listener_dropped_by_an_earlier_one_is_not_called() {
    let store = Store::default();
    let atom = Atom::new("atom", 0);
    let second: Rc<RefCell<Option<Subscription>>> = Rc::default();
    let victim = Rc::clone(&second);
    let _first = store.sub(&atom, move || drop(victim.borrow_mut().take()));
    let (subscription, heard) = count(&store, &atom);
    *second.borrow_mut() = Some(subscription);
    store.set(&atom, 1);
    assert_eq!(heard.get(), 0);
}

#[test]
fn a_listener_that_comes_during_a_batch_hears_only_of_what_follows() {
    let store = Store::default();
    let atom = Atom::new("atom", 0);
    let (_early, early) = count(&store, &atom);
    let (_late, late) = store.batch(|| {
        store.set(&atom, 1);
        count(&store, &atom)
    });
    assert_eq!((early.get(), late.get()), (1, 0));
    store.set(&atom, 2);
    assert_eq!((early.get(), late.get()), (2, 1));
}

#[test]
fn each_of_several_listeners_hears_of_a_change_once() {
    let store = Store::default();
    let atom = Atom::new("atom", 0);
    let heard: Vec<_> = (0..3).map(|_| count(&store, &atom)).collect();
    store.set(&atom, 1);
    assert!(heard.iter().all(|(_, heard)| heard.get() == 1));
}

#[test]
fn a_subscription_mounts_what_the_atom_is_derived_from_and_nothing_else() {
    let store = Store::default();
    let (a, b) = (Atom::new("a", 1), Atom::new("b", 1));
    let double = Derived::map("double", &a, |value| value * 2);
    let other = Derived::map("other", &b, |value| value * 2);
    let _ = (store.get(&double), store.get(&other));
    let (subscription, _) = count(&store, &double);
    assert_eq!(store.statistics().mounted, 2);
    drop(subscription);
    assert_eq!(store.statistics().mounted, 0);
}

#[test]
fn an_atom_unmounted_while_outdated_is_computed_when_it_is_read() {
    let store = Store::default();
    let atom = Atom::new("atom", 1);
    let double = Derived::map("double", &atom, |value| value * 2);
    let (subscription, heard) = count(&store, &double);
    store.batch(|| {
        store.set(&atom, 2);
        drop(subscription);
    });
    assert_eq!((store.get(&double), heard.get()), (4, 0));
}

#[test]
fn an_atom_unmounted_while_current_is_not_computed_again() {
    let store = Store::default();
    let (atom, other) = (Atom::new("atom", 1), Atom::new("other", 1));
    let double = Derived::map("double", &atom, |value| value * 2);
    let (subscription, _) = count(&store, &double);
    store.set(&other, 2);
    drop(subscription);
    let before = store.statistics().recomputations;
    assert_eq!(store.get(&double), 2);
    assert_eq!(store.statistics().recomputations, before);
}

#[test]
#[should_panic(expected = "listeners of atoms keep setting atoms")]
fn listeners_that_never_come_to_rest_are_stopped() {
    let store = Store::default();
    let atom = Atom::new("atom", 0_u64);
    let (inside, source) = (store.clone(), atom.clone());
    let _subscription = store.sub(&atom, move || inside.update(&source, |value| *value += 1));
    store.set(&atom, 1);
}

#[test]
fn a_subscription_outlives_its_store_without_harm() {
    let store = Store::default();
    let atom = Atom::new("atom", 0);
    let (subscription, _) = count(&store, &atom);
    drop(store);
    drop(subscription);
}
