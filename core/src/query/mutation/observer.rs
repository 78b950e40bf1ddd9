//! Those who start mutations and show the last one.

use super::super::client::downcast;
use super::super::listeners::Listeners;
use super::super::{QueryClient, QueryError};
use super::cache::MutationCache;
use super::config::MutationConfig;
use super::run::Mutation;
use super::state::MutationState;
use crate::atom::Subscription;
use futures::FutureExt;
use futures::future::LocalBoxFuture;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

/// Starts mutations and shows the last one.
///
/// A cheap handle; clones are the same observer. Mutations go on when it is
/// dropped.
pub struct MutationObserver<V, T> {
    core: Rc<Core<V, T>>,
}

struct Core<V, T> {
    cache: MutationCache,
    config: RefCell<MutationConfig<V, T>>,
    current: RefCell<Option<Current>>,
    listeners: Listeners,
}

/// The mutation that is shown.
struct Current {
    mutation: Rc<Mutation>,
    _subscription: Subscription,
}

impl Drop for Current {
    fn drop(&mut self) {
        self.mutation.observers.set(self.mutation.observers.get() - 1);
        self.mutation.collect_later();
    }
}

impl QueryClient {
    /// Returns an observer that starts mutations of `config`.
    #[must_use]
    pub fn observe_mutation<V: 'static, T: 'static>(
        &self,
        config: MutationConfig<V, T>,
    ) -> MutationObserver<V, T> {
        let core = Core {
            cache: self.mutations(),
            config: RefCell::new(config),
            current: RefCell::default(),
            listeners: Listeners::default(),
        };
        MutationObserver { core: Rc::new(core) }
    }
}

impl<V: 'static, T: 'static> MutationObserver<V, T> {
    /// Returns the last mutation as it is now; idle where there is none.
    #[must_use]
    pub fn state(&self) -> MutationState<V, T> {
        let current = self.core.current.borrow();
        let state = current.as_ref().map(|current| current.mutation.state.borrow().clone());
        state.unwrap_or_default().typed()
    }

    /// Calls `callback` after each change of the state, until the guard is
    /// dropped.
    pub fn subscribe(&self, callback: impl Fn() + 'static) -> Subscription {
        self.core.listeners.subscribe(Rc::new(callback))
    }

    /// Starts a mutation and shows it.
    pub fn mutate(&self, variables: V) {
        self.start(variables);
    }

    /// Starts a mutation and shows it; the future is ready when it came to an
    /// end, and need not be awaited.
    ///
    /// # Errors
    /// The future fails with the last error of the write, or of a callback, or
    /// when the mutation is cancelled.
    pub fn mutate_async(
        &self,
        variables: V,
    ) -> LocalBoxFuture<'static, Result<Rc<T>, Rc<QueryError>>> {
        let end = self.start(variables).map(|mutation| mutation.wait());
        async move {
            let outcome = match end {
                Some(end) => end.await.ok(),
                None => None,
            };
            outcome.unwrap_or_else(|| Err(Rc::new(QueryError::cancelled()))).map(downcast)
        }
        .boxed_local()
    }

    /// Cancels the mutation that is shown, if it is not over.
    pub fn cancel(&self) {
        let mutation = self.core.current.borrow().as_ref().map(|it| Rc::clone(&it.mutation));
        if let Some(mutation) = mutation {
            mutation.cancel();
        }
    }

    /// Shows no mutation any more; one that runs goes on.
    pub fn reset(&self) {
        let before = self.core.current.take();
        if before.is_some() {
            drop(before);
            self.core.listeners.notify();
        }
    }

    /// Starts mutations of another configuration from now on. One that runs
    /// and has the same key takes the callbacks over; with another key none is
    /// shown any more.
    pub fn set_config(&self, config: MutationConfig<V, T>) {
        let is_same_key = self.core.config.borrow().steps.key == config.steps.key;
        *self.core.config.borrow_mut() = config.clone();
        if !is_same_key {
            self.reset();
            return;
        }
        if let Some(current) = self.core.current.borrow().as_ref()
            && current.mutation.is_pending()
        {
            *current.mutation.steps.borrow_mut() = config.steps;
        }
    }

    fn start(&self, variables: V) -> Option<Rc<Mutation>> {
        let steps = self.core.config.borrow().steps.clone();
        let mutation = self.core.cache.core.build(steps)?;
        let this = Rc::downgrade(&self.core);
        let notify = move || {
            if let Some(core) = this.upgrade() {
                core.listeners.notify();
            }
        };
        let subscription = mutation.listeners.subscribe(Rc::new(notify));
        mutation.observers.set(mutation.observers.get() + 1);
        let current = Current { mutation: Rc::clone(&mutation), _subscription: subscription };
        let before = self.core.current.replace(Some(current));
        drop(before);
        mutation.start(Rc::new(variables));
        Some(mutation)
    }
}

impl<V, T> Clone for MutationObserver<V, T> {
    fn clone(&self) -> Self {
        Self { core: Rc::clone(&self.core) }
    }
}

impl<V, T> fmt::Debug for MutationObserver<V, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("MutationObserver").field(&self.core.config.borrow()).finish()
    }
}
