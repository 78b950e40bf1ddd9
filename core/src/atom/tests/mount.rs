//! Atoms that know whether they are observed.

use super::harness::{Log, count, number, plus};
use crate::atom::{Atom, Derived, Readable, Store, Subscription};
use std::cell::RefCell;
use std::rc::Rc;

/// Returns an atom that logs when it is mounted and unmounted.
fn logged(log: &Log, label: &'static str) -> Atom<i32> {
    let log = log.clone();
    Atom::new(label, 0).with_on_mount(move |_| {
        log.write(format!("mount {label}"));
        let log = log.clone();
        Subscription::new(move || log.write(format!("unmount {label}")))
    })
}

#[test]
fn mounting_is_told_once_for_several_listeners() {
    let (store, log) = (Store::default(), Log::default());
    let atom = logged(&log, "a");
    let (one, two) = (count(&store, &atom), count(&store, &atom));
    assert_eq!(log.take(), ["mount a"]);
    drop(one);
    assert!(log.take().is_empty());
    drop(two);
    assert_eq!(log.take(), ["unmount a"]);
}

#[test]
fn mounting_again_is_told_again() {
    let (store, log) = (Store::default(), Log::default());
    let atom = logged(&log, "a");
    for _ in 0..2 {
        drop(count(&store, &atom));
    }
    assert_eq!(log.take(), ["mount a", "unmount a", "mount a", "unmount a"]);
}

#[test]
fn reading_is_no_mounting() {
    let (store, log) = (Store::default(), Log::default());
    let atom = logged(&log, "a");
    let _ = store.get(&plus(&atom, 1));
    assert!(log.take().is_empty());
}

#[test]
fn an_atom_is_mounted_through_what_is_derived_from_it() {
    let (store, log) = (Store::default(), Log::default());
    let atom = logged(&log, "a");
    let far = plus(&plus(&atom, 1), 1);
    let guard = count(&store, &far);
    assert_eq!(log.take(), ["mount a"]);
    drop(guard);
    assert_eq!(log.take(), ["unmount a"]);
}

#[test]
fn an_atom_that_is_no_longer_read_is_unmounted() {
    let (store, log) = (Store::default(), Log::default());
    let (a, b, which) = (logged(&log, "a"), logged(&log, "b"), Atom::new("which", true));
    let atoms = (which.clone(), a.clone(), b.clone());
    let chosen = Derived::new("chosen", move |reader| {
        if reader.get(&atoms.0)? { reader.get(&atoms.1) } else { reader.get(&atoms.2) }
    });
    let guard = count(&store, &chosen);
    assert_eq!(log.take(), ["mount a"]);
    store.set(&which, false);
    let mut lines = log.take();
    lines.sort();
    assert_eq!(lines, ["mount b", "unmount a"]);
    drop(guard);
    assert_eq!(log.take(), ["unmount b"]);
}

#[test]
fn an_atom_that_stays_read_stays_mounted_between_computations() {
    let (store, log) = (Store::default(), Log::default());
    let (a, b) = (logged(&log, "a"), Atom::new("b", 0));
    let (one, two) = (a.clone(), b.clone());
    let total = Derived::new("total", move |reader| {
        // The order turns round, so that every edge is made anew.
        let odd = reader.get(&two)? % 2 == 1;
        Ok(if odd { reader.get(&one)? + 1 } else { reader.get(&one)? })
    });
    let _guard = count(&store, &total);
    log.take();
    (1..4).for_each(|value| store.set(&b, value));
    assert!(log.take().is_empty());
}

#[test]
fn a_mounted_atom_may_set_itself() {
    let store = Store::default();
    let slot: Rc<RefCell<Option<Atom<i32>>>> = Rc::default();
    let own = Rc::clone(&slot);
    let atom = number(0).with_on_mount(move |store| {
        if let Some(atom) = &*own.borrow() {
            store.set(atom, 1);
        }
        Subscription::new(|| {})
    });
    *slot.borrow_mut() = Some(atom.clone());
    let next = plus(&atom, 1);
    let log = Log::default();
    let guard = log.listen(&store, &next);
    assert_eq!((store.get(&next), log.take()), (2, vec!["plus 2".to_owned()]));
    drop(guard);
    slot.borrow_mut().take();
}

