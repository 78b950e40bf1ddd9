//! What observers see and are told.

use super::harness::{World, count, failure, ok, seconds, text};
use crate::query::{FetchStatus, QueryKey, QueryOptions, RetryPolicy, Status};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

#[test]
fn a_subscriber_hears_of_each_step_until_its_guard_is_dropped() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a")).then(ok("b"));
    let observer = world.observe("k", &server);
    let (subscription, heard) = count(&observer);
    world.pass(100);
    assert_eq!(heard.get(), 1, "the answer");
    observer.refetch();
    assert_eq!(heard.get(), 2, "a fetch began");
    drop(subscription);
    world.pass(100);
    assert_eq!((heard.get(), text(&observer).as_deref()), (2, Some("b")));
}

#[test]
fn equal_data_keeps_its_allocation_and_is_no_news() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let observer = world.observe("k", &server);
    world.pass(100);
    let before = observer.state();
    let results = Rc::new(Cell::new(0));
    let counter = Rc::clone(&results);
    let _subscription = observer.subscribe_result(move || counter.set(counter.get() + 1));
    observer.refetch();
    world.pass(100);
    let after = observer.state();
    assert!(Rc::ptr_eq(&before.data.unwrap(), &after.data.unwrap()));
    assert_eq!((results.get(), after.updated_at), (0, Some(1_000_200)));
    server.then(ok("b"));
    observer.refetch();
    world.pass(100);
    observer.refetch();
    world.pass(100);
    assert_eq!(results.get(), 1);
}

#[test]
fn equal_data_put_in_by_hand_is_not_heard_of_at_all() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let observer = world.observe("k", &server);
    world.pass(100);
    let (_subscription, heard) = count(&observer);
    world.client.set_data(&QueryKey::from("k"), "a".to_owned());
    assert_eq!(heard.get(), 0);
    world.client.set_data(&QueryKey::from("k"), "b".to_owned());
    assert_eq!((heard.get(), text(&observer).as_deref()), (1, Some("b")));
}

#[test]
fn a_new_key_is_fetched_and_the_old_request_dropped() {
    let world = World::new();
    let (one, two) = (world.server(), world.server());
    one.then(ok("1"));
    two.then(ok("2"));
    let observer = world.observe("one", &one);
    observer.set_key(&QueryKey::from("two"), two.fetcher());
    assert!(observer.state().is_loading() && observer.key() == QueryKey::from("two"));
    world.pass(100);
    assert_eq!((text(&observer).as_deref(), one.dropped.get()), (Some("2"), 1));
}

#[test]
fn an_answer_to_the_old_key_never_shows_under_the_new_one() {
    let world = World::new();
    let (slow, quick) = (world.server(), world.server());
    slow.latency.set(500);
    slow.then(ok("slow"));
    quick.then(ok("quick"));
    let observer = world.observe("slow", &slow);
    let _keeps_the_slow_one = world.observe("slow", &slow);
    observer.set_key(&QueryKey::from("quick"), quick.fetcher());
    world.pass(1_000);
    assert_eq!(text(&observer).as_deref(), Some("quick"));
}

#[test]
fn the_same_key_again_fetches_nothing() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let observer = world.observe("k", &server);
    world.pass(100);
    observer.set_key(&QueryKey::from("k"), server.fetcher());
    world.pass(100);
    assert_eq!(server.sent.get(), 1);
}

#[test]
fn data_of_the_key_before_is_shown_until_the_new_one_has_its_own() {
    let world = World::new();
    let (one, two) = (world.server(), world.server());
    one.then(ok("1"));
    two.then(ok("2"));
    let options = QueryOptions { keep_previous_data: true, ..world.options() };
    let observer = world.observe_with("one", &one, options);
    world.pass(100);
    let (_subscription, heard) = count(&observer);
    observer.set_key(&QueryKey::from("two"), two.fetcher());
    let state = observer.state();
    assert!(state.is_placeholder && state.is_fetching() && heard.get() == 1);
    assert_eq!((state.status, text(&observer).as_deref()), (Status::Success, Some("1")));
    assert!(world.client.get_data::<String>(&QueryKey::from("two")).is_none());
    world.pass(100);
    assert!(!observer.state().is_placeholder);
    assert_eq!(text(&observer).as_deref(), Some("2"));
}

