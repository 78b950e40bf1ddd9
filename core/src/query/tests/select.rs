//! Parts of the data.

use super::harness::{Refused, World, failure, ok, seconds};
use crate::query::{QueryError, QueryKey, QueryObserver, QueryOptions, Selection, Status};
use std::cell::Cell;
use std::rc::Rc;

type Counter = Rc<Cell<usize>>;

fn counting<T: PartialEq + 'static, S: PartialEq + 'static>(
    observer: &QueryObserver<T>,
    select: impl Fn(&T) -> S + 'static,
) -> (Selection<T, S>, Counter) {
    let runs = Counter::default();
    let count = Rc::clone(&runs);
    let selection = observer.select(move |data: &T| {
        count.set(count.get() + 1);
        select(data)
    });
    (selection, runs)
}

fn heard<T: PartialEq + 'static, S: PartialEq + 'static>(
    selection: &Selection<T, S>,
) -> (crate::atom::Subscription, Counter) {
    let heard = Counter::default();
    let count = Rc::clone(&heard);
    (selection.subscribe(move || count.set(count.get() + 1)), heard)
}

#[expect(clippy::ptr_arg, reason = "a selection is of the data as it is held")]
fn first_letter(text: &String) -> Option<char> {
    text.chars().next()
}

#[test]
fn a_selection_is_made_of_the_data() {
    let world = World::new();
    let server = world.server();
    server.then(ok("abc"));
    let observer = world.observe("k", &server);
    let length = observer.select(String::len);
    assert!(length.get().is_none() && length.state().is_loading());
    world.pass(100);
    assert_eq!(length.get().as_deref(), Some(&3));
    assert_eq!(length.state().status, Status::Success);
}

#[test]
fn a_selection_of_data_that_is_there_is_there_at_once() {
    let world = World::new();
    world.put("k", "abc");
    let watcher = world.client.watch::<String>(&QueryKey::from("k"));
    assert_eq!(watcher.select(String::len).get().as_deref(), Some(&3));
}

#[test]
fn the_function_runs_once_for_each_data() {
    let world = World::new();
    world.put("k", "a");
    let watcher = world.client.watch::<String>(&QueryKey::from("k"));
    let (selection, runs) = counting(&watcher, String::len);
    for _ in 0..5 {
        assert!(selection.get().is_some());
    }
    assert_eq!(runs.get(), 1);
    world.put("k", "b");
    assert!(selection.get().is_some());
    assert!(selection.get().is_some());
    assert_eq!(runs.get(), 2);
}

#[test]
fn equal_data_does_not_run_the_function_again() {
    let world = World::new();
    world.put("k", "a");
    let watcher = world.client.watch::<String>(&QueryKey::from("k"));
    let (selection, runs) = counting(&watcher, String::len);
    world.put("k", "a");
    assert!(selection.get().is_some());
    assert_eq!(runs.get(), 1);
}

#[test]
fn a_fetch_without_news_does_not_run_the_function_again() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let observer = world.observe("k", &server);
    world.pass(100);
    let (selection, runs) = counting(&observer, String::len);
    observer.refetch();
    assert!(selection.state().is_fetching());
    world.pass(100);
    assert!(selection.get().is_some());
    assert_eq!(runs.get(), 1);
}

#[test]
fn another_function_makes_another_selection() {
    let world = World::new();
    world.put("k", "abc");
    let watcher = world.client.watch::<String>(&QueryKey::from("k"));
    let (one, two) = (watcher.select(String::len), watcher.select(first_letter));
    assert_eq!((one.get().as_deref(), two.get().as_deref()), (Some(&3), Some(&Some('a'))));
}

#[test]
fn an_equal_selection_keeps_its_allocation() {
    let world = World::new();
    world.put("k", "abc");
    let watcher = world.client.watch::<String>(&QueryKey::from("k"));
    let selection = watcher.select(String::len);
    let before = selection.get().unwrap();
    world.put("k", "xyz");
    assert!(Rc::ptr_eq(&before, &selection.get().unwrap()));
}

#[test]
fn a_subscriber_hears_only_of_changes_of_the_selection() {
    let world = World::new();
    world.put("k", "abc");
    let watcher = world.client.watch::<String>(&QueryKey::from("k"));
    let selection = watcher.select(String::len);
    let (_guard, heard) = heard(&selection);
    world.put("k", "xyz");
    assert_eq!(heard.get(), 0);
    world.put("k", "longer");
    assert_eq!((heard.get(), selection.get().as_deref()), (1, Some(&6)));
}

#[test]
fn each_selection_has_its_own_subscribers() {
    let world = World::new();
    world.put("k", "abc");
    let watcher = world.client.watch::<String>(&QueryKey::from("k"));
    let (length, first) = (watcher.select(String::len), watcher.select(first_letter));
    let ((_one, of_length), (_two, of_first)) = (heard(&length), heard(&first));
    world.put("k", "xbc");
    assert_eq!((of_length.get(), of_first.get()), (0, 1));
    world.put("k", "xbcd");
    assert_eq!((of_length.get(), of_first.get()), (1, 1));
}

