//! Those who look at a query that grows.

use super::super::fetch::Request;
use super::super::observer::ObserverCore;
use super::super::{
    QueryClient, QueryError, QueryKey, QueryObserver, QueryOptions, QueryState, Status,
};
use super::fetch::Plan;
use super::options::{InfiniteOptions, PageDirection, PageRefetch, Pages};
use crate::atom::Subscription;
use futures::future::LocalBoxFuture;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::ops::Range;
use std::rc::Rc;

/// Which fetch of an entry was one for another page.
#[derive(Default)]
struct Growth {
    last: Cell<Option<(u64, PageDirection)>>,
    /// Whether the pages before it were to be fetched again, and were not.
    owes_refetch: Cell<bool>,
}

/// The result of a fetch of pages.
type PagesResult<P, T> = Result<Rc<Pages<P, T>>, Rc<QueryError>>;

/// Looks at an infinite query and makes it grow.
///
/// A cheap handle; clones are the same observer.
///
/// ```
/// # use std::rc::Rc;
/// # use vitrine_core::platform::{LocalSpawn, ManualClock};
/// # use vitrine_core::query::*;
/// # let spawn = LocalSpawn::default();
/// # let client = QueryClient::new(QueryClientOptions {
/// #     clock: Rc::new(ManualClock::default()),
/// #     spawn: Rc::new(spawn.clone()),
/// #     defaults: QueryOptions::default(),
/// # });
/// let options = InfiniteOptions::new(
///     1_u32,
///     |pages: &Pages<u32, String>| pages.last().map(|(_, page)| page + 1).filter(|page| *page <= 3),
///     Rc::new(|request| Box::pin(async move { Ok(format!("page {}", request.param)) })),
/// );
/// let list = client.observe_infinite(&"log".into(), client.defaults(), options);
/// spawn.run_until_stalled();
/// list.fetch_next_page();
/// spawn.run_until_stalled();
/// assert_eq!(list.state().data.unwrap().params, [1, 2]);
/// assert!(list.has_next_page());
/// ```
pub struct InfiniteObserver<P, T> {
    observer: QueryObserver<Pages<P, T>>,
    options: Rc<InfiniteOptions<P, T>>,
    refetch: Rc<RefCell<PageRefetch>>,
    /// Held for its drop.
    afterwards: Rc<Subscription>,
}

impl QueryClient {
    /// Returns an observer of an infinite query.
    ///
    /// # Panics
    /// Panics when the key's data has another type.
    #[must_use]
    pub fn observe_infinite<P, T>(
        &self,
        key: &QueryKey,
        options: QueryOptions,
        pages: InfiniteOptions<P, T>,
    ) -> InfiniteObserver<P, T>
    where
        P: Clone + PartialEq + 'static,
        T: PartialEq + 'static,
    {
        let refetch: Rc<RefCell<PageRefetch>> = Rc::default();
        let source = pages.refetch(Rc::clone(&refetch), 1);
        let observer = self.observe_source(key, options, &source);
        let core = Rc::downgrade(observer.core());
        let afterwards = observer.subscribe(move || {
            if let Some(core) = core.upgrade() {
                pay_refetch(&core);
            }
        });
        InfiniteObserver {
            observer,
            options: Rc::new(pages),
            refetch,
            afterwards: Rc::new(afterwards),
        }
    }

    /// Returns the pages of an infinite query: those there are if they are
    /// fresh, or else the first `count` fetched.
    ///
    /// # Errors
    /// The future fails like [`fetch`](Self::fetch).
    ///
    /// # Panics
    /// Panics when the key's data has another type.
    pub fn fetch_infinite<P, T>(
        &self,
        key: &QueryKey,
        options: &QueryOptions,
        pages: &InfiniteOptions<P, T>,
        count: usize,
    ) -> LocalBoxFuture<'static, PagesResult<P, T>>
    where
        P: Clone + PartialEq + 'static,
        T: PartialEq + 'static,
    {
        self.fetch_source(key, options, &pages.source(count))
    }
}

impl<P: Clone + PartialEq + 'static, T: PartialEq + 'static> InfiniteObserver<P, T> {
    /// Returns the query as it is now.
    #[must_use]
    pub fn state(&self) -> QueryState<Pages<P, T>> {
        self.observer.state()
    }

    /// Returns the observer of the pages as a whole.
    #[must_use]
    pub fn observer(&self) -> &QueryObserver<Pages<P, T>> {
        &self.observer
    }

    /// Calls `callback` after each change of the state, until the guard is
    /// dropped.
    pub fn subscribe(&self, callback: impl Fn() + 'static) -> Subscription {
        self.observer.subscribe(callback)
    }

