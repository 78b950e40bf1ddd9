//! Atoms by key, and that none of them is left behind.

use super::harness::{count, number, plus};
use crate::atom::{Atom, Derived, Family, Readable, Store, TimeToLive, WritableDerived};
use crate::platform::{LocalSpawn, ManualClock};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

fn numbers() -> Family<i32, Atom<i32>> {
    Family::new(|key: &i32| number(*key))
}

#[test]
fn different_keys_have_different_atoms() {
    let (store, family) = (Store::default(), numbers());
    let (one, two) = (family.get(&1), family.get(&2));
    store.set(&one, 10);
    assert_eq!((store.get(&one), store.get(&two)), (10, 2));
}

#[test]
fn the_same_key_has_the_same_atom_while_it_is_held() {
    let (store, family) = (Store::default(), numbers());
    let one = family.get(&1);
    store.set(&one, 10);
    assert_eq!((store.get(&family.get(&1)), family.len()), (10, 1));
}

#[test]
fn an_atom_that_nobody_holds_is_gone_with_its_value() {
    let (store, family) = (Store::default(), numbers());
    store.set(&family.get(&1), 10);
    assert_eq!((family.len(), store.statistics().nodes), (0, 0));
    assert_eq!(store.get(&family.get(&1)), 1);
}

#[test]
fn a_subscription_holds_its_atom() {
    let (store, family) = (Store::default(), numbers());
    let (guard, heard) = count(&store, &family.get(&1));
    store.set(&family.get(&1), 10);
    assert_eq!((family.len(), heard.get()), (1, 1));
    drop(guard);
    assert_eq!((family.len(), store.statistics().nodes), (0, 0));
}

#[test]
fn what_is_derived_holds_what_it_reads() {
    let (store, family) = (Store::default(), numbers());
    let next = plus(&family.get(&1), 1);
    assert_eq!((store.get(&next), family.keys()), (2, vec![1]));
    drop(next);
    assert!(family.is_empty());
}

#[test]
fn a_hundred_thousand_keys_leave_nothing() {
    let (store, family) = (Store::default(), numbers());
    for key in 0..100_000 {
        store.set(&family.get(&key), key + 1);
    }
    assert_eq!((family.len(), store.statistics().nodes), (0, 0));
}

#[test]
fn keys_come_in_their_order() {
    let family = numbers();
    let held: Vec<_> = [3, 1, 2].iter().map(|key| family.get(key)).collect();
    assert_eq!(family.keys(), [1, 2, 3]);
    drop(held);
    assert!(family.keys().is_empty());
}

#[test]
fn keys_may_be_structures() {
    let family = Family::new(|(list, id): &(String, u32)| Atom::new("row", format!("{list} {id}")));
    let (key, store) = (("posts".to_owned(), 7), Store::default());
    let row = family.get(&key);
    assert_eq!((store.get(&row), family.len()), ("posts 7".to_owned(), 1));
}

#[test]
fn a_family_of_derived_atoms_shares_computations() {
    let (store, source, runs) = (Store::default(), number(1), Rc::new(Cell::new(0)));
    let (from, counter) = (source.clone(), Rc::clone(&runs));
    let family = Family::new(move |by: &i32| {
        let (from, counter, by) = (from.clone(), Rc::clone(&counter), *by);
        Derived::new("plus", move |reader| {
            counter.set(counter.get() + 1);
            Ok(reader.get(&from)? + by)
        })
    });
    let (one, same) = (family.get(&1), family.get(&1));
    assert_eq!((store.get(&one), store.get(&same), runs.get()), (2, 2, 1));
}

#[test]
fn a_family_of_writable_atoms_reaches_into_another() {
    let (store, list) = (Store::default(), Atom::new("list", vec![1, 2, 3]));
    let source = list.clone();
    let items = Family::new(move |at: &usize| {
        let (from, to, at) = (source.clone(), source.clone(), *at);
        WritableDerived::new(
            "item",
            move |reader| Ok(reader.get(&from)?.get(at).copied()),
            move |store, value: Option<i32>| {
                store.update(&to, |list| match value {
                    Some(value) => list[at] = value,
                    None => drop(list.remove(at)),
                });
            },
        )
    });
    let (first, third) = (items.get(&0), items.get(&2));
    let (_guard, heard) = count(&store, &first);
    store.set(&third, Some(30));
    assert_eq!((store.get(&list), heard.get()), (vec![1, 2, 30], 0));
    store.set(&first, None);
    assert_eq!((store.get(&first), store.get(&third), heard.get()), (Some(2), None, 1));
}

