//! Futures that can be dropped after they were spawned.

use crate::platform::Spawn;
use futures::future::LocalBoxFuture;
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Keeps a spawned future alive; dropping the guard drops the future at once,
/// with everything it holds, such as a request.
pub(super) struct TaskGuard(Rc<Task>);

struct Task {
    /// `None` while the future is polled and once it is gone.
    future: RefCell<Option<LocalBoxFuture<'static, ()>>>,
    waker: RefCell<Option<Waker>>,
    is_cancelled: Cell<bool>,
}

/// Runs `future` until it ends or the guard is dropped.
pub(super) fn spawn(spawn: &dyn Spawn, future: LocalBoxFuture<'static, ()>) -> TaskGuard {
    let task = Rc::new(Task {
        future: RefCell::new(Some(future)),
        waker: RefCell::default(),
        is_cancelled: Cell::new(false),
    });
    let running = Rc::clone(&task);
    spawn.spawn(Box::pin(poll_fn(move |context| running.poll(context))));
    TaskGuard(task)
}

impl Task {
    fn poll(&self, context: &mut Context<'_>) -> Poll<()> {
        let Some(mut future) = self.future.take() else { return Poll::Ready(()) };
        if self.is_cancelled.get() || future.as_mut().poll(context).is_ready() {
            return Poll::Ready(());
        }
        if self.is_cancelled.get() {
            return Poll::Ready(());
        }
        *self.future.borrow_mut() = Some(future);
        *self.waker.borrow_mut() = Some(context.waker().clone());
        Poll::Pending
    }
}

impl Drop for TaskGuard {
    fn drop(&mut self) {
        self.0.is_cancelled.set(true);
        let future = self.0.future.take();
        drop(future);
        // The executor lets go of the empty task when it polls it once more.
        if let Some(waker) = self.0.waker.take() {
            waker.wake();
        }
    }
}
