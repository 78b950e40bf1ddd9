//! The level below memory, and what other tabs bring.

use super::harness::{World, count, failure, ok, seconds, text};
use crate::query::{FetchStatus, QueryEventKind, QueryKey, QueryOptions, Status, Store, Stored};
use futures::future::LocalBoxFuture;
use std::any::TypeId;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

/// A store that answers after 20 ms.
struct Shelf {
    clock: crate::platform::ManualClock,
    held: RefCell<BTreeMap<String, Stored>>,
    loads: Cell<usize>,
    log: RefCell<Vec<String>>,
}

impl Store for Shelf {
    fn load(&self, key: &QueryKey, data: TypeId) -> LocalBoxFuture<'static, Option<Stored>> {
        self.loads.set(self.loads.get() + 1);
        let held = self.held.borrow().get(&key.to_string()).cloned();
        assert!(data == TypeId::of::<String>() || data == TypeId::of::<u32>());
        let sleep = crate::platform::Clock::sleep(&self.clock, Duration::from_millis(20));
        Box::pin(async move {
            sleep.await;
            held
        })
    }

    fn save(&self, key: &QueryKey, stored: Stored) {
        self.log.borrow_mut().push(format!("save {key}"));
        self.held.borrow_mut().insert(key.to_string(), stored);
    }

    fn remove(&self, prefix: &QueryKey) {
        self.log.borrow_mut().push(format!("remove {prefix}"));
        self.held.borrow_mut().clear();
    }

    fn invalidate(&self, prefix: &QueryKey) {
        self.log.borrow_mut().push(format!("invalidate {prefix}"));
        self.held.borrow_mut().values_mut().for_each(|stored| stored.updated_at = 0);
    }
}

fn shelf(world: &World) -> Rc<Shelf> {
    let shelf = Rc::new(Shelf {
        clock: world.clock.clone(),
        held: RefCell::default(),
        loads: Cell::new(0),
        log: RefCell::default(),
    });
    world.client.set_store(shelf.clone());
    shelf
}

impl Shelf {
    fn hold(&self, key: &str, text: &str, updated_at: u64) {
        let data = Rc::new(text.to_owned());
        let stored = Stored { data, updated_at, validator: None };
        self.held.borrow_mut().insert(QueryKey::from(key).to_string(), stored);
    }
}

fn patient(world: &World) -> QueryOptions {
    QueryOptions { stale_time: seconds(10), ..world.options() }
}

#[test]
fn stored_data_that_is_fresh_spares_the_request() {
    let world = World::new();
    let (shelf, server) = (shelf(&world), world.server());
    shelf.hold("k", "stored", 999_000);
    let observer = world.observe_with("k", &server, patient(&world));
    assert!(observer.state().is_loading());
    world.pass(20);
    let state = observer.state();
    assert_eq!((state.status, state.fetch_status), (Status::Success, FetchStatus::Idle));
    assert_eq!((text(&observer).as_deref(), state.updated_at), (Some("stored"), Some(999_000)));
    world.pass(1_000);
    assert_eq!((server.sent.get(), world.client.statistics().restored), (0, 1));
}

#[test]
fn stored_data_that_is_stale_is_shown_while_it_is_fetched() {
    let world = World::new();
    let (shelf, server) = (shelf(&world), world.server());
    shelf.hold("k", "stored", 1);
    server.then(ok("new"));
    let observer = world.observe_with("k", &server, patient(&world));
    world.pass(20);
    let state = observer.state();
    assert!(state.is_stale && state.is_fetching() && text(&observer).as_deref() == Some("stored"));
    world.pass(100);
    assert_eq!(text(&observer).as_deref(), Some("new"));
}

#[test]
fn what_is_not_stored_is_fetched() {
    let world = World::new();
    let (shelf, server) = (shelf(&world), world.server());
    server.then(ok("new"));
    let observer = world.observe("k", &server);
    world.pass(120);
    assert_eq!((shelf.loads.get(), text(&observer).as_deref()), (1, Some("new")));
}

#[test]
fn stored_data_is_shown_without_a_network() {
    let world = World::new();
    let (shelf, server) = (shelf(&world), world.server());
    shelf.hold("k", "stored", 1);
    world.client.on_offline();
    let observer = world.observe("k", &server);
    world.pass(20);
    assert_eq!(text(&observer).as_deref(), Some("stored"));
    assert_eq!(observer.state().fetch_status, FetchStatus::Paused);
}