#[test]
fn families_of_the_same_key_are_apart() {
    let (store, one, other) = (Store::default(), numbers(), numbers());
    let (left, right) = (one.get(&1), other.get(&1));
    store.set(&left, 5);
    assert_eq!(store.get(&right), 1);
}

#[test]
fn clones_of_a_family_are_the_same() {
    let family = numbers();
    let held = family.clone().get(&4);
    assert_eq!(family.keys(), [4]);
    drop(held);
}

#[test]
fn an_atom_outlives_its_family() {
    let (store, family) = (Store::default(), numbers());
    let one = family.get(&1);
    drop(family);
    store.set(&one, 2);
    assert_eq!(store.get(&one), 2);
}

#[test]
fn a_family_may_ask_itself() {
    let slot: Rc<std::cell::OnceCell<Family<u32, Derived<u64>>>> = Rc::default();
    let own = Rc::clone(&slot);
    let fibonacci = Family::new(move |n: &u32| {
        let (own, n) = (Rc::clone(&own), *n);
        Derived::new("fibonacci", move |reader| {
            if n < 2 {
                return Ok(u64::from(n));
            }
            let family = own.get().expect("the family is there");
            Ok(reader.get(&family.get(&(n - 1)))? + reader.get(&family.get(&(n - 2)))?)
        })
    });
    assert!(slot.set(fibonacci.clone()).is_ok());
    assert_eq!(Store::default().get(&fibonacci.get(&15)), 610);
    assert!(fibonacci.is_empty());
}

#[test]
fn the_last_handle_may_be_dropped_by_a_listener() {
    let (store, family) = (Store::default(), numbers());
    let held = Rc::new(Cell::new(Some(family.get(&1))));
    let trigger = number(0);
    let inside = Rc::clone(&held);
    let _guard = store.sub(&trigger, move || drop(inside.take()));
    store.set(&trigger, 1);
    assert!(family.is_empty());
}

struct Kept {
    clock: ManualClock,
    spawn: LocalSpawn,
    family: Family<i32, Atom<i32>>,
}

impl Kept {
    fn new(millis: u64) -> Self {
        let (clock, spawn) = (ManualClock::new(0), LocalSpawn::default());
        let time_to_live = TimeToLive {
            duration: Duration::from_millis(millis),
            clock: Rc::new(clock.clone()),
            spawn: Rc::new(spawn.clone()),
        };
        let family = Family::with_time_to_live(time_to_live, |key| number(*key));
        Self { clock, spawn, family }
    }

    fn pass(&self, millis: u64) {
        self.spawn.run_until_stalled();
        self.clock.advance(Duration::from_millis(millis));
        self.spawn.run_until_stalled();
    }
}

#[test]
fn a_time_to_live_keeps_what_nobody_holds() {
    let (store, kept) = (Store::default(), Kept::new(100));
    store.set(&kept.family.get(&1), 10);
    kept.pass(50);
    assert_eq!(store.get(&kept.family.get(&1)), 10);
}

#[test]
fn a_time_to_live_ends() {
    let (store, kept) = (Store::default(), Kept::new(100));
    store.set(&kept.family.get(&1), 10);
    kept.pass(100);
    assert!(kept.family.is_empty());
    assert_eq!((store.statistics().nodes, store.get(&kept.family.get(&1))), (0, 1));
}

#[test]
fn asking_again_begins_the_time_to_live_anew() {
    let kept = Kept::new(100);
    drop(kept.family.get(&1));
    kept.pass(60);
    drop(kept.family.get(&1));
    kept.pass(60);
    assert_eq!(kept.family.len(), 1);
    kept.pass(100);
    assert_eq!(kept.family.len(), 0);
}

#[test]
fn what_is_held_outlives_its_time_to_live() {
    let kept = Kept::new(100);
    let one = kept.family.get(&1);
    for _ in 0..5 {
        kept.pass(100);
    }
    assert_eq!(kept.family.len(), 1);
    drop(one);
    kept.pass(100);
    kept.pass(100);
    assert!(kept.family.is_empty());
}

#[test]
fn a_family_that_is_dropped_keeps_nothing() {
    let (store, kept) = (Store::default(), Kept::new(100));
    store.set(&kept.family.get(&1), 10);
    let Kept { clock, spawn, family } = kept;
    drop(family);
    assert_eq!(store.statistics().nodes, 0);
    clock.advance(Duration::from_millis(200));
    spawn.run_until_stalled();
}

#[test]
fn labels_may_come_from_the_key() {
    let family = Family::new(|key: &u32| Atom::new(format!("row {key}"), 0));
    assert_eq!(family.get(&7).label(), "row 7");
}
