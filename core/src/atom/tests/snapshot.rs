//! Snapshots.

use super::harness::{count, number, plus};
use crate::atom::{Atom, Derived, Snapshot, Store};

#[test]
fn a_snapshot_of_an_untouched_store_differs_in_nothing() {
    let (store, atom) = (Store::default(), number(1));
    let _ = store.get(&atom);
    assert!(Snapshot::take(&store).differences(&store).is_empty());
}

#[test]
fn a_snapshot_names_what_differs() {
    let store = Store::default();
    let (a, b) = (Atom::new("a", 1), Atom::new("b", 1));
    let _ = (store.get(&a), store.get(&b));
    let before = Snapshot::take(&store);
    store.set(&b, 2);
    assert_eq!(before.differences(&store), ["b"]);
    store.set(&b, 1);
    assert!(before.differences(&store).is_empty());
}

#[test]
fn a_restored_snapshot_is_heard_once() {
    let store = Store::default();
    let (a, b) = (Atom::new("a", 1), Atom::new("b", 1));
    let (from_a, from_b) = (a.clone(), b.clone());
    let total =
        Derived::new("total", move |reader| Ok(reader.get(&from_a)? + reader.get(&from_b)?));
    let (_guard, heard) = count(&store, &total);
    let before = Snapshot::take(&store);
    store.batch(|| {
        store.set(&a, 2);
        store.set(&b, 5);
    });
    before.restore(&store);
    assert_eq!((store.get(&total), heard.get()), (2, 2));
}

#[test]
fn an_atom_that_came_after_a_snapshot_gets_its_default() {
    let (store, late) = (Store::default(), Atom::new("late", 1));
    let before = Snapshot::take(&store);
    store.set(&late, 9);
    assert_eq!(before.differences(&store), ["late"]);
    before.restore(&store);
    assert_eq!(store.get(&late), 1);
}

#[test]
fn a_snapshot_can_be_put_into_another_store() {
    let (store, other, atom) = (Store::default(), Store::default(), number(1));
    store.set(&atom, 5);
    let _ = other.get(&atom);
    Snapshot::take(&store).restore(&other);
    assert_eq!(other.get(&atom), 5);
}

#[test]
fn a_snapshot_can_be_restored_again_and_again() {
    let (store, atom) = (Store::default(), number(1));
    let _ = store.get(&atom);
    let before = Snapshot::take(&store);
    for value in 2..5 {
        store.set(&atom, value);
        before.restore(&store);
        assert_eq!(store.get(&atom), 1);
    }
}

#[test]
fn a_snapshot_does_not_hold_derived_values() {
    let (store, atom) = (Store::default(), number(1));
    let next = plus(&atom, 1);
    let _ = store.get(&next);
    assert_eq!(format!("{:?}", Snapshot::take(&store)), r#"["number"]"#);
}
