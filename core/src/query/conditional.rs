//! Requests that name what is known already.

use super::QueryError;
use super::QueryKey;
use super::entry::Entry;
use super::source::Source;
use super::state::Erased;
use futures::future::LocalBoxFuture;
use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::rc::Rc;

/// What a conditional fetch starts from.
#[derive(Debug, Clone)]
pub struct FetchContext<T> {
    /// The query that is fetched.
    pub key: QueryKey,
    /// The data there is, fresh or not.
    pub data: Option<Rc<T>>,
    /// What the answer with that data was marked with, such as an entity tag
    /// for `If-None-Match`; only where there is data.
    pub validator: Option<Rc<str>>,
}

/// What a conditional fetch brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<T> {
    /// New data, and what the next request may name.
    Data(T, Option<Rc<str>>),
    /// What is known still holds: HTTP's 304.
    NotModified,
}

/// What the data of an entry was marked with, and which revision that was:
/// data that was put in later has no mark.
#[derive(Default)]
struct Validator(RefCell<Option<(Rc<str>, u32)>>);

/// The origin said that nothing changed when nothing was known.
#[derive(Debug)]
struct NothingKnown;

impl<T: 'static> Source<T> {
    /// Fetches with the validator of the data there is. A fetch that finds it
    /// unchanged makes it fresh and keeps its allocation.
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
    /// let source = Source::conditional(|known: FetchContext<String>| {
    ///     Box::pin(async move {
    ///         Ok(match known.validator.as_deref() {
    ///             Some("\"v1\"") => Answer::NotModified,
    ///             _ => Answer::Data("text".to_owned(), Some("\"v1\"".into())),
    ///         })
    ///     })
    /// });
    /// let observer = client.observe_source(&"page".into(), client.defaults(), &source);
    /// spawn.run_until_stalled();
    /// observer.refetch();
    /// spawn.run_until_stalled();
    /// assert_eq!(*observer.state().data.unwrap(), "text");
    /// ```
    pub fn conditional(
        fetch: impl Fn(FetchContext<T>) -> LocalBoxFuture<'static, Result<Answer<T>, QueryError>>
        + 'static,
    ) -> Self {
        Self::from_erased(Rc::new(move |entry| {
            let known = entry.state.borrow().data.clone();
            let answer = fetch(FetchContext {
                key: entry.key.clone(),
                data: known.clone().and_then(|data| data.downcast().ok()),
                validator: entry.validator().filter(|_| known.is_some()),
            });
            let (entry, before) = (Rc::downgrade(entry), entry.validator());
            Box::pin(async move {
                let (data, validator) = match answer.await? {
                    Answer::Data(data, validator) => (Rc::new(data) as Erased, validator),
                    Answer::NotModified => {
                        let nothing = || QueryError::new(NothingKnown).with_retryable(false);
                        (known.ok_or_else(nothing)?, before)
                    }
                };
                if let Some(entry) = entry.upgrade() {
                    // The data is received next.
                    entry.set_validator(validator, entry.revision.get().wrapping_add(1));
                }
                Ok(data)
            })
        }))
    }
}

impl Entry {
    pub(super) fn validator(&self) -> Option<Rc<str>> {
        let held = self.extensions.get::<Validator>()?;
        let held = held.0.borrow();
        let (validator, revision) = held.as_ref()?;
        (*revision == self.revision.get()).then(|| Rc::clone(validator))
    }

    pub(super) fn set_validator(&self, validator: Option<Rc<str>>, revision: u32) {
        // Entries whose origin marks nothing need no room for it.
        if let Some(validator) = validator {
            let held = self.extensions.get_or(Validator::default);
            let before = held.0.replace(Some((validator, revision)));
            drop(before);
        }
    }
}

impl fmt::Display for NothingKnown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not modified, but nothing was known")
    }
}

impl Error for NothingKnown {}
