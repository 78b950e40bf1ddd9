//! What shapes of graphs cost, counted in computations, and what is freed.

use crate::atom::{Atom, Derived, Readable, Store};
use std::cell::Cell;
use std::rc::Rc;

/// Returns a chain of `length` atoms above `source`, and the runs of all.
fn chain(source: &Atom<u64>, length: usize) -> (Vec<Derived<u64>>, Rc<Cell<u64>>) {
    let runs = Rc::new(Cell::new(0));
    let counter = Rc::clone(&runs);
    let from = source.clone();
    let mut links = vec![Derived::new("0", move |reader| {
        counter.set(counter.get() + 1);
        Ok(reader.get(&from)? + 1)
    })];
    while links.len() < length {
        let (from, counter) = (links[links.len() - 1].clone(), Rc::clone(&runs));
        links.push(Derived::new(links.len().to_string(), move |reader| {
            counter.set(counter.get() + 1);
            Ok(reader.get(&from)? + 1)
        }));
    }
    (links, runs)
}

#[test]
fn a_chain_of_a_hundred_thousand_neither_overflows_nor_is_computed_twice() {
    const LENGTH: u64 = 100_000;
    let store = Store::default();
    let source = Atom::new("source", 0);
    let (links, runs) = chain(&source, 100_000);
    let leaf = &links[links.len() - 1];

    assert_eq!(store.get(leaf), LENGTH);
    assert_eq!(store.statistics().recomputations, LENGTH);
    // Every link is put off once, and those at the depth limit once more.
    assert!(runs.get() < LENGTH * 9 / 4, "{} runs", runs.get());

    runs.set(0);
    store.set(&source, 1);
    assert_eq!((store.get(leaf), runs.get()), (LENGTH + 1, LENGTH));

    let heard = Rc::new(Cell::new(0));
    let counter = Rc::clone(&heard);
    let subscription = store.sub(leaf, move || counter.set(counter.get() + 1));
    assert_eq!(store.statistics().mounted, 100_001);
    runs.set(0);
    store.set(&source, 2);
    assert_eq!((heard.get(), runs.get()), (1, LENGTH));

    drop(subscription);
    assert_eq!(store.statistics().mounted, 0);
    drop(links);
    assert_eq!(store.statistics().nodes, 1);
}

#[test]
fn a_chain_can_be_dropped_from_its_end() {
    let store = Store::default();
    let source = Atom::new("source", 0);
    let (mut links, _) = chain(&source, 100_000);
    let leaf = links.pop().unwrap();
    drop(links);
    assert_eq!(store.get(&leaf), 100_000);
    drop(leaf);
    assert_eq!(store.statistics().nodes, 1);
}

#[test]
fn subscribing_to_every_link_of_a_chain_computes_each_once() {
    let store = Store::default();
    let source = Atom::new("source", 0);
    let (links, runs) = chain(&source, 1000);
    let heard = Rc::new(Cell::new(0));
    let subscriptions: Vec<_> = links
        .iter()
        .map(|link| {
            let counter = Rc::clone(&heard);
            store.sub(link, move || counter.set(counter.get() + 1))
        })
        .collect();
    runs.set(0);
    store.set(&source, 1);
    assert_eq!((runs.get(), heard.get()), (1000, 1000));
    drop(subscriptions);
    assert_eq!(store.statistics().mounted, 0);
}

#[test]
fn the_tip_of_a_diamond_is_computed_once_and_never_sees_a_mix() {
    let store = Store::default();
    let source = Atom::new("source", 1);
    let sides: Vec<_> =
        (0..100).map(|side| Derived::map("side", &source, move |source| source * side)).collect();
    let runs = Rc::new(Cell::new(0));
    let (counter, from) = (Rc::clone(&runs), sides.clone());
    let tip = Derived::new("tip", move |reader| {
        counter.set(counter.get() + 1);
        let values: Result<Vec<i32>, _> = from.iter().map(|side| reader.get(side)).collect();
        let values = values?;
        assert!(
            values
                .iter()
                .enumerate()
                .all(|(at, value)| i32::try_from(at).unwrap() * values[1] == *value)
        );
        Ok(values.iter().sum::<i32>())
    });
    let _subscription = store.sub(&tip, || {});
    assert_eq!((store.get(&tip), runs.get()), (4950, 1));
    store.set(&source, 2);
    assert_eq!((store.get(&tip), runs.get()), (9900, 2));
}

