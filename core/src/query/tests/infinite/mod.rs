//! Scenarios of queries that grow page by page.

mod failure;
mod grow;
mod refetch;

use super::harness::{Refused, World};
use crate::platform::Clock;
use crate::query::{InfiniteObserver, InfiniteOptions, Pages, QueryError, QueryKey, QueryOptions};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

type Book = InfiniteObserver<i32, String>;

/// Serves pages from `first` to `last`, each in 100 ms.
#[derive(Clone)]
struct Library {
    clock: crate::platform::ManualClock,
    bounds: Rc<Cell<(i32, i32)>>,
    edition: Rc<Cell<u32>>,
    asked: Rc<RefCell<Vec<i32>>>,
    /// The page that fails, and how often.
    fails: Rc<Cell<(i32, u32)>>,
}

impl Library {
    fn new(world: &World) -> Self {
        Self {
            clock: world.clock.clone(),
            bounds: Rc::new(Cell::new((1, 9))),
            edition: Rc::default(),
            asked: Rc::default(),
            fails: Rc::default(),
        }
    }

    fn options(&self) -> InfiniteOptions<i32, String> {
        let (next, previous, library) = (self.clone(), self.clone(), self.clone());
        let fetch = move |request: crate::query::PageRequest<i32>| {
            let page = request.param;
            library.asked.borrow_mut().push(page);
            let (failing, times) = library.fails.get();
            let fails = failing == page && times > 0;
            if fails {
                library.fails.set((failing, times - 1));
            }
            let edition = library.edition.get();
            let sleep = library.clock.sleep(Duration::from_millis(100));
            let answer: futures::future::LocalBoxFuture<'static, Result<String, QueryError>> =
                Box::pin(async move {
                    sleep.await;
                    if fails {
                        return Err(QueryError::new(Refused(500)));
                    }
                    Ok(format!("{page}.{edition}"))
                });
            answer
        };
        InfiniteOptions {
            previous: Rc::new(move |pages: &Pages<i32, String>| {
                let page = pages.first()?.1 - 1;
                (page >= previous.bounds.get().0).then_some(page)
            }),
            ..InfiniteOptions::new(
                1,
                move |pages: &Pages<i32, String>| {
                    let page = pages.last()?.1 + 1;
                    (page <= next.bounds.get().1).then_some(page)
                },
                Rc::new(fetch),
            )
        }
    }

    /// Forgets what was asked for and prints anew.
    fn new_edition(&self) {
        self.asked.borrow_mut().clear();
        self.edition.set(self.edition.get() + 1);
    }

    fn asked(&self) -> Vec<i32> {
        self.asked.borrow().clone()
    }
}

fn key() -> QueryKey {
    QueryKey::from("book")
}

/// Returns a query that has grown to so many pages.
fn opened(pages: usize, max_pages: Option<usize>) -> (World, Library, Book) {
    let world = World::new();
    let library = Library::new(&world);
    let options = QueryOptions { stale_time: Duration::MAX, ..world.once() };
    let pages_options = InfiniteOptions { max_pages, ..library.options() };
    let book = world.client.observe_infinite(&key(), options, pages_options);
    world.pass(100);
    for _ in 1..pages {
        book.fetch_next_page();
        world.pass(100);
    }
    (world, library, book)
}

fn texts(book: &Book) -> Vec<String> {
    let data = book.state().data.unwrap_or_default();
    assert_eq!(data.pages.len(), data.params.len());
    data.pages.iter().map(|page| (**page).clone()).collect()
}
