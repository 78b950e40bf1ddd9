//! Atoms that outlive the page in a database.

use super::harness::count;
use crate::atom::{Atom, Keeper, KeeperOptions, PersistedOptions, Store};
use crate::platform::{DatabaseErrorKind, Disk, LocalSpawn, MemoryDatabase};
use std::rc::Rc;

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

    /// Opens a store whose draft has been looked for on the disk.
    fn visit(&self) -> (Store, Keeper, Atom<String>) {
        let store = Store::default();
        let keeper = self.open(&store);
        let atom = draft(&keeper);
        self.spawn.run_until_stalled();
        (store, keeper, atom)
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
    let (store, keeper, atom) = disked.visit();
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
    let (store, _keeper, atom) = disked.visit();
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
    let (store, _keeper, atom) = disked.visit();
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
    let (store, keeper, atom) = disked.visit();
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
    let (next, _keeper, atom) = disked.visit();
    assert_eq!(next.get(&atom), "old 7");
}

#[test]
fn a_database_that_cannot_be_read_leaves_the_default() {
    let disked = Disked::new();
    disked.disk.fail_always(Some(DatabaseErrorKind::Missing));
    let (store, keeper, atom) = disked.visit();
    assert_eq!(
        (store.get(&atom).as_str(), keeper.failure().unwrap().kind()),
        ("", DatabaseErrorKind::Missing)
    );
    store.set(&atom, "works".to_owned());
    disked.spawn.run_until_stalled();
    assert_eq!(store.get(&atom), "works");
}

#[test]
fn a_full_database_does_not_stop_later_writes() {
    let disked = Disked::new();
    let (store, _keeper, atom) = disked.visit();
    disked.disk.fail_always(Some(DatabaseErrorKind::Full));
    store.set(&atom, "a".to_owned());
    disked.spawn.run_until_stalled();
    disked.disk.fail_always(None);
    store.set(&atom, "b".to_owned());
    disked.spawn.run_until_stalled();
    let (next, _keeper, atom) = disked.visit();
    assert_eq!(next.get(&atom), "b");
}

#[test]
fn a_dropped_keeper_writes_no_more() {
    let disked = Disked::new();
    let (store, keeper, atom) = disked.visit();
    let before = disked.disk.operations();
    drop(keeper);
    store.set(&atom, "a".to_owned());
    disked.spawn.run_until_stalled();
    assert_eq!(disked.disk.operations(), before);
}