    /// Adds the page behind the last one, if there is one. A refetch under way
    /// is dropped and made up for afterwards; the first fetch of all is joined.
    pub fn fetch_next_page(&self) {
        self.grow(PageDirection::Forward);
    }

    /// Adds the page before the first one, if there is one; see
    /// [`fetch_next_page`](Self::fetch_next_page).
    pub fn fetch_previous_page(&self) {
        self.grow(PageDirection::Backward);
    }

    /// Fetches the pages again that [`set_refetch`](Self::set_refetch) names.
    pub fn refetch(&self) {
        self.observer.refetch();
    }

    /// Sets which pages a refetch fetches, for whatever reason it starts; all
    /// by default.
    pub fn set_refetch(&self, refetch: PageRefetch) {
        *self.refetch.borrow_mut() = refetch;
    }

    /// Lets a refetch fetch only the pages in sight, counted from 0.
    pub fn set_visible(&self, pages: Range<usize>) {
        self.set_refetch(PageRefetch::Visible(pages));
    }

    /// Returns whether there is a page behind the last one.
    #[must_use]
    pub fn has_next_page(&self) -> bool {
        self.leads(PageDirection::Forward)
    }

    /// Returns whether there is a page before the first one.
    #[must_use]
    pub fn has_previous_page(&self) -> bool {
        self.leads(PageDirection::Backward)
    }

    /// Returns whether the page behind the last one is being fetched.
    #[must_use]
    pub fn is_fetching_next_page(&self) -> bool {
        self.state().is_fetching() && self.growth() == Some(PageDirection::Forward)
    }

    /// Returns whether the page before the first one is being fetched.
    #[must_use]
    pub fn is_fetching_previous_page(&self) -> bool {
        self.state().is_fetching() && self.growth() == Some(PageDirection::Backward)
    }

    /// Returns whether known pages are being fetched again.
    #[must_use]
    pub fn is_refetching(&self) -> bool {
        let state = self.state();
        state.is_fetching() && state.status != Status::Pending && self.growth().is_none()
    }

    /// Returns which way the page was that could not be fetched last; `None`
    /// where nothing failed, or a refetch.
    #[must_use]
    pub fn failed_page(&self) -> Option<PageDirection> {
        (self.state().status == Status::Error).then(|| self.growth()).flatten()
    }

    fn leads(&self, direction: PageDirection) -> bool {
        let data = self.state().data;
        data.is_some_and(|pages| self.options.param(&pages, direction).is_some())
    }

    /// Returns which way the last fetch went; `None` for a refetch.
    fn growth(&self) -> Option<PageDirection> {
        let entry = self.observer.core().entry();
        let (id, direction) = entry.extensions.get::<Growth>()?.last.get()?;
        (id == entry.fetch_id.get()).then_some(direction)
    }

    fn grow(&self, direction: PageDirection) {
        let core = self.observer.core();
        let (entry, inner) = (core.entry(), &core.inner);
        if entry.has_data() && !self.leads(direction) {
            return;
        }
        let was_growing = self.growth().is_some();
        inner.batch(|| {
            let interrupted = entry.has_data().then(|| inner.interrupt(&entry)).flatten();
            let is_new = !entry.is_running();
            let is_owed = interrupted.is_some() && !was_growing || entry.is_invalidated();
            let fetcher = self.options.fetcher(Plan::Grow(direction));
            let request = Request::new(fetcher, &core.options());
            inner.start(&entry, request, interrupted == Some(true));
            if is_new {
                let growth = entry.extensions.get_or(Growth::default);
                growth.last.set(Some((entry.fetch_id.get(), direction)));
                growth.owes_refetch.set(is_owed || was_growing && growth.owes_refetch.get());
            }
        });
    }
}

/// Fetches the pages again that were left stale for the sake of a new one.
fn pay_refetch(core: &ObserverCore) {
    let entry = core.entry();
    let Some(growth) = entry.extensions.get::<Growth>() else { return };
    let is_over = growth.last.get().is_some_and(|(id, _)| id == entry.fetch_id.get());
    if is_over && !entry.is_running() && growth.owes_refetch.replace(false) {
        core.fetch();
    }
}

impl<P, T> Clone for InfiniteObserver<P, T> {
    fn clone(&self) -> Self {
        Self {
            observer: self.observer.clone(),
            options: Rc::clone(&self.options),
            refetch: Rc::clone(&self.refetch),
            afterwards: Rc::clone(&self.afterwards),
        }
    }
}

impl<P, T> fmt::Debug for InfiniteObserver<P, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("InfiniteObserver").field(&self.observer).finish()
    }
}
