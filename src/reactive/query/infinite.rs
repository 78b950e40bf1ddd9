//! Queries that grow page by page, in views.

use super::handle::{QueryHandle, use_observer};
use leptos::prelude::*;
use std::ops::Range;
use vitrine_core::query::{
    InfiniteObserver, InfiniteOptions, Pages, QueryClient, QueryKey, QueryOptions, QueryState,
};

/// An infinite query as a view reads it.
pub struct InfiniteHandle<P, T>
where
    P: Clone + PartialEq + 'static,
    T: PartialEq + 'static,
{
    query: QueryHandle<Pages<P, T>>,
    observer: StoredValue<InfiniteObserver<P, T>, LocalStorage>,
}

impl<P: Clone + PartialEq + 'static, T: PartialEq + 'static> Clone for InfiniteHandle<P, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: Clone + PartialEq + 'static, T: PartialEq + 'static> Copy for InfiniteHandle<P, T> {}

impl<P, T> std::fmt::Debug for InfiniteHandle<P, T>
where
    P: Clone + PartialEq + 'static,
    T: PartialEq + 'static,
{
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("InfiniteHandle").finish_non_exhaustive()
    }
}

/// Observes an infinite query for as long as the calling view lives.
#[must_use]
pub fn use_infinite<P, T>(
    client: &QueryClient,
    key: &QueryKey,
    options: QueryOptions,
    pages: InfiniteOptions<P, T>,
) -> InfiniteHandle<P, T>
where
    P: Clone + PartialEq + 'static,
    T: PartialEq + 'static,
{
    let observer = client.observe_infinite(key, options, pages);
    let query = use_observer(observer.observer().clone());
    InfiniteHandle { query, observer: StoredValue::new_local(observer) }
}

impl<P: Clone + PartialEq + 'static, T: PartialEq + 'static> InfiniteHandle<P, T> {
    /// Returns the query of the pages as a whole.
    #[must_use]
    pub fn query(self) -> QueryHandle<Pages<P, T>> {
        self.query
    }

    /// Reads the state; a view that calls this is run again when it changes.
    pub fn with<R>(self, read: impl FnOnce(&QueryState<Pages<P, T>>) -> R) -> R {
        self.query.with(read)
    }

    /// Adds the page behind the last one, if there is one.
    pub fn fetch_next_page(self) {
        self.observer.with_value(InfiniteObserver::fetch_next_page);
    }

    /// Adds the page before the first one, if there is one.
    pub fn fetch_previous_page(self) {
        self.observer.with_value(InfiniteObserver::fetch_previous_page);
    }

    /// Lets a refetch fetch only the pages in sight, counted from 0.
    pub fn set_visible(self, pages: Range<usize>) {
        self.observer.with_value(|observer| observer.set_visible(pages));
    }

    /// Returns whether there is a page behind the last one; a view that calls
    /// this is run again when the pages change.
    #[must_use]
    pub fn has_next_page(self) -> bool {
        self.query.with_result(|_| ());
        self.observer.with_value(InfiniteObserver::has_next_page)
    }

    /// Returns whether there is a page before the first one; see
    /// [`has_next_page`](Self::has_next_page).
    #[must_use]
    pub fn has_previous_page(self) -> bool {
        self.query.with_result(|_| ());
        self.observer.with_value(InfiniteObserver::has_previous_page)
    }

    /// Returns whether the page behind the last one is being fetched; a view
    /// that calls this is run again when the state changes.
    #[must_use]
    pub fn is_fetching_next_page(self) -> bool {
        self.query.with(|_| ());
        self.observer.with_value(InfiniteObserver::is_fetching_next_page)
    }

    /// Returns whether the page before the first one is being fetched; see
    /// [`is_fetching_next_page`](Self::is_fetching_next_page).
    #[must_use]
    pub fn is_fetching_previous_page(self) -> bool {
        self.query.with(|_| ());
        self.observer.with_value(InfiniteObserver::is_fetching_previous_page)
    }
}
