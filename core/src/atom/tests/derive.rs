//! Reading, setting and deriving.

use crate::atom::{Atom, Derived, Error, ErrorKind, Store, WritableDerived};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Returns a derived atom that counts its runs.
fn counted<T: Clone + PartialEq + 'static>(
    label: &'static str,
    read: impl Fn(&crate::atom::Reader<'_>) -> Result<T, Error> + 'static,
) -> (Derived<T>, Rc<Cell<usize>>) {
    let runs = Rc::new(Cell::new(0));
    let counter = Rc::clone(&runs);
    let derived = Derived::new(label, move |reader| {
        counter.set(counter.get() + 1);
        read(reader)
    });
    (derived, runs)
}

#[test]
fn an_atom_starts_as_its_default_in_every_store() {
    let (one, other) = (Store::default(), Store::default());
    let atom = Atom::new("count", 1);
    one.set(&atom, 2);
    assert_eq!((one.get(&atom), other.get(&atom)), (2, 1));
}

#[test]
fn atoms_with_the_same_label_are_different_and_clones_are_the_same() {
    let store = Store::default();
    let (one, other) = (Atom::new("x", 0), Atom::new("x", 0));
    store.set(&one.clone(), 5);
    assert_eq!((store.get(&one), store.get(&other)), (5, 0));
}

#[test]
fn an_update_sees_the_present_value() {
    let store = Store::default();
    let list = Atom::new("list", vec![1]);
    store.update(&list, |list| list.push(2));
    assert_eq!(store.get(&list), [1, 2]);
}

#[test]
fn a_reset_brings_the_default_back() {
    let store = Store::default();
    let atom = Atom::new("count", 1);
    store.set(&atom, 9);
    store.reset(&atom);
    assert_eq!(store.get(&atom), 1);
}

#[test]
fn an_unread_derived_atom_is_never_computed() {
    let store = Store::default();
    let atom = Atom::new("count", 1);
    let source = atom.clone();
    let (_double, runs) = counted("double", move |reader| Ok(reader.get(&source)? * 2));
    store.set(&atom, 2);
    assert_eq!(runs.get(), 0);
}

#[test]
fn an_unobserved_derived_atom_is_computed_once_per_change_of_what_it_read() {
    let store = Store::default();
    let (atom, other) = (Atom::new("count", 1), Atom::new("other", 1));
    let source = atom.clone();
    let (double, runs) = counted("double", move |reader| Ok(reader.get(&source)? * 2));
    assert_eq!((store.get(&double), store.get(&double)), (2, 2));
    store.set(&other, 2);
    assert_eq!((store.get(&double), runs.get()), (2, 1));
    store.set(&atom, 4);
    assert_eq!((store.get(&double), runs.get()), (8, 2));
}

#[test]
fn an_equal_derived_value_stops_the_recomputation() {
    let store = Store::default();
    let count = Atom::new("count", 1);
    let parity = Derived::map("parity", &count, |count| count % 2);
    let source = parity.clone();
    let (label, runs) = counted("label", move |reader| Ok(reader.get(&source)?.to_string()));
    assert_eq!(store.get(&label), "1");
    store.set(&count, 3);
    assert_eq!((store.get(&label), runs.get()), ("1".to_owned(), 1));
    store.set(&count, 4);
    assert_eq!((store.get(&label), runs.get()), ("0".to_owned(), 2));
}

#[test]
fn dependencies_are_those_of_the_last_run() {
    let store = Store::default();
    let (which, left, right) = (Atom::new("which", true), Atom::new("l", 1), Atom::new("r", 2));
    let atoms = (which.clone(), left.clone(), right.clone());
    let (chosen, runs) = counted("chosen", move |reader| {
        if reader.get(&atoms.0)? { reader.get(&atoms.1) } else { reader.get(&atoms.2) }
    });
    let subscription = store.sub(&chosen, || {});
    store.set(&right, 20);
    assert_eq!((store.get(&chosen), runs.get()), (1, 1));
    store.set(&which, false);
    assert_eq!((store.get(&chosen), runs.get()), (20, 2));
    store.set(&left, 10);
    assert_eq!((store.get(&chosen), runs.get()), (20, 2));
    assert_eq!(store.statistics().mounted, 3);
    drop(subscription);
}