#[test]
fn a_guard_that_is_dropped_ends_the_subscription() {
    let world = World::new();
    world.put("k", "a");
    let watcher = world.client.watch::<String>(&QueryKey::from("k"));
    let selection = watcher.select(String::len);
    let (guard, heard) = heard(&selection);
    drop(guard);
    world.put("k", "ab");
    assert_eq!(heard.get(), 0);
}

#[expect(clippy::ptr_arg, reason = "a selection is of the data as it is held")]
fn refuse_long(text: &String) -> Result<usize, QueryError> {
    if text.len() > 3 { Err(QueryError::new(Refused(1))) } else { Ok(text.len()) }
}

#[test]
fn a_selection_that_fails_is_an_error_and_keeps_what_was_selected() {
    let world = World::new();
    world.put("k", "abc");
    let watcher = world.client.watch::<String>(&QueryKey::from("k"));
    let selection = watcher.try_select(refuse_long);
    let (_guard, heard) = heard(&selection);
    world.put("k", "abcd");
    let state = selection.state();
    assert_eq!((state.status, state.data.as_deref()), (Status::Error, Some(&3)));
    assert_eq!(state.error.unwrap().downcast_ref(), Some(&Refused(1)));
    assert_eq!((heard.get(), watcher.state().status), (1, Status::Success));
}

#[test]
fn a_selection_that_failed_recovers_with_the_next_data() {
    let world = World::new();
    world.put("k", "abcd");
    let watcher = world.client.watch::<String>(&QueryKey::from("k"));
    let selection = watcher.try_select(refuse_long);
    assert!(selection.get().is_none() && selection.state().error.is_some());
    world.put("k", "ab");
    let state = selection.state();
    assert_eq!(
        (state.status, state.error, state.data.as_deref()),
        (Status::Success, None, Some(&2))
    );
}

#[test]
fn the_error_of_a_selection_does_not_follow_to_another_query() {
    let world = World::new();
    let server = world.server();
    server.then(ok("long text"));
    let observer = world.observe("one", &server);
    let selection = observer.try_select(refuse_long);
    world.pass(100);
    assert_eq!(selection.state().status, Status::Error);
    let other = world.server();
    other.then(ok("b"));
    observer.set_key(&QueryKey::from("two"), other.fetcher());
    let state = selection.state();
    assert!(state.error.is_none() && state.is_loading());
    world.pass(100);
    assert_eq!(selection.get().as_deref(), Some(&1));
}

#[test]
fn the_error_of_a_selection_ends_when_the_query_is_reset() {
    let world = World::new();
    let server = world.server();
    server.then(ok("long text")).then(ok("b"));
    let observer = world.observe("k", &server);
    let selection = observer.try_select(refuse_long);
    world.pass(100);
    world.client.reset(&QueryKey::from("k"));
    assert!(selection.state().error.is_none());
    world.pass(100);
    assert_eq!(selection.get().as_deref(), Some(&1));
}

#[test]
fn the_error_of_the_query_shows_through() {
    let world = World::new();
    let server = world.server();
    server.then(failure());
    let observer = world.observe_with("k", &server, world.once());
    let selection = observer.select(String::len);
    let (_guard, heard) = heard(&selection);
    world.pass(100);
    assert_eq!((selection.state().status, heard.get()), (Status::Error, 1));
    assert!(selection.state().error.is_some());
}

#[test]
fn a_placeholder_is_selected_from_too() {
    let world = World::new();
    let server = world.server();
    server.then(ok("abc"));
    let observer = world.observe("k", &server);
    observer.set_placeholder(|_, _| Some(Rc::new("..".to_owned())));
    let selection = observer.select(String::len);
    assert!(selection.state().is_placeholder && selection.get().as_deref() == Some(&2));
    world.pass(100);
    assert!(!selection.state().is_placeholder && selection.get().as_deref() == Some(&3));
}

#[test]
fn a_selection_that_fails_on_a_placeholder_is_no_placeholder() {
    let world = World::new();
    let server = world.server();
    server.then(ok("abc"));
    let observer = world.observe("k", &server);
    observer.set_placeholder(|_, _| Some(Rc::new("too long".to_owned())));
    let selection = observer.try_select(refuse_long);
    let state = selection.state();
    assert_eq!((state.status, state.is_placeholder), (Status::Error, false));
}

#[test]
fn a_selection_keeps_its_observer_alive_and_no_longer() {
    let world = World::new();
    let server = world.server();
    server.then(ok("a"));
    let options = QueryOptions { gc_time: seconds(1), ..world.options() };
    let selection = world.observe_with("k", &server, options).select(String::len);
    world.pass(5_000);
    assert_eq!((world.client.statistics().observers, selection.get().as_deref()), (1, Some(&1)));
    drop(selection);
    world.pass(1_000);
    let statistics = world.client.statistics();
    assert_eq!((statistics.observers, statistics.entries, statistics.timers), (0, 0, 0));
}
