//! What is shown before there is data, and data from before.

use super::harness::{World, count, failure, ok, seconds, text};
use crate::query::{FetchStatus, QueryEventKind, QueryKey, QueryOptions, Status};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

#[expect(clippy::unnecessary_wraps, reason = "a placeholder may decline")]
fn shared(text: &str) -> Option<Rc<String>> {
    Some(Rc::new(text.to_owned()))
}

#[test]
fn a_placeholder_looks_like_data_and_is_not_in_the_cache() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let observer = world.observe("k", &server);
    observer.set_placeholder(|_, _| shared("..."));
    let state = observer.state();
    assert_eq!((state.status, state.fetch_status), (Status::Success, FetchStatus::Fetching));
    assert!(state.is_placeholder && text(&observer).as_deref() == Some("..."));
    assert!(world.held("k").is_none());
    world.pass(100);
    assert!(!observer.state().is_placeholder && text(&observer).as_deref() == Some("a"));
}

#[test]
fn setting_a_placeholder_is_heard_of() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let observer = world.observe("k", &server);
    let (_guard, heard) = count(&observer);
    observer.set_placeholder(|_, _| shared("..."));
    assert_eq!(heard.get(), 1);
    observer.clear_placeholder();
    assert_eq!((heard.get(), observer.state().data), (2, None));
}

#[test]
fn a_placeholder_is_made_once_for_each_key() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let made = Rc::new(Cell::new(0));
    let count = Rc::clone(&made);
    let observer = world.observe("one", &server);
    observer.set_placeholder(move |key, _| {
        count.set(count.get() + 1);
        shared(&key.to_string())
    });
    for _ in 0..5 {
        assert!(observer.state().is_placeholder);
    }
    assert_eq!((made.get(), text(&observer).as_deref()), (1, Some(r#"["one"]"#)));
    observer.set_key(&QueryKey::from("two"), server.fetcher());
    assert_eq!(text(&observer).as_deref(), Some(r#"["two"]"#));
}

#[test]
fn an_equal_placeholder_keeps_its_allocation() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let observer = world.observe("one", &server);
    observer.set_placeholder(|_, _| shared("..."));
    let before = observer.state().data.unwrap();
    observer.set_key(&QueryKey::from("two"), server.fetcher());
    assert!(Rc::ptr_eq(&before, &observer.state().data.unwrap()));
}

#[test]
fn a_placeholder_may_be_what_was_shown_before() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let seen: Rc<RefCell<Vec<Option<String>>>> = Rc::default();
    let into = Rc::clone(&seen);
    let observer = world.observe("one", &server);
    observer.set_placeholder(move |_, previous: Option<Rc<String>>| {
        into.borrow_mut().push(previous.as_deref().cloned());
        previous
    });
    assert!(observer.state().data.is_none());
    world.pass(100);
    observer.set_key(&QueryKey::from("two"), server.fetcher());
    assert!(observer.state().is_placeholder && text(&observer).as_deref() == Some("a"));
    assert_eq!(*seen.borrow(), [None, Some("a".to_owned())]);
}

#[test]
fn a_placeholder_may_decline() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let observer = world.observe("k", &server);
    observer.set_placeholder(|_, _| None);
    assert!(observer.state().is_loading() && observer.state().data.is_none());
}

#[test]
fn a_placeholder_takes_the_place_of_previous_data() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let options = QueryOptions { keep_previous_data: true, ..world.options() };
    let observer = world.observe_with("one", &server, options);
    observer.set_placeholder(|_, _| shared("..."));
    world.pass(100);
    observer.set_key(&QueryKey::from("two"), server.fetcher());
    assert_eq!(text(&observer).as_deref(), Some("..."));
}

#[test]
fn a_placeholder_does_not_hide_an_error() {
    let world = World::new();
    let server = world.server();
    server.then(failure());
    let observer = world.observe_with("k", &server, world.once());
    observer.set_placeholder(|_, _| shared("..."));
    world.pass(100);
    assert_eq!((observer.state().status, observer.state().data), (Status::Error, None));
}

#[test]
fn a_placeholder_shows_while_a_disabled_query_waits() {
    let world = World::new();
    let watcher = world.client.watch::<String>(&QueryKey::from("k"));
    watcher.set_placeholder(|_, _| shared("..."));
    assert_eq!((watcher.state().status, text(&watcher).as_deref()), (Status::Success, Some("...")));
}

