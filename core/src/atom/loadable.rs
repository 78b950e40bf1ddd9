//! Atoms that are computed by futures.

use super::config::{Front, HasFront, Readable};
use super::{Atom, Derived, Error, Reader, Store};
use crate::platform::Spawn;
use futures::future::LocalBoxFuture;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Why a future has failed.
pub type LoadError = Rc<dyn std::error::Error>;

/// How far an [`AsyncDerived`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LoadStatus {
    /// A future is under way.
    Loading,
    /// The future has yielded a value.
    Ready,
    /// The future has failed.
    Failed,
}

/// What an [`AsyncDerived`] holds.
#[derive(Debug, Clone)]
pub struct Loadable<T> {
    status: LoadStatus,
    value: Option<T>,
    error: Option<LoadError>,
}

impl<T> Loadable<T> {
    /// Returns how far the atom is.
    #[must_use]
    pub fn status(&self) -> LoadStatus {
        self.status
    }

    /// Returns whether a future is under way.
    #[must_use]
    pub fn is_loading(&self) -> bool {
        self.status == LoadStatus::Loading
    }

    /// Returns the last value that a future has yielded: while the next one is
    /// under way, or has failed, the one of before.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// Returns why the last future has failed.
    #[must_use]
    pub fn error(&self) -> Option<&LoadError> {
        self.error.as_ref()
    }
}

impl<T: PartialEq> PartialEq for Loadable<T> {
    fn eq(&self, other: &Self) -> bool {
        let is_same_error = match (&self.error, &other.error) {
            (Some(one), Some(another)) => Rc::ptr_eq(one, another),
            (None, None) => true,
            _ => false,
        };
        self.status == other.status && self.value == other.value && is_same_error
    }
}

/// State that is computed from other atoms by a future.
///
/// A change of what was read makes another future; the one before is dropped,
/// which aborts what it does. It is lazy: nothing is loaded before somebody
/// reads or observes it.
///
/// ```
/// use std::rc::Rc;
/// use vitrine_core::atom::{AsyncDerived, Atom, LoadStatus, Store};
/// use vitrine_core::platform::LocalSpawn;
/// let (store, executor, id) = (Store::default(), LocalSpawn::default(), Atom::new("id", 1));
/// let name = AsyncDerived::new("name", Rc::new(executor.clone()), {
///     let id = id.clone();
///     move |reader| {
///         let id = reader.get(&id)?;
///         Ok(Box::pin(async move { Ok::<_, std::fmt::Error>(format!("name {id}")) }))
///     }
/// });
/// assert_eq!(store.get(&name).status(), LoadStatus::Loading);
/// executor.run_until_stalled();
/// assert_eq!(store.get(&name).value().unwrap(), "name 1");
/// store.set(&id, 2);
/// assert_eq!(store.get(&name).value().unwrap(), "name 1");
/// executor.run_until_stalled();
/// assert_eq!(store.get(&name).value().unwrap(), "name 2");
/// ```
pub struct AsyncDerived<T: 'static> {
    state: Derived<Loadable<T>>,
    times: Atom<u64>,
}

/// The result of one run, as the atom of answers holds it.
#[derive(Clone)]
struct Answer<T> {
    run: u64,
    result: Result<(), LoadError>,
    value: Option<T>,
}

impl<T> PartialEq for Answer<T> {
    fn eq(&self, other: &Self) -> bool {
        self.run == other.run
    }
}

/// One run of the read function; its future is dropped with it.
#[derive(Clone)]
struct Run {
    number: u64,
    _abort: Rc<Abort>,
}

