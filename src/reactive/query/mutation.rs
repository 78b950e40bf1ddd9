//! Writes in views.

use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use std::rc::Rc;
use vitrine_core::query::{
    MutationConfig, MutationObserver, MutationState, QueryClient, QueryError,
};

/// The mutations that a view starts, of which it shows the last.
pub struct MutationHandle<V: 'static, T: 'static> {
    trigger: StoredValue<ArcTrigger>,
    observer: StoredValue<MutationObserver<V, T>, LocalStorage>,
}

impl<V: 'static, T: 'static> Clone for MutationHandle<V, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V: 'static, T: 'static> Copy for MutationHandle<V, T> {}

impl<V: 'static, T: 'static> std::fmt::Debug for MutationHandle<V, T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("MutationHandle").finish_non_exhaustive()
    }
}

/// Starts mutations of `config` for the calling view. Those that run when the
/// view goes run on.
#[must_use]
pub fn use_mutation<V: 'static, T: 'static>(
    client: &QueryClient,
    config: MutationConfig<V, T>,
) -> MutationHandle<V, T> {
    let observer = client.observe_mutation(config);
    let trigger = ArcTrigger::new();
    let notify = trigger.clone();
    let subscription = observer.subscribe(move || notify.notify());
    // Stored in the Owner, so that it ends with the view.
    let _ = StoredValue::new_local(subscription);
    MutationHandle {
        trigger: StoredValue::new(trigger),
        observer: StoredValue::new_local(observer),
    }
}

impl<V: 'static, T: 'static> MutationHandle<V, T> {
    /// Reads the last mutation; a view that calls this is run again when it
    /// changes.
    pub fn with<R>(self, read: impl FnOnce(&MutationState<V, T>) -> R) -> R {
        self.trigger.with_value(ArcTrigger::track);
        self.with_untracked(read)
    }

    /// Reads the last mutation without being told of changes.
    pub fn with_untracked<R>(self, read: impl FnOnce(&MutationState<V, T>) -> R) -> R {
        read(&self.observer.with_value(MutationObserver::state))
    }

    /// Starts a mutation.
    pub fn mutate(self, variables: V) {
        self.observer.with_value(|observer| observer.mutate(variables));
    }

    /// Starts a mutation; the future is ready when it came to an end, and need
    /// not be awaited.
    ///
    /// # Errors
    /// The future fails with the last error of the write, or of a callback, or
    /// when the mutation is cancelled.
    pub fn mutate_async(
        self,
        variables: V,
    ) -> LocalBoxFuture<'static, Result<Rc<T>, Rc<QueryError>>> {
        self.observer.with_value(|observer| observer.mutate_async(variables))
    }

    /// Cancels the mutation that is shown and takes back what it did at once.
    pub fn cancel(self) {
        self.observer.with_value(MutationObserver::cancel);
    }

    /// Shows no mutation any more; one that runs goes on.
    pub fn reset(self) {
        self.observer.with_value(MutationObserver::reset);
    }
}