#[test]
fn a_branch_that_is_no_longer_taken_is_not_computed() {
    let store = Store::default();
    let count = Atom::new("count", Some(1));
    let source = count.clone();
    // It would panic for `None`, which its only reader checks before.
    let inner = Derived::new("inner", move |reader| Ok(reader.get(&source)?.expect("a number")));
    let source = count.clone();
    let outer = Derived::new("outer", move |reader| {
        if reader.get(&source)?.is_some() { reader.get(&inner) } else { Ok(0) }
    });
    let _subscription = store.sub(&outer, || {});
    assert_eq!(store.get(&outer), 1);
    store.set(&count, None);
    assert_eq!(store.get(&outer), 0);
}

#[test]
fn a_writable_derived_atom_changes_what_it_is_derived_from() {
    let store = Store::default();
    let celsius = Atom::new("celsius", 0);
    let (from, to) = (celsius.clone(), celsius.clone());
    let fahrenheit = WritableDerived::new(
        "fahrenheit",
        move |reader| Ok(reader.get(&from)? * 9 / 5 + 32),
        move |store, value| store.set(&to, (value - 32) * 5 / 9),
    );
    store.set(&fahrenheit, 212);
    assert_eq!((store.get(&celsius), store.get(&fahrenheit)), (100, 212));
}

#[test]
fn a_cycle_is_an_error_that_names_its_atoms_whoever_is_asked() {
    let store = Store::default();
    let slot: Rc<RefCell<Option<Derived<i32>>>> = Rc::default();
    let back = Rc::clone(&slot);
    let a = Derived::new("a", move |reader| {
        let target = back.borrow().clone().expect("the cycle was closed");
        reader.get(&target)
    });
    let b = Derived::map("b", &a, |value| value + 1);
    let c = Derived::map("c", &b, |value| value + 1);
    *slot.borrow_mut() = Some(c.clone());
    let outside = Derived::map("outside", &b, |value| value);

    let error = store.try_get(&outside).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cycle);
    assert_eq!(error.to_string(), "cycle of atoms: b -> a -> c -> b");
    assert_eq!(store.try_get(&a).unwrap_err().kind(), ErrorKind::Cycle);
    slot.borrow_mut().take();
}

#[test]
fn an_atom_that_reads_itself_is_a_cycle() {
    let store = Store::default();
    let slot: Rc<RefCell<Option<Derived<i32>>>> = Rc::default();
    let back = Rc::clone(&slot);
    let own = Derived::new("own", move |reader| {
        let target = back.borrow().clone().expect("the cycle was closed");
        // Swallowing the error does not make the cycle a value.
        Ok(reader.get(&target).unwrap_or(7))
    });
    *slot.borrow_mut() = Some(own.clone());
    assert_eq!(store.try_get(&own).unwrap_err().atoms(), ["own", "own"]);
    slot.borrow_mut().take();
}

#[test]
fn a_cycle_longer_than_the_native_stack_may_grow_is_found() {
    let store = Store::default();
    let slot: Rc<RefCell<Option<Derived<u32>>>> = Rc::default();
    let back = Rc::clone(&slot);
    let mut last = Derived::new("0", move |reader| {
        let target = back.borrow().clone().expect("the cycle was closed");
        reader.get(&target)
    });
    let first = last.clone();
    for step in 1..1000 {
        last = Derived::map(step.to_string(), &last, |value| value);
    }
    *slot.borrow_mut() = Some(last);
    let error = store.try_get(&first).unwrap_err();
    assert_eq!((error.kind(), error.atoms().len()), (ErrorKind::Cycle, 1001));
    slot.borrow_mut().take();
}

