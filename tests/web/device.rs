//! What the browser keeps, and how its tabs talk.

use futures::channel::mpsc;
use futures::{StreamExt, future};
use std::rc::Rc;
use vitrine_core::platform::{
    BrowserChannels, BrowserDatabase, Channels, Clock, Database, DatabaseChange, Durability,
    SystemClock,
};
use wasm_bindgen_test::wasm_bindgen_test;

const STORES: &[&str] = &["rows", "lists"];

fn put(store: &'static str, key: &str, value: &[u8]) -> DatabaseChange {
    DatabaseChange::Put { store, key: key.to_owned(), value: value.to_vec() }
}

async fn fresh(name: &str) -> BrowserDatabase {
    let database = BrowserDatabase::new(name, 1, STORES);
    database.wipe().await.unwrap();
    database
}

#[wasm_bindgen_test]
async fn what_was_written_is_read_by_another_connection() {
    let database = fresh("test/read").await;
    let changes = vec![put("rows", "a", b"1"), put("rows", "b", b""), put("lists", "a", &[0, 255])];
    database.write(changes, Durability::Strict).await.unwrap();
    let other = BrowserDatabase::new("test/read", 1, STORES);
    let keys = ["b", "c", "a"].map(str::to_owned).to_vec();
    let found = other.get("rows", keys).await.unwrap();
    assert_eq!(found, [Some(Vec::new()), None, Some(b"1".to_vec())]);
    assert_eq!(other.entries("lists", "").await.unwrap(), [("a".to_owned(), vec![0, 255])]);
    assert!(database.get("rows", Vec::new()).await.unwrap().is_empty());
    database.write(Vec::new(), Durability::Relaxed).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_prefix_names_the_keys_that_begin_with_it() {
    let database = fresh("test/prefix").await;
    let keys = ["a", "a/", "a/1", "a/\u{fffd}", "a/\u{1f600}", "b"];
    let changes = keys.iter().map(|key| put("rows", key, b"x")).collect();
    database.write(changes, Durability::Relaxed).await.unwrap();
    let names = |entries: Vec<(String, Vec<u8>)>| {
        entries.into_iter().map(|(key, _)| key).collect::<Vec<_>>()
    };
    let found = names(database.entries("rows", "a/").await.unwrap());
    assert_eq!(found.len(), 4, "{found:?}");
    let gone = vec![
        DatabaseChange::DeletePrefix { store: "rows", prefix: "a/".to_owned() },
        DatabaseChange::Delete { store: "rows", key: "b".to_owned() },
    ];
    database.write(gone, Durability::Relaxed).await.unwrap();
    assert_eq!(names(database.entries("rows", "").await.unwrap()), ["a"]);
}

#[wasm_bindgen_test]
async fn a_write_that_fails_changes_nothing() {
    let database = fresh("test/whole").await;
    let changes = vec![put("rows", "a", b"1"), put("unknown", "a", b"1")];
    assert!(database.write(changes, Durability::Relaxed).await.is_err());
    assert!(database.entries("rows", "").await.unwrap().is_empty());
}

#[wasm_bindgen_test]
async fn another_tab_can_wipe_what_is_open_here() {
    let database = fresh("test/wipe").await;
    database.write(vec![put("rows", "a", b"1")], Durability::Relaxed).await.unwrap();
    BrowserDatabase::new("test/wipe", 1, STORES).wipe().await.unwrap();
    // It opens an empty one.
    let kept = database.entries("rows", "").await.unwrap();
    assert!(kept.is_empty());
    database.write(vec![put("rows", "a", b"2")], Durability::Relaxed).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_higher_version_adds_the_stores_that_are_missing() {
    let old = BrowserDatabase::new("test/version", 1, &["rows"]);
    old.wipe().await.unwrap();
    old.write(vec![put("rows", "a", b"1")], Durability::Relaxed).await.unwrap();
    let new = BrowserDatabase::new("test/version", 2, STORES);
    new.write(vec![put("lists", "a", b"2")], Durability::Relaxed).await.unwrap();
    assert_eq!(new.entries("rows", "").await.unwrap().len(), 1);
    let error = old.entries("rows", "").await.unwrap_err();
    assert!(error.is_retryable(), "{error}");
}

#[wasm_bindgen_test]
async fn several_operations_at_once_share_one_connection() {
    let database = fresh("test/once").await;
    let writes = ["a", "b", "c"]
        .map(|key| database.write(vec![put("rows", key, key.as_bytes())], Durability::Relaxed));
    for outcome in future::join_all(writes).await {
        outcome.unwrap();
    }
    assert_eq!(database.entries("rows", "").await.unwrap().len(), 3);
}

#[wasm_bindgen_test]
async fn tabs_hear_each_other_until_they_leave() {
    let (sender, mut heard) = mpsc::unbounded();
    let one = BrowserChannels.join("test/tabs", Rc::new(|_| ()));
    let other = BrowserChannels.join(
        "test/tabs",
        Rc::new(move |message: &[u8]| drop(sender.unbounded_send(message.to_vec()))),
    );
    let _stranger = BrowserChannels.join("test/others", Rc::new(|_| panic!("it is not told")));
    one.post(&[1, 2, 255]);
    assert_eq!(heard.next().await.unwrap(), [1, 2, 255]);
    other.post(b"not to itself");
    drop(other);
    one.post(b"late");
    SystemClock.sleep(std::time::Duration::from_millis(50)).await;
    assert!(heard.next().await.is_none(), "who left holds no callback");
}
