//! Read functions that fail or panic, and listeners that do.

use super::harness::{count, counted, number, plus};
use crate::atom::{Atom, Derived, Error, ErrorKind, Store};
use std::panic::{AssertUnwindSafe, catch_unwind};

#[test]
fn a_failure_is_kept_and_told_once() {
    let (store, atom) = (Store::default(), number(0));
    let from = atom.clone();
    let (inverse, runs) = counted("inverse", move |reader| {
        100_i32.checked_div(reader.get(&from)?).ok_or_else(|| Error::failed("by zero"))
    });
    let (_guard, heard) = count(&store, &inverse);
    for _ in 0..3 {
        let error = store.try_get(&inverse).unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Failed, "by zero"));
    }
    store.set(&atom, 5);
    assert_eq!((store.get(&inverse), runs.get(), heard.get()), (20, 2, 1));
}

#[test]
fn an_equal_failure_is_no_news() {
    let (store, atom) = (Store::default(), number(0));
    let from = atom.clone();
    let broken: Derived<i32> = Derived::new("broken", move |reader| {
        reader.get(&from)?;
        Err(Error::failed("always"))
    });
    let (_guard, heard) = count(&store, &broken);
    store.set(&atom, 1);
    assert_eq!(heard.get(), 0);
}

#[test]
fn a_failure_reaches_what_is_derived_unless_it_is_caught() {
    let (store, atom) = (Store::default(), number(0));
    let from = atom.clone();
    let inverse = Derived::new("inverse", move |reader| {
        100_i32.checked_div(reader.get(&from)?).ok_or_else(|| Error::failed("by zero"))
    });
    let (strict, source) = (plus(&inverse, 1), inverse.clone());
    let lenient = Derived::new("lenient", move |reader| Ok(reader.get(&source).unwrap_or(-1)));
    assert!(store.try_get(&strict).is_err());
    assert_eq!(store.get(&lenient), -1);
    store.set(&atom, 10);
    assert_eq!((store.get(&strict), store.get(&lenient)), (11, 10));
}

#[test]
#[should_panic(expected = "no value today")]
fn getting_a_failed_atom_panics_with_its_words() {
    let broken: Derived<i32> = Derived::new("broken", |_| Err(Error::failed("no value today")));
    let _ = Store::default().get(&broken);
}

#[test]
fn other_listeners_hear_of_the_next_change_after_one_panicked() {
    let (store, atom) = (Store::default(), number(0));
    let inside = (store.clone(), atom.clone());
    let _bad = store.sub(&atom, move || assert!(inside.0.get(&inside.1) != 1, "one"));
    let (_good, heard) = count(&store, &atom);
    assert!(catch_unwind(AssertUnwindSafe(|| store.set(&atom, 1))).is_err());
    store.set(&atom, 2);
    assert!(heard.get() >= 1);
    assert_eq!(store.get(&atom), 2);
}

#[test]
fn a_batch_that_panics_ends() {
    let (store, atom) = (Store::default(), number(0));
    let (_guard, heard) = count(&store, &atom);
    let attempt = catch_unwind(AssertUnwindSafe(|| {
        store.batch(|| {
            store.set(&atom, 1);
            panic!("inside");
        })
    }));
    assert!(attempt.is_err());
    store.set(&atom, 2);
    assert_eq!(heard.get(), 1);
}

#[test]
fn a_panic_in_a_read_function_leaves_the_old_value_outdated() {
    let (store, atom) = (Store::default(), number(1));
    let from = atom.clone();
    let other = Atom::new("other", 1);
    let second = other.clone();
    let fragile = Derived::new("fragile", move |reader| {
        let value = reader.get(&from)?;
        assert!(value != 2, "two");
        Ok(value + reader.get(&second)?)
    });
    assert_eq!(store.get(&fragile), 2);
    store.set(&atom, 2);
    assert!(catch_unwind(AssertUnwindSafe(|| store.get(&fragile))).is_err());
    assert!(catch_unwind(AssertUnwindSafe(|| store.get(&fragile))).is_err());
    store.set(&atom, 3);
    assert_eq!(store.get(&fragile), 4);
}
