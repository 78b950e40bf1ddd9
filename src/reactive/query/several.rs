//! Several queries in one view.

use leptos::prelude::*;
use vitrine_core::query::{QueriesObserver, QueryClient, QueryEntry, QueryState};

/// Several queries as a view reads them.
pub struct QueriesHandle<T: PartialEq + 'static> {
    trigger: StoredValue<ArcTrigger>,
    observer: StoredValue<QueriesObserver<T>, LocalStorage>,
}

impl<T: PartialEq + 'static> Clone for QueriesHandle<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: PartialEq + 'static> Copy for QueriesHandle<T> {}

impl<T: PartialEq + 'static> std::fmt::Debug for QueriesHandle<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("QueriesHandle").finish_non_exhaustive()
    }
}

/// Observes the queries that `source` names for as long as the calling view
/// lives, and others when what `source` reads changes.
#[must_use]
pub fn use_queries<T: PartialEq + 'static>(
    client: &QueryClient,
    source: impl Fn() -> Vec<QueryEntry<T>> + 'static,
) -> QueriesHandle<T> {
    let observer = client.observe_all(untrack(&source));
    let trigger = ArcTrigger::new();
    let notify = trigger.clone();
    let subscription = observer.subscribe(move || notify.notify());
    // Stored in the Owner, so that it ends with the view.
    let _ = StoredValue::new_local(subscription);
    let handle = QueriesHandle {
        trigger: StoredValue::new(trigger),
        observer: StoredValue::new_local(observer),
    };
    Effect::new(move || {
        let queries = source();
        handle.observer.with_value(|observer| observer.set_queries(queries));
    });
    handle
}

impl<T: PartialEq + 'static> QueriesHandle<T> {
    /// Reads the states in their order; a view that calls this is run again
    /// when one changes.
    pub fn with<R>(self, read: impl FnOnce(&[QueryState<T>]) -> R) -> R {
        self.trigger.with_value(ArcTrigger::track);
        read(&self.observer.with_value(QueriesObserver::states))
    }

    /// Fetches all again, however fresh they are.
    pub fn refetch(self) {
        self.observer.with_value(QueriesObserver::refetch);
    }
}
