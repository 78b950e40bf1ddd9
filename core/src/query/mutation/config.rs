//! How to write, and what follows.

use super::super::client::downcast;
use super::super::options::{NetworkMode, RetryPolicy};
use super::super::state::Erased;
use super::super::{QueryError, QueryKey};
use futures::FutureExt;
use futures::future::LocalBoxFuture;
use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;
use std::time::Duration;

/// Takes back what `on_mutate` did.
pub type Rollback = Box<dyn FnOnce()>;

/// A callback on its way; its error makes the mutation fail.
pub type MutationStep = LocalBoxFuture<'static, Result<(), QueryError>>;

pub(super) type Outcome = Result<Erased, Rc<QueryError>>;
type Write = Rc<dyn Fn(&Erased) -> LocalBoxFuture<'static, Result<Erased, QueryError>>>;
type OnMutate = Rc<dyn Fn(&Erased) -> Result<Option<Rollback>, QueryError>>;

type OnSuccess = Rc<dyn Fn(&Erased, &Erased) -> MutationStep>;
type OnError = Rc<dyn Fn(&Rc<QueryError>, &Erased) -> MutationStep>;
type OnSettled = Rc<dyn Fn(&Outcome, &Erased) -> MutationStep>;

/// A configuration before its types are known.
#[derive(Clone)]
pub(super) struct Steps {
    pub(super) key: QueryKey,
    pub(super) scope: Option<Rc<str>>,
    pub(super) retry: RetryPolicy,
    pub(super) network_mode: NetworkMode,
    pub(super) gc_time: Duration,
    pub(super) write: Write,
    pub(super) on_mutate: Option<OnMutate>,
    pub(super) on_success: Option<OnSuccess>,
    pub(super) on_error: Option<OnError>,
    pub(super) on_settled: Option<OnSettled>,
}

/// How mutations with variables `V` that bring a `T` are made; cheap to clone.
///
/// Without further words a mutation has the root for a key and no scope, is not
/// retried, waits for a network, and is forgotten five minutes after the last
/// of its observers.
pub struct MutationConfig<V, T> {
    pub(super) steps: Steps,
    types: PhantomData<fn(V) -> T>,
}

impl<V: 'static, T: 'static> MutationConfig<V, T> {
    /// Returns the configuration of mutations that `write` makes; dropping its
    /// future aborts the request.
    #[must_use]
    pub fn new(
        write: impl Fn(&V) -> LocalBoxFuture<'static, Result<T, QueryError>> + 'static,
    ) -> Self {
        let write: Write = Rc::new(move |variables| {
            let variables: Rc<V> = downcast(Rc::clone(variables));
            write(&variables).map(|result| result.map(|data| Rc::new(data) as Erased)).boxed_local()
        });
        let steps = Steps {
            key: QueryKey::root(),
            scope: None,
            retry: RetryPolicy::never(),
            network_mode: NetworkMode::default(),
            gc_time: Duration::from_mins(5),
            write,
            on_mutate: None,
            on_success: None,
            on_error: None,
            on_settled: None,
        };
        Self { steps, types: PhantomData }
    }

    /// Names the mutations, so that others find them.
    #[must_use]
    pub fn key(mut self, key: impl Into<QueryKey>) -> Self {
        self.steps.key = key.into();
        self
    }

    /// Runs them one after the other, with all others of the scope.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<Rc<str>>) -> Self {
        self.steps.scope = Some(scope.into());
        self
    }

    /// Sets how often and when a failed write is tried again; make sure that a
    /// write that arrived twice does no harm.
    #[must_use]
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.steps.retry = retry;
        self
    }

    /// Sets what they do without a network.
    #[must_use]
    pub fn network_mode(mut self, network_mode: NetworkMode) -> Self {
        self.steps.network_mode = network_mode;
        self
    }

    /// Sets for how long a mutation that came to an end is kept when nobody
    /// looks at it; [`Duration::MAX`] for ever.
    #[must_use]
    pub fn gc_time(mut self, gc_time: Duration) -> Self {
        self.steps.gc_time = gc_time;
        self
    }

    /// Sets what happens at once, and how to take it back. Failing means that
    /// nothing is written.
    #[must_use]
    pub fn on_mutate(
        mut self,
        on_mutate: impl Fn(&V) -> Result<Option<Rollback>, QueryError> + 'static,
    ) -> Self {
        self.steps.on_mutate =
            Some(Rc::new(move |variables| on_mutate(&downcast::<V>(Rc::clone(variables)))));
        self
    }

    /// Sets what follows a success; the mutation goes on until it is over.
    #[must_use]
    pub fn on_success(mut self, callback: impl Fn(Rc<T>, Rc<V>) -> MutationStep + 'static) -> Self {
        self.steps.on_success = Some(Rc::new(move |data, variables| {
            callback(downcast(Rc::clone(data)), downcast(Rc::clone(variables)))
        }));
        self
    }

    /// Sets what follows a failure.
    #[must_use]
    pub fn on_error(
        mut self,
        callback: impl Fn(Rc<QueryError>, Rc<V>) -> MutationStep + 'static,
    ) -> Self {
        self.steps.on_error = Some(Rc::new(move |error, variables| {
            callback(Rc::clone(error), downcast(Rc::clone(variables)))
        }));
        self
    }

    /// Sets what follows either.
    #[must_use]
    pub fn on_settled(
        mut self,
        callback: impl Fn(Result<Rc<T>, Rc<QueryError>>, Rc<V>) -> MutationStep + 'static,
    ) -> Self {
        self.steps.on_settled = Some(Rc::new(move |outcome, variables| {
            callback(outcome.clone().map(downcast), downcast(Rc::clone(variables)))
        }));
        self
    }
}

impl<V, T> Clone for MutationConfig<V, T> {
    fn clone(&self) -> Self {
        Self { steps: self.steps.clone(), types: PhantomData }
    }
}

impl<V, T> fmt::Debug for MutationConfig<V, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("MutationConfig")
            .field("key", &self.steps.key)
            .field("scope", &self.steps.scope)
            .finish_non_exhaustive()
    }
}
