//! Several futures at a time.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

/// A future of one of several kinds.
pub type Task<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Runs `tasks`, at most `limit` of them at the same time and the first ones
/// first; returns their results in the order of the tasks.
///
/// For a handful of requests: all that run are asked whenever one has news,
/// which spares the bookkeeping of `futures`' own streams, 4 kB of every first
/// transfer.
pub async fn together<T>(limit: usize, tasks: Vec<Task<'_, T>>) -> Vec<T> {
    let mut results: Vec<Option<T>> = tasks.iter().map(|_| None).collect();
    let mut tasks: Vec<_> = tasks.into_iter().map(Some).collect();
    poll_fn(|context| {
        let mut running = 0;
        for (task, result) in tasks.iter_mut().zip(&mut results) {
            let Some(future) = task else { continue };
            if running == limit {
                break;
            }
            match future.as_mut().poll(context) {
                Poll::Ready(value) => {
                    *result = Some(value);
                    *task = None;
                }
                Poll::Pending => running += 1,
            }
        }
        if running == 0 { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    results.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::{Clock, ManualClock};
    use futures::executor::LocalPool;
    use futures::task::LocalSpawnExt;
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;
    use std::time::Duration;

    #[test]
    fn results_keep_the_order_and_the_limit_holds() {
        let clock = ManualClock::new(0);
        let (running, most) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
        let tasks = (0..5).map(|number: u64| -> Task<'static, u64> {
            let (clock, running, most) = (clock.clone(), Rc::clone(&running), Rc::clone(&most));
            Box::pin(async move {
                running.set(running.get() + 1);
                most.set(most.get().max(running.get()));
                clock.sleep(Duration::from_millis(10 - number)).await;
                running.set(running.get() - 1);
                number
            })
        });
        let results = Rc::new(RefCell::new(Vec::new()));
        let (all, into) = (together(2, tasks.collect()), Rc::clone(&results));
        let mut pool = LocalPool::new();
        pool.spawner().spawn_local(async move { *into.borrow_mut() = all.await }).unwrap();
        for _ in 0..60 {
            pool.run_until_stalled();
            clock.advance(Duration::from_millis(1));
        }
        assert_eq!(*results.borrow(), [0, 1, 2, 3, 4]);
        assert_eq!(most.get(), 2);
    }

    #[test]
    fn nothing_to_run_is_done_at_once() {
        assert!(futures::executor::block_on(together::<u8>(3, Vec::new())).is_empty());
    }
}