#[test]
fn stored_data_outlives_a_failed_request() {
    let world = World::new();
    let (shelf, server) = (shelf(&world), world.server());
    shelf.hold("k", "stored", 1);
    server.then(failure());
    let observer = world.observe_with("k", &server, world.once());
    world.pass(120);
    assert_eq!(
        (observer.state().status, text(&observer).as_deref()),
        (Status::Error, Some("stored"))
    );
}

#[test]
fn stored_data_outlives_a_cancelled_request() {
    let world = World::new();
    let (shelf, server) = (shelf(&world), world.server());
    shelf.hold("k", "stored", 1);
    server.then(ok("new"));
    let observer = world.observe("k", &server);
    world.pass(60);
    world.client.cancel(&"k".into());
    let state = observer.state();
    assert_eq!((state.status, state.fetch_status), (Status::Success, FetchStatus::Idle));
    assert_eq!(text(&observer).as_deref(), Some("stored"));
}

#[test]
fn stored_data_of_another_type_is_ignored() {
    let world = World::new();
    let shelf = shelf(&world);
    shelf.hold("k", "text", 999_000);
    let fetcher: crate::query::Fetcher<u32> = Rc::new(|| Box::pin(async { Ok(7) }));
    let observer = world.client.observe(&"k".into(), patient(&world), fetcher);
    world.pass(50);
    assert_eq!(observer.state().data.as_deref(), Some(&7));
}

#[test]
fn a_fetch_by_hand_reads_through_too() {
    let world = World::new();
    let (shelf, server) = (shelf(&world), world.server());
    shelf.hold("k", "stored", 999_000);
    let answer = world.client.fetch(&"k".into(), patient(&world), server.fetcher());
    world.pass(20);
    assert_eq!(futures::executor::block_on(answer).unwrap().as_str(), "stored");
}

#[test]
fn what_is_in_memory_is_not_looked_for_below() {
    let world = World::new();
    let (shelf, server) = (shelf(&world), world.server());
    server.then(ok("new"));
    world.put("k", "here");
    let _observer = world.observe("k", &server);
    world.pass(100);
    assert_eq!(shelf.loads.get(), 0);
}

#[test]
fn a_look_below_that_is_cancelled_changes_nothing() {
    let world = World::new();
    let (shelf, server) = (shelf(&world), world.server());
    shelf.hold("k", "stored", 999_000);
    drop(world.observe("k", &server));
    world.pass(100);
    assert_eq!((world.held("k"), server.sent.get()), (None, 0));
}

#[test]
fn data_put_in_meanwhile_is_newer_than_what_is_below() {
    let world = World::new();
    let (shelf, server) = (shelf(&world), world.server());
    shelf.hold("k", "stored", 999_000);
    let observer = world.observe("k", &server);
    world.put("k", "put");
    world.pass(100);
    assert_eq!(text(&observer).as_deref(), Some("put"));
}