impl PartialEq for Run {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

struct Abort(Rc<dyn Abortable>);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

trait Abortable {
    fn abort(&self);
}

/// A future that can be taken away from whoever runs it.
struct Job<O> {
    future: RefCell<Option<LocalBoxFuture<'static, O>>>,
    waker: RefCell<Option<Waker>>,
    is_aborted: Cell<bool>,
}

impl<O> Abortable for Job<O> {
    fn abort(&self) {
        self.is_aborted.set(true);
        // Nothing is there while the future runs, or has ended.
        let future = self.future.take();
        drop(future);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

impl<O> Job<O> {
    /// Runs the future; yields nothing when it was aborted.
    fn poll(&self, context: &mut Context<'_>) -> Poll<Option<O>> {
        let Some(mut future) = self.future.take() else { return Poll::Ready(None) };
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready((!self.is_aborted.get()).then_some(output)),
            Poll::Pending if self.is_aborted.get() => Poll::Ready(None),
            Poll::Pending => {
                self.future.replace(Some(future));
                self.waker.replace(Some(context.waker().clone()));
                Poll::Pending
            }
        }
    }
}

impl<T: Clone + PartialEq + 'static> AsyncDerived<T> {
    /// Returns an atom whose value comes from the future that `read` returns;
    /// dependencies are what `read` gets from its [`Reader`] before.
    #[must_use]
    pub fn new<E, F>(label: impl Into<Cow<'static, str>>, spawn: Rc<dyn Spawn>, read: F) -> Self
    where
        E: std::error::Error + 'static,
        F: Fn(&Reader<'_>) -> Result<LocalBoxFuture<'static, Result<T, E>>, Error> + 'static,
    {
        let label = label.into();
        let times = Atom::new("times", 0);
        let answers: Atom<Option<Answer<T>>> = Atom::new("answer", None);
        let last_run = Cell::new(0);
        let runs = {
            let (answers, times) = (answers.clone(), times.clone());
            Derived::new(label.clone(), move |reader| {
                reader.get(&times)?;
                let future = read(reader)?;
                let number = last_run.get() + 1;
                last_run.set(number);
                let future: LocalBoxFuture<'static, Result<T, LoadError>> =
                    Box::pin(async move { future.await.map_err(|error| Rc::new(error) as _) });
                Ok(start(reader, &spawn, future, &answers, number))
            })
        };
        let state = Derived::new(label, move |reader| {
            let (run, answer) = (reader.get(&runs)?, reader.get(&answers)?);
            let is_current = answer.as_ref().is_some_and(|answer| answer.run == run.number);
            let (value, result) = match answer {
                Some(answer) => (answer.value, answer.result),
                None => (None, Ok(())),
            };
            let error = result.err();
            Ok(match (is_current, error) {
                (false, _) => Loadable { status: LoadStatus::Loading, value, error: None },
                (true, None) => Loadable { status: LoadStatus::Ready, value, error: None },
                (true, error) => Loadable { status: LoadStatus::Failed, value, error },
            })
        });
        Self { state, times }
    }

    /// Loads again, although nothing has changed.
    pub fn reload(&self, store: &Store) {
        store.update(&self.times, |times| *times += 1);
    }

    /// Waits until nothing is loading.
    ///
    /// # Errors
    /// Fails as the future of the atom does, or its read function.
    pub async fn settled(&self, store: &Store) -> Result<T, LoadError> {
        let waker: Rc<RefCell<Option<Waker>>> = Rc::default();
        let wake = Rc::clone(&waker);
        let _subscription = store.sub(&self.state, move || {
            if let Some(waker) = wake.take() {
                waker.wake();
            }
        });
        poll_fn(move |context| match store.try_get(&self.state) {
            Err(error) => Poll::Ready(Err(Rc::new(error) as LoadError)),
            Ok(Loadable { status: LoadStatus::Ready, value: Some(value), .. }) => {
                Poll::Ready(Ok(value))
            }
            Ok(Loadable { error: Some(error), .. }) => Poll::Ready(Err(error)),
            Ok(_) => {
                waker.replace(Some(context.waker().clone()));
                Poll::Pending
            }
        })
        .await
    }
}

/// Runs `future` once the graph is at rest; its result goes to `answers`.
fn start<T: Clone + PartialEq + 'static>(
    reader: &Reader<'_>,
    spawn: &Rc<dyn Spawn>,
    future: LocalBoxFuture<'static, Result<T, LoadError>>,
    answers: &Atom<Option<Answer<T>>>,
    run: u64,
) -> Run {
    let job = Rc::new(Job {
        future: RefCell::new(Some(future)),
        waker: RefCell::default(),
        is_aborted: Cell::new(false),
    });
    let abort = Rc::new(Abort(Rc::clone(&job) as Rc<dyn Abortable>));
    let (store, answers) = (Rc::downgrade(&reader.store().inner), answers.clone());
    let task = async move {
        let Some(result) = poll_fn(|context| job.poll(context)).await else { return };
        let Some(inner) = store.upgrade() else { return };
        let store = Store { inner };
        let before = store.get(&answers).and_then(|answer| answer.value);
        let (value, result) = match result {
            Ok(value) => (Some(value), Ok(())),
            Err(error) => (before, Err(error)),
        };
        store.set(&answers, Some(Answer { run, result, value }));
    };
    let spawn = Rc::clone(spawn);
    reader.inner.defer(Box::new(move || spawn.spawn(Box::pin(task))));
    Run { number: run, _abort: abort }
}

impl<T: 'static> HasFront for AsyncDerived<T> {
    type Held = Loadable<T>;

    fn front(&self) -> &Front<Loadable<T>> {
        self.state.front()
    }
}

impl<T: Clone + PartialEq + 'static> Readable for AsyncDerived<T> {
    type Value = Loadable<T>;
}

impl<T: 'static> super::family::Handle for AsyncDerived<T> {
    type Weak = (<Derived<Loadable<T>> as super::family::Handle>::Weak, Atom<u64>);

    fn downgrade(&self) -> Self::Weak {
        (self.state.downgrade(), self.times.clone())
    }

    fn upgrade((state, times): &Self::Weak) -> Option<Self> {
        Derived::upgrade(state).map(|state| Self { state, times: times.clone() })
    }

    fn holders(&self) -> usize {
        self.state.holders()
    }

    fn attach(&self, guard: super::Subscription) {
        self.state.attach(guard);
    }
}

impl<T: 'static> Clone for AsyncDerived<T> {
    fn clone(&self) -> Self {
        Self { state: self.state.clone(), times: self.times.clone() }
    }
}

impl<T: 'static> fmt::Debug for AsyncDerived<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("AsyncDerived").field(&self.state.front().header.label).finish()
    }
}
