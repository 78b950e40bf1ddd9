//! Atoms that are the same in all tabs.

use super::harness::{Log, count, number, plus};
use crate::atom::{Atom, Sharing, Store, persisted};
use crate::platform::{Channels, MemoryChannels, SeededRandom};
use std::rc::Rc;

struct Tab {
    store: Store,
    sharing: Sharing,
}

fn tab(channels: &MemoryChannels, seed: u64) -> Tab {
    let store = Store::default();
    let sharing = Sharing::new(&store, channels, "settings", &SeededRandom::new(seed));
    Tab { store, sharing }
}

/// Returns two tabs that share an atom.
fn tabs(atom: &Atom<i32>) -> (MemoryChannels, Tab, Tab) {
    let channels = MemoryChannels::default();
    let (one, other) = (tab(&channels, 1), tab(&channels, 2));
    one.sharing.share(atom);
    other.sharing.share(atom);
    channels.deliver_all();
    (channels, one, other)
}

#[test]
fn a_change_reaches_the_other_tab() {
    let atom = number(0);
    let (channels, one, other) = tabs(&atom);
    one.store.set(&atom, 5);
    channels.deliver_all();
    assert_eq!(other.store.get(&atom), 5);
}

#[test]
fn a_change_has_no_echo() {
    let atom = number(0);
    let (channels, one, other) = tabs(&atom);
    one.store.set(&atom, 5);
    assert_eq!(channels.waiting(), 1);
    assert!(channels.deliver(0));
    assert_eq!((channels.waiting(), other.store.get(&atom)), (0, 5));
}

#[test]
fn a_change_is_heard_in_the_other_tab_once() {
    let atom = number(0);
    let (channels, one, other) = tabs(&atom);
    let (_guard, heard) = count(&other.store, &plus(&atom, 1));
    one.store.set(&atom, 5);
    channels.deliver_all();
    assert_eq!(heard.get(), 1);
}

#[test]
fn a_batch_sends_each_atom_once() {
    let (atom, other_atom) = (number(0), Atom::new("other", 0));
    let (channels, one, _other) = tabs(&atom);
    one.sharing.share(&other_atom);
    channels.deliver_all();
    one.store.batch(|| {
        (1..9).for_each(|value| one.store.set(&atom, value));
        one.store.set(&other_atom, 1);
    });
    assert_eq!(channels.waiting(), 2);
}

#[test]
fn the_later_of_two_changes_wins_everywhere() {
    let atom = number(0);
    let (channels, one, other) = tabs(&atom);
    one.store.set(&atom, 1);
    channels.deliver_all();
    other.store.set(&atom, 2);
    channels.deliver_all();
    assert_eq!((one.store.get(&atom), other.store.get(&atom)), (2, 2));
}

#[test]
fn simultaneous_changes_end_equal() {
    let atom = number(0);
    let (channels, one, other) = tabs(&atom);
    one.store.set(&atom, 1);
    other.store.set(&atom, 2);
    channels.deliver_all();
    assert_eq!(one.store.get(&atom), other.store.get(&atom));
}

#[test]
fn messages_that_overtake_do_not_bring_old_values_back() {
    let atom = number(0);
    let (channels, one, other) = tabs(&atom);
    one.store.set(&atom, 1);
    one.store.set(&atom, 2);
    assert!(channels.deliver(1));
    channels.deliver_all();
    assert_eq!(other.store.get(&atom), 2);
}

#[test]
fn a_repeated_message_changes_nothing() {
    let atom = number(0);
    let (channels, one, other) = tabs(&atom);
    one.store.set(&atom, 1);
    assert!(channels.repeat(0));
    channels.deliver(0);
    other.store.set(&atom, 2);
    channels.deliver_all();
    assert_eq!((one.store.get(&atom), other.store.get(&atom)), (2, 2));
}

#[test]
fn a_tab_that_comes_later_learns_what_the_others_have() {
    let atom = number(0);
    let (channels, one, _other) = tabs(&atom);
    one.store.set(&atom, 7);
    channels.deliver_all();
    let late = tab(&channels, 3);
    late.sharing.share(&atom);
    channels.deliver_all();
    assert_eq!(late.store.get(&atom), 7);
}

#[test]
fn an_atom_that_nobody_changed_is_not_sent() {
    let atom = number(0);
    let (channels, _one, _other) = tabs(&atom);
    let late = tab(&channels, 3);
    late.sharing.share(&atom);
    assert!(channels.deliver(0) && channels.deliver(0));
    assert_eq!(channels.waiting(), 0);
}

