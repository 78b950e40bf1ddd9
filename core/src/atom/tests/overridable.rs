//! Atoms with a computed default.

use super::harness::{Log, count, number};
use crate::atom::{Atom, Overridable, Store};
use std::rc::Rc;

fn followed() -> (Store, Atom<i32>, Overridable<i32>) {
    let source = number(1);
    let from = source.clone();
    (Store::default(), source, Overridable::new("shown", move |reader| Ok(reader.get(&from)? * 10)))
}

#[test]
fn an_overridable_atom_follows_its_default() {
    let (store, source, shown) = followed();
    let log = Log::default();
    let _guard = log.listen(&store, &shown);
    store.set(&source, 2);
    assert_eq!((log.take(), shown.is_set(&store)), (vec!["shown 20".to_owned()], false));
}

#[test]
fn an_overridable_atom_that_was_set_follows_no_more() {
    let (store, source, shown) = followed();
    store.set(&shown, 5);
    let (_guard, heard) = count(&store, &shown);
    store.set(&source, 2);
    assert_eq!((store.get(&shown), heard.get(), shown.is_set(&store)), (5, 0, true));
    assert_eq!(store.statistics().mounted, 2);
}

#[test]
fn an_overridable_atom_that_was_reset_follows_again() {
    let (store, source, shown) = followed();
    store.set(&shown, 5);
    store.set(&source, 3);
    shown.reset(&store);
    assert_eq!(store.get(&shown), 30);
}

#[test]
fn an_overridable_atom_is_updated_from_what_it_shows() {
    let (store, _source, shown) = followed();
    store.update(&shown, |value| *value += 1);
    assert_eq!(store.get(&shown), 11);
}

#[test]
fn an_overridable_default_is_not_computed_once_it_is_set() {
    let (store, runs) = (Store::default(), Rc::new(std::cell::Cell::new(0)));
    let counter = Rc::clone(&runs);
    let shown = Overridable::new("shown", move |_| {
        counter.set(counter.get() + 1);
        Ok(1)
    });
    store.set(&shown, 5);
    assert_eq!((store.get(&shown), runs.get()), (5, 0));
}
