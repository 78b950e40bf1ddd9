//! Pages that fail or are cancelled.

use super::super::harness::World;
use super::{Library, key, opened, texts};
use crate::query::{FetchStatus, PageDirection, QueryOptions, RetryPolicy, Status};
use std::time::Duration;

#[test]
fn a_page_that_fails_leaves_the_others() {
    let (world, library, book) = opened(2, None);
    library.fails.set((3, 1));
    book.fetch_next_page();
    world.pass(100);
    assert_eq!((book.state().status, texts(&book).len()), (Status::Error, 2));
    assert_eq!(book.failed_page(), Some(PageDirection::Forward));
    book.fetch_next_page();
    world.pass(500);
    assert_eq!((texts(&book).len(), book.failed_page()), (3, None));
}

#[test]
fn a_refetch_that_fails_leaves_all_pages() {
    let (world, library, book) = opened(3, None);
    library.new_edition();
    library.fails.set((2, 1));
    book.refetch();
    world.pass(400);
    assert_eq!((book.state().status, book.failed_page()), (Status::Error, None));
    assert_eq!(texts(&book), ["1.0", "2.0", "3.0"]);
}

#[test]
fn a_try_after_a_failure_goes_on_with_the_page_that_failed() {
    let world = World::new();
    let library = Library::new(&world);
    let retry = RetryPolicy { count: 2, ..RetryPolicy::default() };
    let options = QueryOptions { stale_time: Duration::MAX, retry, ..world.options() };
    let pages = world.client.fetch_infinite(&key(), &options, &library.options(), 3);
    library.fails.set((2, 2));
    world.pass(10_000);
    assert_eq!(futures::executor::block_on(pages).unwrap().params, [1, 2, 3]);
    assert_eq!(library.asked(), [1, 2, 2, 2, 3]);
}

#[test]
fn a_try_of_pages_in_sight_goes_on_with_the_page_that_failed() {
    let (world, library, book) = opened(4, None);
    let retry = RetryPolicy { count: 2, ..RetryPolicy::default() };
    book.observer().set_options(QueryOptions {
        retry,
        stale_time: Duration::MAX,
        ..world.options()
    });
    library.new_edition();
    library.fails.set((3, 1));
    book.set_visible(1..4);
    book.refetch();
    world.pass(5_000);
    assert_eq!(library.asked(), [2, 3, 3, 4]);
    assert_eq!(texts(&book), ["1.0", "2.1", "3.1", "4.1"]);
}

#[test]
fn a_new_refetch_does_not_go_on_where_an_older_one_failed() {
    let (world, library, book) = opened(2, None);
    library.new_edition();
    library.fails.set((2, 1));
    book.refetch();
    world.pass(300);
    library.new_edition();
    book.refetch();
    world.pass(300);
    assert_eq!(
        (library.asked(), texts(&book)),
        (vec![1, 2], vec!["1.2".to_owned(), "2.2".to_owned()])
    );
}

#[test]
fn a_cancelled_page_leaves_the_others() {
    let (world, library, book) = opened(2, None);
    book.fetch_next_page();
    world.pass(50);
    world.client.cancel(&key());
    world.pass(200);
    assert_eq!((texts(&book).len(), library.asked()), (2, vec![1, 2, 3]));
    assert_eq!(
        (book.state().status, book.state().fetch_status),
        (Status::Success, FetchStatus::Idle)
    );
}

#[test]
fn a_cancelled_refetch_asks_for_no_more_pages() {
    let (world, library, book) = opened(3, None);
    library.new_edition();
    book.refetch();
    world.pass(150);
    world.client.cancel(&key());
    world.pass(500);
    assert_eq!(
        (library.asked(), texts(&book)),
        (vec![1, 2], vec!["1.0".to_owned(), "2.0".into(), "3.0".into()])
    );
}