#[test]
fn an_unshared_atom_stays_in_its_tab() {
    let (atom, private) = (number(0), Atom::new("private", 0));
    let (channels, one, other) = tabs(&atom);
    one.store.set(&private, 5);
    channels.deliver_all();
    assert_eq!(other.store.get(&private), 0);
}

#[test]
fn labels_join_atoms_of_different_tabs() {
    let channels = MemoryChannels::default();
    let (one, other) = (tab(&channels, 1), tab(&channels, 2));
    let (here, there) = (Atom::new("theme", 1), Atom::new("theme", 1));
    one.sharing.share(&here);
    other.sharing.share(&there);
    one.store.set(&here, 2);
    channels.deliver_all();
    assert_eq!(other.store.get(&there), 2);
}

#[test]
fn a_value_of_another_type_is_ignored() {
    let channels = MemoryChannels::default();
    let (one, other) = (tab(&channels, 1), tab(&channels, 2));
    let (here, there) = (Atom::new("theme", "x".to_owned()), Atom::new("theme", 1));
    one.sharing.share(&here);
    other.sharing.share(&there);
    one.store.set(&here, "dark".to_owned());
    channels.deliver_all();
    assert_eq!(other.store.get(&there), 1);
}

#[test]
fn a_message_that_is_none_is_ignored() {
    let atom = number(0);
    let (channels, one, _other) = tabs(&atom);
    let stranger = channels.join("settings", Rc::new(|_| ()));
    stranger.post(b"\xff{");
    channels.deliver_all();
    assert_eq!(one.store.get(&atom), 0);
}

#[test]
fn a_tab_that_stopped_sharing_neither_sends_nor_hears() {
    let atom = number(0);
    let (channels, one, other) = tabs(&atom);
    drop(one.sharing);
    one.store.set(&atom, 1);
    other.store.set(&atom, 2);
    channels.deliver_all();
    assert_eq!((one.store.get(&atom), other.store.get(&atom)), (1, 2));
}

#[test]
fn what_a_listener_makes_of_a_shared_change_is_sent() {
    let (atom, answer) = (number(0), Atom::new("answer", 0));
    let (channels, one, other) = tabs(&atom);
    one.sharing.share(&answer);
    other.sharing.share(&answer);
    let (inside, from, to) = (other.store.clone(), atom.clone(), answer.clone());
    let _guard = other.store.sub(&atom, move || inside.set(&to, inside.get(&from) * 10));
    one.store.set(&atom, 3);
    channels.deliver_all();
    assert_eq!(one.store.get(&answer), 30);
}

#[test]
fn a_shared_change_is_traced_as_of_another_tab() {
    let atom = number(0);
    let (channels, one, other) = tabs(&atom);
    let log = Log::default();
    let into = log.clone();
    let clock = Rc::new(crate::platform::ManualClock::default());
    let _guard =
        other.store.trace(clock, move |it| into.write(it.cause().unwrap_or("?").to_owned()));
    one.store.set(&atom, 1);
    channels.deliver_all();
    assert_eq!(log.take(), ["another tab"]);
}

/// Sets atoms in three tabs at random, loses nothing but reorders and repeats
/// at will, and returns whether all end equal.
fn converges(seed: u64) -> bool {
    let (random, channels, atom) = (SeededRandom::new(seed), MemoryChannels::default(), number(0));
    let tabs: Vec<_> = (1..=3).map(|at| tab(&channels, seed * 10 + at)).collect();
    for tab in &tabs {
        tab.sharing.share(&atom);
    }
    for step in 1..100 {
        match random.below(4) {
            0 => {
                let store = &tabs[usize::try_from(random.below(3)).unwrap()].store;
                store.set(&atom, step);
            }
            1 => drop(channels.repeat(usize::try_from(random.below(4)).unwrap())),
            _ => drop(channels.deliver(usize::try_from(random.below(4)).unwrap())),
        }
    }
    channels.deliver_all();
    let values: Vec<_> = tabs.iter().map(|tab| tab.store.get(&atom)).collect();
    values.iter().all(|value| *value == values[0])
}

#[test]
fn tabs_converge_whatever_the_order_of_messages() {
    for seed in 0..300 {
        assert!(converges(seed), "seed {seed}");
    }
}

#[test]
fn a_persisted_atom_may_be_shared() {
    let channels = MemoryChannels::default();
    let (one, other) = (tab(&channels, 1), tab(&channels, 2));
    let theme = persisted("theme", 1, "light".to_owned());
    one.sharing.share(&theme);
    other.sharing.share(&theme);
    one.store.set(&theme, "dark".to_owned());
    channels.deliver_all();
    assert_eq!(other.store.get(&theme), "dark");
}
