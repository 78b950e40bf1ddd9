//! Pages, and how they lead to each other.

use super::super::QueryError;
use futures::future::LocalBoxFuture;
use std::fmt;
use std::ops::Range;
use std::rc::Rc;

/// The pages of an infinite query, in order.
#[derive(Debug, PartialEq, Eq)]
pub struct Pages<P, T> {
    /// The pages.
    pub pages: Vec<Rc<T>>,
    /// The parameter that each page was fetched with.
    pub params: Vec<P>,
}

impl<P, T> Default for Pages<P, T> {
    fn default() -> Self {
        Self { pages: Vec::new(), params: Vec::new() }
    }
}

impl<P: Clone, T> Clone for Pages<P, T> {
    fn clone(&self) -> Self {
        Self { pages: self.pages.clone(), params: self.params.clone() }
    }
}

impl<P, T> Pages<P, T> {
    /// Returns the last page and its parameter.
    #[must_use]
    pub fn last(&self) -> Option<(&Rc<T>, &P)> {
        Some((self.pages.last()?, self.params.last()?))
    }

    /// Returns the first page and its parameter.
    #[must_use]
    pub fn first(&self) -> Option<(&Rc<T>, &P)> {
        Some((self.pages.first()?, self.params.first()?))
    }

    /// Returns the number of pages.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Returns whether there are no pages.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }
}

/// Which way an infinite query grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PageDirection {
    /// Behind the last page.
    #[default]
    Forward,
    /// Before the first page.
    Backward,
}

/// Which page is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest<P> {
    /// The parameter of the page.
    pub param: P,
    /// Which way the query grows.
    pub direction: PageDirection,
}

/// Which pages a refetch fetches.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum PageRefetch {
    /// As many as there are, one after the other.
    #[default]
    All,
    /// Those in sight, counted from 0; the others stay as they are. Nothing in
    /// sight means the first page.
    Visible(Range<usize>),
}

/// Fetches one page; dropping the future aborts its request.
pub type PageFetcher<P, T> =
    Rc<dyn Fn(PageRequest<P>) -> LocalBoxFuture<'static, Result<T, QueryError>>>;

/// Returns the parameter that pages lead to, if they do.
pub type PageParam<P, T> = Rc<dyn Fn(&Pages<P, T>) -> Option<P>>;

/// How an infinite query is fetched; cheap to clone.
pub struct InfiniteOptions<P, T> {
    /// The parameter of the page that the query starts with.
    pub first: P,
    /// Returns the parameter of the page behind the last one; `None` when that
    /// was the last.
    pub next: PageParam<P, T>,
    /// Returns the parameter of the page before the first one; `None` when
    /// that was the first.
    pub previous: PageParam<P, T>,
    /// How many pages are held at most; none for as many as come.
    pub max_pages: Option<usize>,
    /// Fetches one page.
    pub fetch: PageFetcher<P, T>,
}

impl<P, T> InfiniteOptions<P, T> {
    /// Returns options of a query that starts at `first` and grows forward
    /// without a bound.
    #[must_use]
    pub fn new(
        first: P,
        next: impl Fn(&Pages<P, T>) -> Option<P> + 'static,
        fetch: PageFetcher<P, T>,
    ) -> Self {
        Self { first, next: Rc::new(next), previous: Rc::new(|_| None), max_pages: None, fetch }
    }

    pub(super) fn param(&self, pages: &Pages<P, T>, direction: PageDirection) -> Option<P> {
        if pages.is_empty() {
            return None;
        }
        match direction {
            PageDirection::Forward => (self.next)(pages),
            PageDirection::Backward => (self.previous)(pages),
        }
    }
}

impl<P: Clone, T> Clone for InfiniteOptions<P, T> {
    fn clone(&self) -> Self {
        Self {
            first: self.first.clone(),
            next: Rc::clone(&self.next),
            previous: Rc::clone(&self.previous),
            max_pages: self.max_pages,
            fetch: Rc::clone(&self.fetch),
        }
    }
}

impl<P: fmt::Debug, T> fmt::Debug for InfiniteOptions<P, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("InfiniteOptions")
            .field("first", &self.first)
            .field("max_pages", &self.max_pages)
            .finish_non_exhaustive()
    }
}