#[test]
fn data_that_comes_is_written_behind() {
    let world = World::new();
    let (shelf, server) = (shelf(&world), world.server());
    server.then(ok("new"));
    let _observer = world.observe("k", &server);
    world.pass(120);
    world.put("other", "put");
    assert_eq!(*shelf.log.borrow(), [r#"save ["k"]"#, r#"save ["other"]"#]);
    let held = shelf.held.borrow();
    assert_eq!(held[r#"["k"]"#].updated_at, 1_000_120);
    assert_eq!(held[r#"["k"]"#].data.downcast_ref::<String>().unwrap(), "new");
}

#[test]
fn data_from_below_is_not_written_back() {
    let world = World::new();
    let (shelf, server) = (shelf(&world), world.server());
    shelf.hold("k", "stored", 999_000);
    let _observer = world.observe_with("k", &server, patient(&world));
    world.pass(50);
    assert!(shelf.log.borrow().is_empty());
}

#[test]
fn removing_and_invalidating_reach_below_and_collecting_does_not() {
    let world = World::new();
    let shelf = shelf(&world);
    world.client.invalidate(&"a".into());
    world.client.remove(&"b".into());
    assert_eq!(*shelf.log.borrow(), [r#"invalidate ["a"]"#, r#"remove ["b"]"#]);
    world.put("k", "x");
    shelf.log.borrow_mut().clear();
    world.pass(300_000);
    assert!(world.held("k").is_none() && shelf.log.borrow().is_empty());
}

#[test]
fn what_was_invalidated_below_is_fetched_anew() {
    let world = World::new();
    let (shelf, server) = (shelf(&world), world.server());
    shelf.hold("k", "stored", 999_000);
    server.then(ok("new"));
    world.client.invalidate(&"k".into());
    let observer = world.observe_with("k", &server, patient(&world));
    world.pass(20);
    assert_eq!(text(&observer).as_deref(), Some("stored"));
    world.pass(100);
    assert_eq!(text(&observer).as_deref(), Some("new"));
}

#[test]
fn a_store_that_is_unplugged_is_left_alone() {
    let world = World::new();
    let (shelf, server) = (shelf(&world), world.server());
    server.then(ok("new"));
    assert!(world.client.take_store().is_some());
    assert!(world.client.take_store().is_none());
    let _observer = world.observe("k", &server);
    world.pass(100);
    assert!(shelf.log.borrow().is_empty() && shelf.loads.get() == 0);
    assert_eq!(world.held("k").as_deref(), Some("new"));
}

#[test]
fn data_of_another_tab_is_shown_and_heard_of() {
    let world = World::new();
    world.put("k", "old");
    let watcher = world.client.watch::<String>(&"k".into());
    let (_guard, heard) = count(&watcher);
    assert!(world.client.restore(&"k".into(), "new".to_owned(), 1_000_500, None));
    assert_eq!((text(&watcher).as_deref(), heard.get()), (Some("new"), 1));
    assert_eq!(watcher.state().updated_at, Some(1_000_500));
}

#[test]
fn data_of_another_tab_does_not_take_the_place_of_newer_data() {
    let world = World::new();
    world.put("k", "new");
    assert!(!world.client.restore(&"k".into(), "old".to_owned(), 999_999, None));
    assert!(!world.client.restore(&"k".into(), "same age".to_owned(), 1_000_000, None));
    assert_eq!(world.held("k").as_deref(), Some("new"));
}

#[test]
fn data_of_another_tab_makes_an_entry() {
    let world = World::new();
    assert!(world.client.restore(&"k".into(), "a".to_owned(), 5, None));
    assert_eq!(world.held("k").as_deref(), Some("a"));
    world.pass(300_000);
    assert_eq!(world.client.statistics().entries, 0, "nobody looked");
}

#[test]
fn data_of_another_tab_lets_a_fetch_go_on() {
    let world = World::new();
    let server = world.server();
    server.then(ok("answer"));
    let observer = world.observe("k", &server);
    world.pass(50);
    world.client.restore(&"k".into(), "shared".to_owned(), 1_000_040, None);
    assert!(observer.state().is_fetching() && text(&observer).as_deref() == Some("shared"));
    world.pass(50);
    assert_eq!(text(&observer).as_deref(), Some("answer"));
}

#[test]
fn data_without_a_type_finds_the_entry_that_has_it() {
    let world = World::new();
    world.put("k", "old");
    let stored = |text: &str| Stored {
        data: Rc::new(text.to_owned()),
        updated_at: 2_000_000,
        validator: None,
    };
    assert!(world.client.restore_erased(&"k".into(), &stored("new")));
    assert!(!world.client.restore_erased(&"unknown".into(), &stored("new")));
    world.client.set_data(&"number".into(), 7);
    assert!(!world.client.restore_erased(&"number".into(), &stored("text")));
    assert_eq!(world.held("k").as_deref(), Some("new"));
}

#[test]
fn what_a_tab_tells_the_others_can_be_read() {
    let world = World::new();
    assert!(world.client.stored(&"k".into()).is_none());
    let watcher = world.client.watch::<String>(&"k".into());
    assert!(world.client.stored(&"k".into()).is_none() && world.client.is_observed(&"k".into()));
    drop(watcher);
    world.put("k", "a");
    let stored = world.client.stored(&"k".into()).unwrap();
    assert_eq!((stored.updated_at, stored.validator), (1_000_000, None));
    assert!(!world.client.is_observed(&"k".into()));
}

#[test]
fn a_level_below_is_heard_of_as_restored() {
    let world = World::new();
    let (shelf, server) = (shelf(&world), world.server());
    shelf.hold("k", "stored", 999_000);
    let (_guard, log) = world.events();
    let _observer = world.observe_with("k", &server, patient(&world));
    world.pass(50);
    assert!(log.borrow().ends_with(&[QueryEventKind::Fetched, QueryEventKind::Restored]));
}

#[test]
fn what_was_invalidated_below_is_stale_however_long_data_is_fresh() {
    let world = World::new();
    let (shelf, server) = (shelf(&world), world.server());
    shelf.hold("k", "stored", 999_000);
    server.then(ok("new"));
    world.client.invalidate(&"k".into());
    let options = QueryOptions { stale_time: Duration::MAX, ..world.options() };
    let observer = world.observe_with("k", &server, options);
    world.pass(20);
    assert!(observer.state().is_stale && text(&observer).as_deref() == Some("stored"));
    world.pass(100);
    assert_eq!((text(&observer).as_deref(), observer.state().is_stale), (Some("new"), false));
}
