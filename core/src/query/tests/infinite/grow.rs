//! Pages at either end, and pages ahead.

use super::super::harness::{World, cases, seconds};
use super::{Library, key, opened, texts};
use crate::query::{FetchStatus, InfiniteOptions, Pages, QueryOptions};
use std::time::Duration;

#[test]
fn the_first_page_comes_by_itself() {
    let (_world, library, book) = opened(1, None);
    assert_eq!((texts(&book), library.asked()), (vec!["1.0".to_owned()], vec![1]));
    assert!(book.has_next_page() && !book.has_previous_page());
}

#[test]
fn before_the_first_page_nothing_leads_anywhere() {
    let world = World::new();
    let library = Library::new(&world);
    let book = world.client.observe_infinite(&key(), world.options(), library.options());
    assert!(!book.has_next_page() && !book.has_previous_page() && book.state().is_loading());
    assert!(!book.is_fetching_next_page() && !book.is_refetching());
}

#[test]
fn the_next_page_comes_behind() {
    let (world, library, book) = opened(1, None);
    book.fetch_next_page();
    assert!(book.is_fetching_next_page() && !book.is_fetching_previous_page());
    assert!(!book.is_refetching() && texts(&book) == ["1.0"]);
    world.pass(100);
    assert_eq!(
        (texts(&book), library.asked()),
        (vec!["1.0".to_owned(), "2.0".to_owned()], vec![1, 2])
    );
    assert!(!book.is_fetching_next_page());
}

#[test]
fn the_previous_page_comes_before() {
    let (world, library, book) = opened(1, None);
    library.bounds.set((-1, 9));
    assert!(book.has_previous_page());
    book.fetch_previous_page();
    assert!(book.is_fetching_previous_page() && !book.is_fetching_next_page());
    world.pass(100);
    assert_eq!(texts(&book), ["0.0", "1.0"]);
    assert_eq!(book.state().data.unwrap().params, [0, 1]);
}

#[test]
fn after_the_last_page_nothing_is_asked_for() {
    let (world, library, book) = opened(1, None);
    library.bounds.set((1, 1));
    assert!(!book.has_next_page());
    book.fetch_next_page();
    assert_eq!(book.state().fetch_status, FetchStatus::Idle);
    world.pass(100);
    assert_eq!(library.asked(), [1]);
}

#[test]
fn before_the_first_page_nothing_is_asked_for() {
    let (world, library, book) = opened(1, None);
    book.fetch_previous_page();
    world.pass(100);
    assert_eq!((library.asked(), texts(&book).len()), (vec![1], 1));
}

#[test]
fn a_next_page_that_is_wanted_before_the_first_joins_it() {
    let world = World::new();
    let library = Library::new(&world);
    let book = world.client.observe_infinite(&key(), world.options(), library.options());
    book.fetch_next_page();
    world.pass(100);
    assert_eq!((library.asked(), texts(&book)), (vec![1], vec!["1.0".to_owned()]));
}

/// Grows to five pages with room for so many; expects these.
fn holds(max_pages: Option<usize>, expected: &[i32]) {
    let (_world, _library, book) = opened(5, max_pages);
    assert_eq!(book.state().data.unwrap().params, expected);
}

cases! { holds:
    without_a_bound_all_pages_are_held(None, &[1, 2, 3, 4, 5]);
    a_bound_of_nothing_is_none(Some(0), &[1, 2, 3, 4, 5]);
    a_bound_of_one_holds_the_last(Some(1), &[5]);
    a_bound_of_three_holds_the_last_three(Some(3), &[3, 4, 5]);
    a_bound_beyond_holds_all(Some(9), &[1, 2, 3, 4, 5]);
}

#[test]
fn going_back_makes_room_behind() {
    let (world, _library, book) = opened(5, Some(3));
    assert!(book.has_previous_page());
    book.fetch_previous_page();
    world.pass(100);
    assert_eq!(book.state().data.unwrap().params, [2, 3, 4]);
}

/// Fetches so many pages ahead of seven; expects these.
fn fetches(count: usize, max_pages: Option<usize>, expected: &[i32]) {
    let world = World::new();
    let library = Library::new(&world);
    library.bounds.set((1, 4));
    let options = InfiniteOptions { max_pages, ..library.options() };
    let pages = world.client.fetch_infinite(&key(), &world.options(), &options, count);
    world.pass(1_000);
    assert_eq!(futures::executor::block_on(pages).unwrap().params, expected);
}

cases! { fetches:
    no_page_ahead_is_one(0, None, &[1]);
    one_page_ahead_is_the_first(1, None, &[1]);
    three_pages_ahead_are_three(3, None, &[1, 2, 3]);
    more_pages_than_there_are_end_with_the_last(9, None, &[1, 2, 3, 4]);
    pages_ahead_keep_to_the_bound(3, Some(2), &[1, 2]);
}

#[test]
fn pages_that_are_there_and_fresh_are_not_fetched_ahead() {
    let (world, library, _book) = opened(2, None);
    let options = QueryOptions { stale_time: seconds(10), ..world.options() };
    let pages = world.client.fetch_infinite(&key(), &options, &library.options(), 5);
    assert_eq!(futures::executor::block_on(pages).unwrap().params, [1, 2]);
    assert_eq!(library.asked(), [1, 2]);
}

#[test]
fn observers_of_one_query_share_its_pages_and_how_it_grows() {
    let (world, library, one) = opened(1, None);
    let options = QueryOptions { stale_time: Duration::MAX, ..world.options() };
    let two = world.client.observe_infinite(&key(), options, library.options());
    one.fetch_next_page();
    assert!(two.is_fetching_next_page());
    world.pass(100);
    assert_eq!(texts(&two), ["1.0", "2.0"]);
}

#[test]
fn pages_can_be_selected_from() {
    let (world, _library, book) = opened(1, None);
    let count = book.observer().select(Pages::len);
    assert_eq!(count.get().as_deref(), Some(&1));
    book.fetch_next_page();
    world.pass(100);
    assert_eq!(count.get().as_deref(), Some(&2));
}

#[test]
fn a_clone_is_the_same_observer() {
    let (world, _library, book) = opened(1, None);
    let clone = book.clone();
    drop(book);
    clone.fetch_next_page();
    world.pass(100);
    assert_eq!((texts(&clone).len(), world.client.statistics().observers), (2, 1));
}

#[test]
fn a_page_without_a_network_waits() {
    let (world, library, book) = opened(1, None);
    world.client.on_offline();
    book.fetch_next_page();
    world.pass(500);
    assert_eq!((book.state().fetch_status, library.asked()), (FetchStatus::Paused, vec![1]));
    world.client.on_online();
    world.pass(100);
    assert_eq!(texts(&book).len(), 2);
}
