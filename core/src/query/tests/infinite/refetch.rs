//! Pages that are fetched again.

use super::super::harness::cases;
use super::{key, opened, texts};
use crate::query::{Activity, PageRefetch, QueryFilter};
use std::rc::Rc;

#[test]
fn a_refetch_goes_from_the_first_page_on_one_after_the_other() {
    let (world, library, book) = opened(3, None);
    library.new_edition();
    book.refetch();
    assert!(book.is_refetching() && !book.is_fetching_next_page());
    world.pass(50);
    assert_eq!(library.asked(), [1]);
    world.pass(100);
    assert_eq!(
        (library.asked(), texts(&book)),
        (vec![1, 2], vec!["1.0".to_owned(), "2.0".into(), "3.0".into()])
    );
    world.pass(200);
    assert_eq!(texts(&book), ["1.1", "2.1", "3.1"]);
}

#[test]
fn a_refetch_of_a_bounded_query_starts_where_it_starts() {
    let (world, library, book) = opened(5, Some(2));
    library.new_edition();
    book.refetch();
    world.pass(300);
    assert_eq!(
        (library.asked(), texts(&book)),
        (vec![4, 5], vec!["4.1".to_owned(), "5.1".to_owned()])
    );
}

#[test]
fn a_refetch_ends_where_the_pages_end_now() {
    let (world, library, book) = opened(4, None);
    library.new_edition();
    library.bounds.set((1, 2));
    book.refetch();
    world.pass(500);
    assert_eq!(
        (library.asked(), texts(&book)),
        (vec![1, 2], vec!["1.1".to_owned(), "2.1".to_owned()])
    );
}

#[test]
fn pages_that_are_equal_keep_their_allocation() {
    let (world, library, book) = opened(2, None);
    let before = book.state().data.unwrap();
    book.refetch();
    world.pass(300);
    assert!(Rc::ptr_eq(&before, &book.state().data.unwrap()), "nothing changed at all");
    library.new_edition();
    library.bounds.set((1, 1));
    book.fetch_next_page();
    library.bounds.set((1, 9));
    book.fetch_next_page();
    world.pass(100);
    let after = book.state().data.unwrap();
    assert!(Rc::ptr_eq(&before.pages[0], &after.pages[0]) && after.len() == 3);
}

/// Refetches five pages with these in sight; expects these to be asked for.
fn renews(start: usize, end: usize, expected: &[i32]) {
    let (world, library, book) = opened(5, None);
    library.new_edition();
    book.set_visible(start..end);
    book.refetch();
    world.pass(600);
    assert_eq!(library.asked(), expected);
    let fresh: Vec<bool> = texts(&book).iter().map(|text| text.ends_with(".1")).collect();
    let wanted: Vec<bool> = (1..=5).map(|page| expected.contains(&page)).collect();
    assert_eq!((fresh, texts(&book).len()), (wanted, 5));
}

cases! { renews:
    pages_in_sight_are_fetched_alone(1, 3, &[2, 3]);
    the_first_page_in_sight_is_fetched_alone(0, 1, &[1]);
    the_last_pages_in_sight_are_fetched_alone(3, 5, &[4, 5]);
    pages_beyond_the_last_are_no_pages(3, 99, &[4, 5]);
    nothing_in_sight_is_the_first_page(2, 2, &[1]);
    what_is_beyond_is_the_first_page(7, 9, &[1]);
    all_in_sight_are_all(0, 5, &[1, 2, 3, 4, 5]);
}

#[test]
fn all_pages_can_be_wanted_again() {
    let (world, library, book) = opened(2, None);
    book.set_visible(0..1);
    book.set_refetch(PageRefetch::All);
    library.new_edition();
    world.client.invalidate(&key());
    world.pass(300);
    assert_eq!(library.asked(), [1, 2]);
}

#[test]
fn an_invalidation_refetches_as_the_observer_wants() {
    let (world, library, book) = opened(3, None);
    book.set_visible(2..3);
    library.new_edition();
    world.client.invalidate(&key());
    world.pass(300);
    assert_eq!(library.asked(), [3]);
}

#[test]
fn an_invalidation_while_a_page_comes_refetches_the_pages() {
    let (world, library, book) = opened(2, None);
    book.fetch_next_page();
    world.pass(50);
    library.new_edition();
    world.client.invalidate(&key());
    world.pass(400);
    assert_eq!(
        (library.asked(), texts(&book)),
        (vec![1, 2], vec!["1.1".to_owned(), "2.1".to_owned()])
    );
}

#[test]
fn a_page_that_is_wanted_while_pages_are_refetched_comes_first() {
    let (world, library, book) = opened(2, None);
    library.new_edition();
    book.refetch();
    world.pass(50);
    book.fetch_next_page();
    world.pass(100);
    assert_eq!(texts(&book), ["1.0", "2.0", "3.1"], "without waiting for the others");
    assert!(book.is_refetching(), "which are made up for");
    world.pass(400);
    assert_eq!(
        (texts(&book), library.asked()),
        (vec!["1.1".to_owned(), "2.1".into(), "3.1".into()], vec![1, 3, 1, 2, 3])
    );
}

#[test]
fn a_page_after_stale_pages_leaves_them_to_a_refetch() {
    let (world, library, book) = opened(2, None);
    library.new_edition();
    world.client.invalidate_where(&QueryFilter::default(), Activity::Nobody);
    book.fetch_next_page();
    world.pass(600);
    assert_eq!(texts(&book), ["1.1", "2.1", "3.1"]);
    assert!(!book.state().is_stale);
}

#[test]
fn asking_for_the_next_page_twice_asks_once_more_for_the_same() {
    let (world, library, book) = opened(1, None);
    book.fetch_next_page();
    world.pass(50);
    book.fetch_next_page();
    world.pass(100);
    assert_eq!((library.asked(), texts(&book).len()), (vec![1, 2, 2], 2));
}
