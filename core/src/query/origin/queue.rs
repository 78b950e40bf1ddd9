//! Places for tries, and those who wait for one.

use super::super::planted::{Planted, is_planted};
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// Who goes first: the greater rank, and then the earlier.
type Rank = (bool, i32);

/// A number of places that are given out by rank.
#[derive(Default)]
pub(super) struct Queue {
    taken: Cell<usize>,
    last: Cell<u64>,
    waiting: RefCell<Vec<Waiting>>,
}

struct Waiting {
    id: u64,
    rank: Rank,
    waker: Option<Waker>,
}

/// A place; dropping it gives it to the next.
pub(super) struct Place(Rc<Queue>);

/// A place in the line; dropping it leaves the line.
struct Ticket {
    queue: Rc<Queue>,
    id: u64,
}

impl Queue {
    pub(super) fn taken(&self) -> usize {
        self.taken.get()
    }

    pub(super) fn waiting(&self) -> usize {
        self.waiting.borrow().len()
    }

    /// Waits for one of `places`.
    pub(super) async fn enter(self: Rc<Self>, rank: Rank, places: usize) -> Place {
        let id = self.last.get() + 1;
        self.last.set(id);
        self.waiting.borrow_mut().push(Waiting { id, rank, waker: None });
        let ticket = Ticket { queue: Rc::clone(&self), id };
        poll_fn(|context| {
            if self.taken.get() < places && self.first() == Some(id) {
                return Poll::Ready(());
            }
            let mut waiting = self.waiting.borrow_mut();
            if let Some(own) = waiting.iter_mut().find(|other| other.id == id) {
                own.waker = Some(context.waker().clone());
            }
            Poll::Pending
        })
        .await;
        self.taken.set(self.taken.get() + 1);
        let place = Place(Rc::clone(&self));
        // Leaving the line wakes the next, which may find a place as well.
        drop(ticket);
        place
    }

    fn first(&self) -> Option<u64> {
        let waiting = self.waiting.borrow();
        let first = waiting.iter().max_by_key(|one| (one.rank, u64::MAX - one.id));
        first.map(|first| first.id)
    }

    fn wake_first(&self) {
        let first = self.first();
        let waker = {
            let mut waiting = self.waiting.borrow_mut();
            waiting.iter_mut().find(|one| Some(one.id) == first).and_then(|one| one.waker.take())
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if is_planted(Planted::PlaceIsKept) {
            return;
        }
        self.0.taken.set(self.0.taken.get() - 1);
        self.0.wake_first();
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.queue.waiting.borrow_mut().retain(|other| other.id != self.id);
        self.queue.wake_first();
    }
}