#[test]
fn data_of_before_is_shown_with_its_age() {
    let world = World::new();
    let server = world.server();
    assert!(world.client.seed(&QueryKey::from("k"), "old".to_owned(), Some(995_000)));
    let options = QueryOptions { stale_time: seconds(10), ..world.options() };
    let observer = world.observe_with("k", &server, options);
    assert_eq!((text(&observer).as_deref(), server.sent.get()), (Some("old"), 0));
    assert_eq!(observer.state().updated_at, Some(995_000));
    world.pass(5_000);
    assert!(observer.state().is_stale, "five seconds had passed already");
}

#[test]
fn data_of_before_that_is_too_old_is_fetched_anew() {
    let world = World::new();
    let server = world.server();
    server.then(ok("new"));
    world.client.seed(&QueryKey::from("k"), "old".to_owned(), Some(0));
    let options = QueryOptions { stale_time: seconds(10), ..world.options() };
    let observer = world.observe_with("k", &server, options);
    assert!(observer.state().is_fetching() && text(&observer).as_deref() == Some("old"));
    world.pass(100);
    assert_eq!(text(&observer).as_deref(), Some("new"));
}

#[test]
fn data_of_before_without_an_age_is_new() {
    let world = World::new();
    world.client.seed(&QueryKey::from("k"), 1, None);
    assert_eq!(
        world.client.state::<i32>(&QueryKey::from("k")).unwrap().updated_at,
        Some(1_000_000)
    );
}

#[test]
fn data_that_is_there_is_not_replaced_by_data_of_before() {
    let world = World::new();
    world.put("k", "there");
    assert!(!world.client.seed(&QueryKey::from("k"), "seed".to_owned(), None));
    assert_eq!(world.held("k").as_deref(), Some("there"));
}

#[test]
fn data_of_before_joins_a_fetch_under_way() {
    let world = World::new();
    let server = world.server();
    server.then(ok("new"));
    let observer = world.observe("k", &server);
    world.pass(50);
    assert!(world.client.seed(&QueryKey::from("k"), "seed".to_owned(), None));
    let state = observer.state();
    assert_eq!((state.status, state.fetch_status), (Status::Success, FetchStatus::Fetching));
    world.client.cancel(&QueryKey::from("k"));
    assert_eq!(
        (observer.state().status, text(&observer).as_deref()),
        (Status::Success, Some("seed"))
    );
}

#[test]
fn data_of_before_is_no_update() {
    let world = World::new();
    let (_guard, log) = world.events();
    world.client.seed(&QueryKey::from("k"), 1, None);
    world.turn();
    assert_eq!(*log.borrow(), [QueryEventKind::Added, QueryEventKind::Restored]);
}

#[test]
fn data_of_before_is_collected_when_nobody_comes() {
    let world = World::new();
    world.client.seed(&QueryKey::from("k"), 1, None);
    world.pass(300_000);
    assert_eq!(world.client.statistics().entries, 0);
}

#[test]
fn a_reset_goes_back_to_data_of_before() {
    let world = World::new();
    world.client.seed(&QueryKey::from("k"), "seed".to_owned(), Some(5));
    world.put("k", "later");
    world.client.reset(&QueryKey::from("k"));
    let state = world.client.state::<String>(&QueryKey::from("k")).unwrap();
    assert_eq!((state.data.unwrap().as_str(), state.updated_at), ("seed", Some(5)));
}

#[test]
fn a_reset_of_what_had_nothing_leaves_nothing() {
    let world = World::new();
    world.put("k", "later");
    world.client.reset(&QueryKey::root());
    let state = world.client.state::<String>(&QueryKey::from("k")).unwrap();
    assert_eq!((state.status, state.data, state.updated_at), (Status::Pending, None, None));
}

#[test]
fn a_reset_fetches_what_is_observed_and_tells_its_subscribers() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a")).then(ok("b"));
    let observer = world.observe("k", &server);
    world.pass(100);
    let (_guard, heard) = count(&observer);
    world.client.reset(&QueryKey::from("k"));
    assert_eq!((heard.get(), observer.state().is_loading()), (1, true));
    world.pass(100);
    assert_eq!(text(&observer).as_deref(), Some("b"));
}

#[test]
fn a_reset_drops_the_request_under_way() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    world.client.prefetch(&QueryKey::from("k"), world.options(), server.fetcher());
    world.pass(50);
    world.client.reset(&QueryKey::from("k"));
    world.pass(200);
    assert_eq!((server.sent.get(), server.dropped.get(), world.held("k")), (1, 1, None));
}
