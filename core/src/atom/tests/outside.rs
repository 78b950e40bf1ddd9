//! Atoms beyond one page: other tabs, databases, storage, and defaults.

use super::harness::{Log, count, number, plus};
use crate::atom::{
    Atom, Keeper, KeeperOptions, Overridable, PersistedOptions, Sharing, Store, persisted,
};
use crate::platform::{
    Channels, DatabaseErrorKind, Disk, KeyValue, LocalSpawn, MemoryChannels, MemoryDatabase,
    MemoryStorage, SeededRandom,
};
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
    tabs.iter().for_each(|tab| tab.sharing.share(&atom));
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

struct Disked {
    disk: Disk,
    spawn: LocalSpawn,
}

impl Disked {
    fn new() -> Self {
        Self { disk: Disk::default(), spawn: LocalSpawn::default() }
    }

    fn open(&self, store: &Store) -> Keeper {
        Keeper::new(
            store,
            KeeperOptions {
                database: Rc::new(MemoryDatabase::on(&self.disk)),
                object_store: "atoms",
                spawn: Rc::new(self.spawn.clone()),
            },
        )
    }
}

fn draft(keeper: &Keeper) -> Atom<String> {
    keeper.keep(PersistedOptions {
        key: "draft".into(),
        version: 2,
        default: String::new(),
        migrate: |version, value| (version == 1).then(|| format!("old {value}")),
    })
}

#[test]
fn a_kept_atom_comes_back_from_the_database() {
    let disked = Disked::new();
    let store = Store::default();
    let keeper = disked.open(&store);
    let atom = draft(&keeper);
    disked.spawn.run_until_stalled();
    store.set(&atom, "hello".to_owned());
    disked.spawn.run_until_stalled();
    assert!(keeper.is_idle());
    let next = Store::default();
    let keeper = disked.open(&next);
    let atom = draft(&keeper);
    assert_eq!(next.get(&atom), "");
    let (_guard, heard) = count(&next, &atom);
    disked.spawn.run_until_stalled();
    assert_eq!((next.get(&atom), heard.get()), ("hello".to_owned(), 1));
}

#[test]
fn what_is_set_before_the_database_answers_wins() {
    let disked = Disked::new();
    let store = Store::default();
    let keeper = disked.open(&store);
    let atom = draft(&keeper);
    disked.spawn.run_until_stalled();
    store.set(&atom, "old".to_owned());
    disked.spawn.run_until_stalled();
    let next = Store::default();
    let keeper = disked.open(&next);
    let atom = draft(&keeper);
    next.set(&atom, "new".to_owned());
    disked.spawn.run_until_stalled();
    assert_eq!((next.get(&atom), keeper.is_idle()), ("new".to_owned(), true));
}

#[test]
fn what_is_restored_is_not_written_back() {
    let disked = Disked::new();
    let store = Store::default();
    let keeper = disked.open(&store);
    let atom = draft(&keeper);
    disked.spawn.run_until_stalled();
    store.set(&atom, "x".to_owned());
    disked.spawn.run_until_stalled();
    let (next, before) = (Store::default(), disked.disk.operations());
    let keeper = disked.open(&next);
    let atom = draft(&keeper);
    disked.spawn.run_until_stalled();
    assert_eq!((next.get(&atom).as_str(), disked.disk.operations()), ("x", before + 1));
}

#[test]
fn changes_while_a_write_is_under_way_are_one_more_write() {
    let disked = Disked::new();
    let store = Store::default();
    let keeper = disked.open(&store);
    let atom = draft(&keeper);
    disked.spawn.run_until_stalled();
    let before = disked.disk.operations();
    for text in ["a", "b", "c", "d"] {
        store.set(&atom, text.to_owned());
    }
    disked.spawn.run_until_stalled();
    assert_eq!((disked.disk.operations() - before, keeper.is_idle()), (2, true));
}

#[test]
fn another_version_is_migrated() {
    let disked = Disked::new();
    let store = Store::default();
    let keeper = disked.open(&store);
    let old = keeper.keep(PersistedOptions {
        key: "draft".into(),
        version: 1,
        default: 0,
        migrate: |_, _| None,
    });
    disked.spawn.run_until_stalled();
    store.set(&old, 7);
    disked.spawn.run_until_stalled();
    let next = Store::default();
    let keeper = disked.open(&next);
    let atom = draft(&keeper);
    disked.spawn.run_until_stalled();
    assert_eq!(next.get(&atom), "old 7");
}

#[test]
fn a_database_that_cannot_be_read_leaves_the_default() {
    let disked = Disked::new();
    disked.disk.fail_always(Some(DatabaseErrorKind::Missing));
    let store = Store::default();
    let keeper = disked.open(&store);
    let atom = draft(&keeper);
    disked.spawn.run_until_stalled();
    assert_eq!((store.get(&atom).as_str(), keeper.failure().unwrap().kind()), ("", DatabaseErrorKind::Missing));
    store.set(&atom, "works".to_owned());
    disked.spawn.run_until_stalled();
    assert_eq!(store.get(&atom), "works");
}

#[test]
fn a_full_database_does_not_stop_later_writes() {
    let disked = Disked::new();
    let store = Store::default();
    let keeper = disked.open(&store);
    let atom = draft(&keeper);
    disked.spawn.run_until_stalled();
    disked.disk.fail_always(Some(DatabaseErrorKind::Full));
    store.set(&atom, "a".to_owned());
    disked.spawn.run_until_stalled();
    disked.disk.fail_always(None);
    store.set(&atom, "b".to_owned());
    disked.spawn.run_until_stalled();
    let next = Store::default();
    let keeper = disked.open(&next);
    let atom = draft(&keeper);
    disked.spawn.run_until_stalled();
    assert_eq!(next.get(&atom), "b");
}

#[test]
fn a_dropped_keeper_writes_no_more() {
    let disked = Disked::new();
    let store = Store::default();
    let keeper = disked.open(&store);
    let atom = draft(&keeper);
    disked.spawn.run_until_stalled();
    let before = disked.disk.operations();
    drop(keeper);
    store.set(&atom, "a".to_owned());
    disked.spawn.run_until_stalled();
    assert_eq!(disked.disk.operations(), before);
}

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

#[test]
fn a_persisted_atom_is_read_once() {
    let storage = Rc::new(MemoryStorage::default());
    storage.set("width", r#"{"version":1,"value":7}"#);
    let store = Store::new(Rc::clone(&storage) as Rc<dyn KeyValue>);
    let width = persisted("width", 1, 100);
    assert_eq!(store.get(&width), 7);
    storage.set("width", r#"{"version":1,"value":8}"#);
    assert_eq!(store.get(&width), 7);
}

#[test]
fn a_persisted_atom_set_through_another_is_kept() {
    let storage = Rc::new(MemoryStorage::default());
    let store = Store::new(Rc::clone(&storage) as Rc<dyn KeyValue>);
    let width = persisted("width", 1, 100);
    let to = width.clone();
    let double = crate::atom::WritableDerived::new(
        "double",
        |_| Ok(0),
        move |store, value: i32| store.set(&to, value * 2),
    );
    store.set(&double, 4);
    assert_eq!(storage.get("width").unwrap(), r#"{"version":1,"value":8}"#);
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
