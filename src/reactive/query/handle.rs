//! Queries in views.

use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use std::error::Error;
use std::rc::Rc;
use vitrine_core::query::{Fetcher, QueryClient, QueryError, QueryKey, QueryObserver, QueryState};

/// A query as a view reads it.
pub struct QueryHandle<T: PartialEq + 'static> {
    state_trigger: StoredValue<ArcTrigger>,
    result_trigger: StoredValue<ArcTrigger>,
    observer: StoredValue<QueryObserver<T>, LocalStorage>,
}

impl<T: PartialEq + 'static> Clone for QueryHandle<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: PartialEq + 'static> Copy for QueryHandle<T> {}

impl<T: PartialEq + 'static> std::fmt::Debug for QueryHandle<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("QueryHandle").finish_non_exhaustive()
    }
}

impl<T: PartialEq + 'static> QueryHandle<T> {
    /// Reads the state; a view that calls this is run again when it changes.
    pub fn with<R>(self, read: impl FnOnce(&QueryState<T>) -> R) -> R {
        self.state_trigger.with_value(ArcTrigger::track);
        self.with_untracked(read)
    }

    /// Reads the state; a view that calls this is run again when the data or
    /// the error change, but not when a fetch begins or ends without news.
    pub fn with_result<R>(self, read: impl FnOnce(&QueryState<T>) -> R) -> R {
        self.result_trigger.with_value(ArcTrigger::track);
        self.with_untracked(read)
    }

    /// Reads the state without being told of changes.
    pub fn with_untracked<R>(self, read: impl FnOnce(&QueryState<T>) -> R) -> R {
        read(&self.observer.with_value(QueryObserver::state))
    }

    /// Fetches again, however fresh the data is.
    pub fn refetch(self) {
        self.observer.with_value(QueryObserver::refetch);
    }

    /// Returns the observer, for all that a handle has no word for: options,
    /// polling, placeholders.
    #[must_use]
    pub fn observer(self) -> QueryObserver<T> {
        self.observer.with_value(Clone::clone)
    }
}

/// Holds `observer` for as long as the calling view lives.
#[must_use]
pub fn use_observer<T: PartialEq + 'static>(observer: QueryObserver<T>) -> QueryHandle<T> {
    let (state_trigger, result_trigger) = (ArcTrigger::new(), ArcTrigger::new());
    let notify_state = state_trigger.clone();
    let notify_result = result_trigger.clone();
    let state = observer.subscribe(move || notify_state.notify());
    let result = observer.subscribe_result(move || notify_result.notify());
    // Stored in the Owner, so that all end with the view.
    let _ = StoredValue::new_local((state, result));
    QueryHandle {
        state_trigger: StoredValue::new(state_trigger),
        result_trigger: StoredValue::new(result_trigger),
        observer: StoredValue::new_local(observer),
    }
}

/// Observes the query that `source` names for as long as the calling view
/// lives, and moves on to another one when what `source` reads changes.
///
/// `source` returns the key and the function that fetches.
#[must_use]
pub fn use_query<T, E, F>(
    client: &QueryClient,
    source: impl Fn() -> (QueryKey, F) + 'static,
) -> QueryHandle<T>
where
    T: PartialEq + 'static,
    E: Error + 'static,
    F: Fn() -> LocalBoxFuture<'static, Result<T, E>> + 'static,
{
    let (key, fetch) = untrack(&source);
    let observer = client.observe(&key, client.defaults(), fetcher(fetch));
    let handle = use_observer(observer);
    let mut shown = key;
    // Without its own type the closure takes no further code of an effect.
    let follow: Box<dyn FnMut()> = Box::new(move || {
        let (next, fetch) = source();
        if next != shown {
            handle.observer.with_value(|observer| observer.set_key(&next, fetcher(fetch)));
            shown = next;
        }
    });
    Effect::new(follow);
    handle
}

/// Fetches a query that a view will soon observe, unless its data is there.
pub fn prefetch<T, E, F>(client: &QueryClient, (key, fetch): (QueryKey, F))
where
    T: PartialEq + 'static,
    E: Error + 'static,
    F: Fn() -> LocalBoxFuture<'static, Result<T, E>> + 'static,
{
    client.prefetch(&key, client.defaults(), fetcher(fetch));
}

fn fetcher<T, E, F>(fetch: F) -> Fetcher<T>
where
    E: Error + 'static,
    F: Fn() -> LocalBoxFuture<'static, Result<T, E>> + 'static,
    T: 'static,
{
    Rc::new(move || {
        let answer = fetch();
        Box::pin(async move { answer.await.map_err(QueryError::new) })
    })
}