fn ladder(depth: usize) -> u64 {
    let store = Store::default();
    let source = Atom::new("source", 1_u64);
    let mut rungs = {
        let rung = || Derived::map("rung", &source, |value| value);
        (rung(), rung())
    };
    for _ in 1..depth {
        let rung = |offset: u64| {
            let (left, right) = rungs.clone();
            Derived::new("rung", move |reader| {
                Ok((reader.get(&left)? + reader.get(&right)? + offset) % 1_000_003)
            })
        };
        rungs = (rung(0), rung(1));
    }
    let _left = store.sub(&rungs.0, || {});
    let _right = store.sub(&rungs.1, || {});
    let before = store.statistics().recomputations;
    store.set(&source, 2);
    store.statistics().recomputations - before
}

#[test]
fn a_ladder_costs_two_computations_per_rung_although_its_paths_double() {
    assert_eq!((ladder(12), ladder(24), ladder(200)), (24, 48, 400));
}

#[test]
fn a_wide_fan_is_mounted_and_unmounted_one_by_one() {
    let store = Store::default();
    let source = Atom::new("source", 0);
    let mut subscriptions: Vec<_> = (0..20_000)
        .map(|_| store.sub(&Derived::map("leaf", &source, |value| value), || {}))
        .collect();
    assert_eq!(store.statistics().mounted, 20_001);
    while subscriptions.len() > 1 {
        drop(subscriptions.swap_remove(subscriptions.len() / 2));
    }
    assert_eq!(store.statistics().mounted, 2);
    store.set(&source, 1);
    drop(subscriptions);
    assert_eq!((store.statistics().mounted, store.statistics().nodes), (0, 1));
}

#[test]
fn a_first_read_of_a_wide_and_deep_graph_ends() {
    let store = Store::default();
    let source = Atom::new("source", 0);
    let branches: Vec<_> = (0..50).map(|_| chain(&source, 100).0.pop().unwrap()).collect();
    let sum = Derived::new("sum", move |reader| {
        branches.iter().map(|branch| reader.get(branch)).sum::<Result<u64, _>>()
    });
    assert_eq!(store.get(&sum), 5000);
    store.set(&source, 1);
    let before = store.statistics().recomputations;
    assert_eq!((store.get(&sum), store.statistics().recomputations - before), (5050, 5001));
}

#[test]
fn state_is_freed_with_the_last_handle() {
    let store = Store::default();
    let value = Rc::new(());
    let atom = Atom::new("atom", Rc::clone(&value));
    let derived = Derived::map("derived", &atom, |value| value);
    let _ = store.get(&derived);
    assert_eq!(store.statistics().nodes, 2);
    drop(atom);
    assert_eq!(store.statistics().nodes, 2, "the derived atom still reads it");
    drop(derived);
    assert_eq!((store.statistics().nodes, Rc::strong_count(&value)), (0, 1));
}

#[test]
fn a_subscription_keeps_its_atom_alive() {
    let store = Store::default();
    let atom = Atom::new("atom", 1);
    let subscription = store.sub(&Derived::map("derived", &atom, |value| value), || {});
    assert_eq!(store.statistics().nodes, 2);
    drop(subscription);
    assert_eq!(store.statistics().nodes, 1);
}

#[test]
fn a_place_in_the_graph_is_reused_without_confusion() {
    let store = Store::default();
    let kept = Atom::new("kept", 1);
    for round in 0..100 {
        let short = Atom::new("short", round);
        let (left, right) = (kept.clone(), short.clone());
        let sum = Derived::new("sum", move |reader| Ok(reader.get(&left)? + reader.get(&right)?));
        let _subscription = store.sub(&sum, || {});
        store.set(&short, round + 1);
        assert_eq!((store.get(&sum), sum.label()), (round + 2, "sum"));
    }
    assert_eq!((store.statistics().nodes, store.statistics().mounted), (1, 0));
}

#[test]
fn an_atom_made_inside_a_computation_is_freed_after_it() {
    let store = Store::default();
    let source = Atom::new("source", 1);
    let from = source.clone();
    let derived = Derived::new("derived", move |reader| {
        let short = Derived::map("short", &from, |value| value * 10);
        reader.get(&short)
    });
    assert_eq!(store.get(&derived), 10);
    assert_eq!(store.statistics().nodes, 2);
    store.set(&source, 2);
    assert_eq!(store.get(&derived), 20);
}
