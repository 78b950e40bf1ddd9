//! How the data of a query is fetched.

use super::Fetcher;
use super::QueryError;
use super::entry::Entry;
use super::state::Erased;
use futures::FutureExt;
use futures::future::LocalBoxFuture;
use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

pub(super) type ErasedFetcher =
    Rc<dyn Fn(&Rc<Entry>) -> LocalBoxFuture<'static, Result<Erased, QueryError>>>;

/// How the data of a query is fetched: by a [`Fetcher`], by a
/// [conditional request](Source::conditional), page by page
/// ([`InfiniteOptions`](super::InfiniteOptions)), or not at all.
///
/// Cheap to clone.
pub struct Source<T> {
    pub(super) fetcher: ErasedFetcher,
    data: PhantomData<fn() -> T>,
}

impl<T: 'static> Source<T> {
    pub(super) fn from_erased(fetcher: ErasedFetcher) -> Self {
        Self { fetcher, data: PhantomData }
    }
}

impl<T: 'static> From<Fetcher<T>> for Source<T> {
    fn from(fetcher: Fetcher<T>) -> Self {
        Self::from_erased(Rc::new(move |_| {
            fetcher().map(|result| result.map(|data| Rc::new(data) as Erased)).boxed_local()
        }))
    }
}

impl<T> Clone for Source<T> {
    fn clone(&self) -> Self {
        Self { fetcher: Rc::clone(&self.fetcher), data: PhantomData }
    }
}

impl<T> fmt::Debug for Source<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Source")
    }
}