#[test]
fn what_unmounting_sets_is_heard() {
    let (store, other) = (Store::default(), Atom::new("other", 0));
    let to = other.clone();
    let atom = number(0).with_on_mount(move |store| {
        let (store, to) = (store.clone(), to.clone());
        Subscription::new(move || store.set(&to, 9))
    });
    let (_guard, heard) = count(&store, &other);
    drop(count(&store, &atom));
    assert_eq!((store.get(&other), heard.get()), (9, 1));
}

#[test]
fn a_mounted_atom_may_subscribe_to_others() {
    let (store, source) = (Store::default(), Atom::new("source", 1));
    let mirror = Atom::new("mirror", 0);
    let (from, to) = (source.clone(), mirror.clone());
    let watched = number(0).with_on_mount(move |store| {
        let (inside, from_inside, to) = (store.clone(), from.clone(), to.clone());
        store.sub(&from, move || inside.set(&to, inside.get(&from_inside)))
    });
    let guard = count(&store, &watched);
    store.set(&source, 5);
    assert_eq!(store.get(&mirror), 5);
    drop(guard);
    store.set(&source, 6);
    assert_eq!((store.get(&mirror), store.statistics().mounted), (5, 0));
}

#[test]
fn mounting_inside_a_batch_is_told_at_its_end() {
    let (store, log) = (Store::default(), Log::default());
    let atom = logged(&log, "a");
    let guard = store.batch(|| {
        let guard = count(&store, &atom);
        assert!(log.take().is_empty());
        guard
    });
    store.batch(|| ());
    assert_eq!(log.take(), ["mount a"]);
    drop(guard);
}

#[test]
fn mounting_and_unmounting_inside_a_batch_is_not_told() {
    let (store, log) = (Store::default(), Log::default());
    let atom = logged(&log, "a");
    store.batch(|| drop(count(&store, &atom)));
    assert!(log.take().is_empty());
}

#[test]
fn a_derived_atom_can_be_told_as_well() {
    let (store, log, atom) = (Store::default(), Log::default(), number(0));
    let seen = log.clone();
    let next = plus(&atom, 1).with_on_mount(move |_| {
        seen.write("mounted");
        let seen = seen.clone();
        Subscription::new(move || seen.write("unmounted"))
    });
    drop(count(&store, &next));
    assert_eq!(log.take(), ["mounted", "unmounted"]);
}

#[test]
fn each_store_mounts_for_itself() {
    let (one, other, log) = (Store::default(), Store::default(), Log::default());
    let atom = logged(&log, "a");
    let guards = (count(&one, &atom), count(&other, &atom));
    assert_eq!(log.take(), ["mount a", "mount a"]);
    drop(guards);
    assert_eq!(log.take(), ["unmount a", "unmount a"]);
}

#[test]
fn the_later_of_two_callbacks_counts() {
    let (store, log) = (Store::default(), Log::default());
    let (one, two) = (log.clone(), log.clone());
    let atom = number(0)
        .with_on_mount(move |_| {
            one.write("one");
            Subscription::new(|| {})
        })
        .with_on_mount(move |_| {
            two.write("two");
            Subscription::new(|| {})
        });
    drop(count(&store, &atom));
    assert_eq!(log.take(), ["two"]);
}

#[test]
fn many_atoms_are_told_each() {
    let (store, log) = (Store::default(), Log::default());
    let atoms: Vec<_> = ["a", "b", "c"].map(|label| logged(&log, label)).into();
    let from = atoms.clone();
    let total = Derived::new("total", move |reader| {
        from.iter().map(|atom| reader.get(atom)).sum::<Result<i32, _>>()
    });
    let guard = count(&store, &total);
    assert_eq!(log.take(), ["mount a", "mount b", "mount c"]);
    drop(guard);
    let mut lines = log.take();
    lines.sort();
    assert_eq!(lines, ["unmount a", "unmount b", "unmount c"]);
}