#[test]
fn data_of_the_key_before_lasts_over_several_keys() {
    let world = World::new();
    let (one, rest) = (world.server(), world.server());
    one.then(ok("1"));
    rest.then(ok("n"));
    let options = QueryOptions { keep_previous_data: true, ..world.options() };
    let observer = world.observe_with("one", &one, options);
    world.pass(100);
    for key in ["two", "three"] {
        observer.set_key(&QueryKey::from(key), rest.fetcher());
        world.pass(50);
        assert!(observer.state().is_placeholder && text(&observer).as_deref() == Some("1"));
    }
    world.pass(100);
    assert_eq!(text(&observer).as_deref(), Some("n"));
}

#[test]
fn without_the_option_a_new_key_starts_empty() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let observer = world.observe("one", &server);
    world.pass(100);
    observer.set_key(&QueryKey::from("two"), server.fetcher());
    assert!(observer.state().data.is_none());
}

#[test]
fn data_of_the_key_before_does_not_hide_an_error() {
    let world = World::new();
    let (one, two) = (world.server(), world.server());
    one.then(ok("1"));
    two.then(failure());
    let options =
        QueryOptions { keep_previous_data: true, retry: RetryPolicy::never(), ..world.options() };
    let observer = world.observe_with("one", &one, options);
    world.pass(100);
    observer.set_key(&QueryKey::from("two"), two.fetcher());
    world.pass(100);
    let state = observer.state();
    assert_eq!((state.status, state.is_placeholder), (Status::Error, false));
    assert!(state.data.is_none() && state.error.is_some());
}

#[test]
fn a_key_that_was_visited_is_shown_at_once_on_return() {
    let world = World::with(QueryOptions { stale_time: seconds(30), ..QueryOptions::default() });
    let server = world.server();
    server.then(ok("1")).then(ok("2"));
    let observer = world.observe("one", &server);
    world.pass(100);
    observer.set_key(&QueryKey::from("two"), server.fetcher());
    world.pass(100);
    observer.set_key(&QueryKey::from("one"), server.fetcher());
    let state = observer.state();
    assert_eq!((state.fetch_status, state.is_placeholder), (FetchStatus::Idle, false));
    assert_eq!((text(&observer).as_deref(), server.sent.get()), (Some("1"), 2));
}

#[test]
fn a_subscriber_may_use_the_client_and_drop_its_own_observer() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let slot = Rc::new(RefCell::new(Some(world.observe("k", &server))));
    let (client, own) = (world.client.clone(), Rc::clone(&slot));
    let subscription = slot.borrow().as_ref().unwrap().subscribe(move || {
        client.set_data(&QueryKey::from("other"), 1);
        client.invalidate(&QueryKey::from("other"));
        drop(own.borrow_mut().take());
    });
    world.pass(100);
    assert!(slot.borrow().is_none());
    assert_eq!(world.client.statistics().entries, 2);
    drop(subscription);
}

#[test]
fn the_state_of_a_key_can_be_read_without_an_observer() {
    let world = World::new();
    assert!(world.client.state::<String>(&QueryKey::from("k")).is_none());
    world.client.set_data(&QueryKey::from("k"), "a".to_owned());
    let state = world.client.state::<String>(&QueryKey::from("k")).unwrap();
    assert_eq!((state.status, state.data.unwrap().as_str()), (Status::Success, "a"));
    assert!(world.client.get_data::<u32>(&QueryKey::from("k")).is_none());
}

#[test]
fn one_that_goes_while_all_are_told_keeps_nobody_from_hearing() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let going = Rc::new(RefCell::new(Some(world.observe("k", &server))));
    let own = Rc::clone(&going);
    let _first = going.borrow().as_ref().unwrap().subscribe(move || drop(own.borrow_mut().take()));
    let staying = world.observe("k", &server);
    let (_second, heard) = count(&staying);
    world.pass(100);
    assert!(going.borrow().is_none());
    assert_eq!((heard.get(), text(&staying).as_deref()), (1, Some("a")));
}
