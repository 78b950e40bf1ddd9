//! Time.

use futures::future::LocalBoxFuture;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};
use std::time::Duration;

/// Tells and waits for time.
pub trait Clock: fmt::Debug {
    /// Returns the milliseconds since the Unix epoch.
    fn now(&self) -> u64;

    /// Returns a future that is ready once `duration` has passed.
    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'static, ()>;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

#[cfg(target_arch = "wasm32")]
impl Clock for SystemClock {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "milliseconds since 1970 are positive and fit in 53 bits"
    )]
    fn now(&self) -> u64 {
        js_sys::Date::now() as u64
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'static, ()> {
        Box::pin(gloo_timers::future::sleep(duration))
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Clock for SystemClock {
    fn now(&self) -> u64 {
        let elapsed = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        elapsed.map_or(0, |elapsed| u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX))
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'static, ()> {
        std::thread::sleep(duration);
        Box::pin(std::future::ready(()))
    }
}

/// A clock that moves only when told to, for tests and the simulator.
///
/// ```
/// use std::time::Duration;
/// use vitrine_core::platform::{Clock, ManualClock};
/// let clock = ManualClock::new(1_000);
/// clock.advance(Duration::from_millis(20));
/// assert_eq!(clock.now(), 1_020);
/// ```
#[derive(Clone, Default)]
pub struct ManualClock {
    inner: Rc<ManualInner>,
}

#[derive(Default)]
struct ManualInner {
    now: Cell<u64>,
    sleepers: RefCell<Vec<(u64, Waker)>>,
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("ManualClock").field(&self.inner.now.get()).finish()
    }
}

impl ManualClock {
    /// Returns a clock that shows `now`, in milliseconds since the Unix epoch.
    #[must_use]
    pub fn new(now: u64) -> Self {
        let clock = Self::default();
        clock.inner.now.set(now);
        clock
    }

    /// Moves the clock forward and wakes the sleepers whose time has come.
    pub fn advance(&self, duration: Duration) {
        let now = self.inner.now.get() + u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        self.inner.now.set(now);
        let due: Vec<Waker> = {
            let mut sleepers = self.inner.sleepers.borrow_mut();
            let (due, waiting) = std::mem::take(&mut *sleepers)
                .into_iter()
                .partition::<Vec<_>, _>(|(deadline, _)| *deadline <= now);
            *sleepers = waiting;
            due.into_iter().map(|(_, waker)| waker).collect()
        };
        due.into_iter().for_each(Waker::wake);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> u64 {
        self.inner.now.get()
    }

    fn sleep(&self, duration: Duration) -> LocalBoxFuture<'static, ()> {
        let inner = Rc::clone(&self.inner);
        let deadline = inner.now.get() + u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        Box::pin(poll_fn(move |context| {
            if inner.now.get() >= deadline {
                return Poll::Ready(());
            }
            inner.sleepers.borrow_mut().push((deadline, context.waker().clone()));
            Poll::Pending
        }))
    }
}