#[test]
fn a_cycle_heals_when_what_closed_it_changes() {
    let store = Store::default();
    let is_closed = Atom::new("is_closed", true);
    let slot: Rc<RefCell<Option<Derived<i32>>>> = Rc::default();
    let (back, switch) = (Rc::clone(&slot), is_closed.clone());
    let a = Derived::new("a", move |reader| {
        let target = back.borrow().clone().expect("the cycle was closed");
        if reader.get(&switch)? { reader.get(&target) } else { Ok(1) }
    });
    let b = Derived::map("b", &a, |value| value + 1);
    *slot.borrow_mut() = Some(b.clone());
    let heard = Rc::new(Cell::new(0));
    let counter = Rc::clone(&heard);
    let subscription = store.sub(&b, move || counter.set(counter.get() + 1));
    assert!(store.try_get(&b).is_err() && store.try_get(&a).is_err());
    store.set(&is_closed, false);
    assert_eq!((store.get(&a), store.get(&b), heard.get()), (1, 2, 1));
    store.set(&is_closed, true);
    assert!(store.try_get(&a).is_err() && store.try_get(&b).is_err());
    drop(subscription);
    assert_eq!(store.statistics().mounted, 0);
    slot.borrow_mut().take();
}

#[test]
#[should_panic(expected = "atom count must not be set while derived is computed")]
fn setting_inside_a_computation_is_refused() {
    let store = Store::default();
    let count = Atom::new("count", 1);
    let (inside, source) = (store.clone(), count.clone());
    let derived = Derived::new("derived", move |reader| {
        inside.set(&source, 2);
        reader.get(&source)
    });
    let _ = store.get(&derived);
}

#[test]
fn a_store_goes_on_after_a_computation_panicked() {
    let store = Store::default();
    let count = Atom::new("count", 0);
    let inverse = Derived::map("inverse", &count, |count| 100 / count);
    let half = Derived::map("half", &inverse, |inverse| inverse / 2);
    let attempt = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| store.get(&half)));
    assert!(attempt.is_err());
    store.set(&count, 10);
    assert_eq!(store.get(&half), 5);
}

#[test]
fn a_cycle_through_one_branch_only_is_met_when_the_branch_is_taken() {
    let store = Store::default();
    let limit = Atom::new("limit", 0);
    let slot: Rc<RefCell<Option<Derived<i32>>>> = Rc::default();
    let (back, from) = (Rc::clone(&slot), limit.clone());
    let down = Derived::new("down", move |reader| {
        if reader.get(&from)? == 0 {
            return Ok(0);
        }
        let target = back.borrow().clone().expect("the cycle was closed");
        reader.get(&target)
    });
    *slot.borrow_mut() = Some(Derived::map("up", &down, |value| value + 1));
    assert_eq!(store.get(&down), 0);
    store.set(&limit, 1);
    assert_eq!(store.try_get(&down).unwrap_err().atoms(), ["down", "up", "down"]);
    store.set(&limit, 0);
    assert_eq!(store.get(&down), 0);
    slot.borrow_mut().take();
}

#[test]
fn what_reads_a_cycle_without_being_part_of_it_may_go_on() {
    let store = Store::default();
    let slot: Rc<RefCell<Option<Derived<i32>>>> = Rc::default();
    let back = Rc::clone(&slot);
    let own = Derived::new("own", move |reader| {
        let target = back.borrow().clone().expect("the cycle was closed");
        reader.get(&target)
    });
    *slot.borrow_mut() = Some(own.clone());
    let lenient = Derived::new("lenient", move |reader| Ok(reader.get(&own).unwrap_or(-1)));
    assert_eq!(store.get(&lenient), -1);
    slot.borrow_mut().take();
}

#[test]
fn a_store_asked_around_the_reader_reports_the_cycle_too() {
    let store = Store::default();
    let slot: Rc<RefCell<Option<Derived<i32>>>> = Rc::default();
    let (back, inside) = (Rc::clone(&slot), store.clone());
    let own = Derived::new("own", move |_| {
        let target = back.borrow().clone().expect("the cycle was closed");
        inside.try_get(&target)
    });
    *slot.borrow_mut() = Some(own.clone());
    assert_eq!(store.try_get(&own).unwrap_err().kind(), ErrorKind::Cycle);
    slot.borrow_mut().take();
}

#[test]
fn only_a_cycle_names_atoms() {
    let error = Error::failed("no");
    assert!(error.atoms().is_empty());
    assert_eq!(format!("{error:?}"), "Error(no)");
}
