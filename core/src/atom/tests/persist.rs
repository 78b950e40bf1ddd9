//! Atoms that outlive the page.

use crate::atom::{PersistedOptions, Store, persisted, persisted_with};
use crate::platform::{KeyValue, MemoryStorage};
use std::cell::Cell;
use std::rc::Rc;

fn stored(text: &str) -> Rc<MemoryStorage> {
    let storage = Rc::new(MemoryStorage::default());
    storage.set("theme", text);
    storage
}

fn theme(text: &str) -> String {
    Store::new(stored(text)).get(&persisted("theme", 2, "system".to_owned()))
}

#[test]
fn a_value_is_found_again_by_the_next_store() {
    let storage = Rc::new(MemoryStorage::default());
    let atom = persisted("theme", 2, "system".to_owned());
    Store::new(Rc::clone(&storage) as Rc<dyn KeyValue>).set(&atom, "dark".to_owned());
    assert_eq!(storage.get("theme").unwrap(), r#"{"version":2,"value":"dark"}"#);
    assert_eq!(Store::new(storage).get(&atom), "dark");
}

#[test]
fn what_cannot_be_read_is_the_default() {
    assert_eq!(theme(r#"{"version":2,"value":"dark"}"#), "dark");
    for text in ["", "dark", "{}", r#"{"version":2}"#, r#"{"version":2,"value":7}"#, "[1]", "null"]
    {
        assert_eq!(theme(text), "system", "{text}");
    }
}

#[test]
fn another_version_is_not_read() {
    assert_eq!(theme(r#"{"version":1,"value":"dark"}"#), "system");
    assert_eq!(theme(r#"{"version":3,"value":"dark"}"#), "system");
}

#[test]
fn a_migration_reads_what_another_version_kept() {
    let atom = persisted_with(PersistedOptions {
        key: "theme".into(),
        version: 2,
        default: "system".to_owned(),
        migrate: |version, value| {
            (version == 1).then(|| if value == true { "dark" } else { "light" }.to_owned())
        },
    });
    let migrated = |text| Store::new(stored(text)).get(&atom);
    assert_eq!(migrated(r#"{"version":1,"value":true}"#), "dark");
    assert_eq!(migrated(r#"{"version":0,"value":true}"#), "system");
    assert_eq!(migrated(r#"{"version":2,"value":"light"}"#), "light");
}

#[derive(Debug, Default)]
struct CountedStorage {
    inner: MemoryStorage,
    writes: Cell<usize>,
    is_full: Cell<bool>,
}

impl KeyValue for CountedStorage {
    fn get(&self, key: &str) -> Option<String> {
        self.inner.get(key)
    }

    fn set(&self, key: &str, value: &str) -> bool {
        self.writes.set(self.writes.get() + 1);
        !self.is_full.get() && self.inner.set(key, value)
    }

    fn remove(&self, key: &str) {
        self.inner.remove(key);
    }
}

#[test]
fn a_batch_writes_once_and_an_equal_value_not_at_all() {
    let storage = Rc::new(CountedStorage::default());
    let store = Store::new(Rc::clone(&storage) as Rc<dyn KeyValue>);
    let width = persisted("width", 1, 100);
    assert_eq!((store.get(&width), storage.writes.get()), (100, 0));
    store.batch(|| (0..10).for_each(|step| store.set(&width, step)));
    store.set(&width, 9);
    assert_eq!(storage.writes.get(), 1);
    assert_eq!(storage.get("width").unwrap(), r#"{"version":1,"value":9}"#);
}

#[test]
fn a_full_storage_does_not_stop_the_atom() {
    let storage = Rc::new(CountedStorage::default());
    storage.is_full.set(true);
    let store = Store::new(Rc::clone(&storage) as Rc<dyn KeyValue>);
    let width = persisted("width", 1, 100);
    store.set(&width, 5);
    assert_eq!((store.get(&width), storage.writes.get()), (5, 1));
}

#[test]
fn a_reset_forgets_what_was_kept() {
    let storage = stored(r#"{"version":2,"value":"dark"}"#);
    let store = Store::new(Rc::clone(&storage) as Rc<dyn KeyValue>);
    let atom = persisted("theme", 2, "system".to_owned());
    assert_eq!(store.get(&atom), "dark");
    store.reset(&atom);
    assert_eq!((store.get(&atom), storage.get("theme")), ("system".to_owned(), None));
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
