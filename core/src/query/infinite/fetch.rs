//! Fetching pages one after the other.

use super::super::source::ErasedFetcher;
use super::super::state::Erased;
use super::super::{QueryError, Source};
use super::options::{InfiniteOptions, PageDirection, PageRefetch, PageRequest, Pages};
use std::cell::RefCell;
use std::rc::Rc;

/// What a fetch is to bring.
#[derive(Clone)]
pub(super) enum Plan {
    /// The pages there are, or as many as wanted at first.
    Refetch(Rc<RefCell<PageRefetch>>, usize),
    /// One more page.
    Grow(PageDirection),
}

/// The pages that a fetch has brought so far, for the try after a failure.
struct Progress<P, T> {
    fetch_id: u64,
    pages: Pages<P, T>,
}

type Shared<P, T> = Rc<RefCell<Option<Progress<P, T>>>>;

impl<P: Clone + PartialEq + 'static, T: PartialEq + 'static> InfiniteOptions<P, T> {
    /// Returns the source that fetches the pages there are, or else the first
    /// `pages` pages.
    #[must_use]
    pub fn source(&self, pages: usize) -> Source<Pages<P, T>> {
        self.refetch(Rc::default(), pages)
    }

    pub(super) fn refetch(
        &self,
        which: Rc<RefCell<PageRefetch>>,
        pages: usize,
    ) -> Source<Pages<P, T>> {
        Source::from_erased(self.fetcher(Plan::Refetch(which, pages)))
    }

    pub(super) fn fetcher(&self, plan: Plan) -> ErasedFetcher {
        let (options, progress) = (self.clone(), Shared::<P, T>::default());
        Rc::new(move |entry| {
            let known: Option<Rc<Pages<P, T>>> =
                entry.state.borrow().data.clone().and_then(|data| data.downcast().ok());
            let run = Run {
                options: options.clone(),
                known: known.unwrap_or_default(),
                progress: Rc::clone(&progress),
                fetch_id: entry.fetch_id.get(),
            };
            let plan = plan.clone();
            Box::pin(async move {
                let pages = match plan {
                    Plan::Grow(direction) if !run.known.is_empty() => run.grow(direction).await?,
                    Plan::Grow(_) => run.restart(1).await?,
                    Plan::Refetch(which, wanted) => {
                        let which = which.borrow().clone();
                        match which {
                            PageRefetch::Visible(range) if !run.known.is_empty() => {
                                run.renew(range).await?
                            }
                            _ => run.restart(run.known.len().max(wanted).max(1)).await?,
                        }
                    }
                };
                drop(run.progress.take());
                Ok(Rc::new(pages) as Erased)
            })
        })
    }
}

/// One try of a fetch.
struct Run<P, T> {
    options: InfiniteOptions<P, T>,
    known: Rc<Pages<P, T>>,
    progress: Shared<P, T>,
    fetch_id: u64,
}

impl<P: Clone + PartialEq + 'static, T: PartialEq + 'static> Run<P, T> {
    /// Fetches one page; one that equals what is known keeps its allocation.
    async fn page(
        &self,
        param: P,
        direction: PageDirection,
        known: Option<&Rc<T>>,
    ) -> Result<Rc<T>, QueryError> {
        let page = (self.options.fetch)(PageRequest { param, direction }).await?;
        Ok(match known {
            Some(known) if **known == page => Rc::clone(known),
            _ => Rc::new(page),
        })
    }

    async fn grow(&self, direction: PageDirection) -> Result<Pages<P, T>, QueryError> {
        let mut all = (*self.known).clone();
        let Some(param) = self.options.param(&all, direction) else { return Ok(all) };
        let page = self.page(param.clone(), direction, None).await?;
        let is_full = self.options.max_pages.is_some_and(|max| max > 0 && all.len() >= max);
        match direction {
            PageDirection::Forward => {
                all.pages.push(page);
                all.params.push(param);
                if is_full {
                    all.pages.remove(0);
                    all.params.remove(0);
                }
            }
            PageDirection::Backward => {
                all.pages.insert(0, page);
                all.params.insert(0, param);
                if is_full {
                    all.pages.pop();
                    all.params.pop();
                }
            }
        }
        Ok(all)
    }

    /// Fetches `wanted` pages from the first on, or fewer if they end sooner.
    async fn restart(&self, wanted: usize) -> Result<Pages<P, T>, QueryError> {
        let wanted =
            self.options.max_pages.filter(|max| *max > 0).map_or(wanted, |max| wanted.min(max));
        let mut fresh = self.resume();
        while fresh.len() < wanted {
            let param = match fresh.len() {
                0 => Some(self.known.params.first().unwrap_or(&self.options.first).clone()),
                _ => self.options.param(&fresh, PageDirection::Forward),
            };
            let Some(param) = param else { break };
            let known = self.known.pages.get(fresh.len());
            let page = self.page(param.clone(), PageDirection::Forward, known).await?;
            fresh.pages.push(page);
            fresh.params.push(param);
            self.keep(&fresh);
        }
        Ok(fresh)
    }

    /// Fetches some of the pages again and leaves the others.
    async fn renew(&self, range: std::ops::Range<usize>) -> Result<Pages<P, T>, QueryError> {
        let mut all = (*self.known).clone();
        let end = range.end.min(all.len());
        let range = if range.start < end { range.start..end } else { 0..1 };
        let done = self.resume();
        for (offset, place) in range.enumerate() {
            let page = if let Some(page) = done.pages.get(offset) {
                Rc::clone(page)
            } else {
                let param = all.params[place].clone();
                self.page(param, PageDirection::Forward, Some(&self.known.pages[place])).await?
            };
            all.pages[place] = page;
            let from = place - offset;
            self.keep(&Pages {
                pages: all.pages[from..=place].to_vec(),
                params: all.params[from..=place].to_vec(),
            });
        }
        Ok(all)
    }

    /// Returns what earlier tries of this fetch have brought.
    fn resume(&self) -> Pages<P, T> {
        let progress = self.progress.borrow();
        let own = progress.as_ref().filter(|progress| progress.fetch_id == self.fetch_id);
        own.map(|progress| progress.pages.clone()).unwrap_or_default()
    }

    fn keep(&self, pages: &Pages<P, T>) {
        let progress = Progress { fetch_id: self.fetch_id, pages: pages.clone() };
        let before = self.progress.replace(Some(progress));
        drop(before);
    }
}
