//! Several queries observed as one.

use super::listeners::Listeners;
use super::{QueryClient, QueryKey, QueryObserver, QueryOptions, QueryState, Source};
use crate::atom::Subscription;
use std::cell::RefCell;
use std::fmt;
use std::rc::{Rc, Weak};

/// One of several queries.
#[derive(Debug)]
pub struct QueryEntry<T> {
    /// Its name.
    pub key: QueryKey,
    /// How it is treated.
    pub options: QueryOptions,
    /// How it is fetched.
    pub source: Source<T>,
}

/// Looks at several queries with data of one type, in an order.
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
/// let part = |number: u32| {
///     let fetcher: Fetcher<u32> = Rc::new(move || Box::pin(async move { Ok(number) }));
///     let key = QueryKey::from("part").child(number);
///     QueryEntry { key, options: client.defaults(), source: fetcher.into() }
/// };
/// let parts = client.observe_all(vec![part(1), part(2)]);
/// let sum = parts.combine(|states| states.iter().filter_map(|state| state.data.as_deref()).sum::<u32>());
/// spawn.run_until_stalled();
/// assert_eq!(*sum.get(), 3);
/// ```
pub struct QueriesObserver<T> {
    core: Rc<Core<T>>,
}

struct Core<T> {
    this: Weak<Self>,
    client: QueryClient,
    members: RefCell<Vec<Member<T>>>,
    listeners: Listeners,
}

struct Member<T> {
    observer: QueryObserver<T>,
    _subscription: Subscription,
}

impl QueryClient {
    /// Returns an observer of several queries.
    ///
    /// # Panics
    /// Panics when the data of one has another type than `T`.
    #[must_use]
    pub fn observe_all<T: PartialEq + 'static>(
        &self,
        queries: Vec<QueryEntry<T>>,
    ) -> QueriesObserver<T> {
        let core = Rc::new_cyclic(|this| Core {
            this: this.clone(),
            client: self.clone(),
            members: RefCell::default(),
            listeners: Listeners::default(),
        });
        let observer = QueriesObserver { core };
        observer.set_queries(queries);
        observer
    }
}

impl<T: PartialEq + 'static> QueriesObserver<T> {
    /// Returns the queries as they are now, in their order.
    #[must_use]
    pub fn states(&self) -> Vec<QueryState<T>> {
        self.core.states()
    }

    /// Returns the observers of the queries, in their order.
    #[must_use]
    pub fn observers(&self) -> Vec<QueryObserver<T>> {
        let members = self.core.members.borrow();
        members.iter().map(|member| member.observer.clone()).collect()
    }

    /// Looks at other queries from now on. A key that was there keeps its
    /// observer; subscribers are told if the keys or their order changed.
    ///
    /// # Panics
    /// Panics when the data of one has another type than `T`.
    pub fn set_queries(&self, queries: Vec<QueryEntry<T>>) {
        let mut before = self.core.members.take();
        let old: Vec<QueryKey> = before.iter().map(|member| member.observer.key()).collect();
        let new: Vec<QueryKey> = queries.iter().map(|query| query.key.clone()).collect();
        let mut members = Vec::with_capacity(queries.len());
        self.core.client.batch(|| {
            for QueryEntry { key, options, source } in queries {
                let place = before.iter().position(|member| member.observer.key() == key);
                members.push(match place {
                    Some(place) => {
                        let member = before.remove(place);
                        member.observer.set_source(&key, &source);
                        member.observer.set_options(options);
                        member
                    }
                    None => {
                        self.core.member(self.core.client.observe_source(&key, options, &source))
                    }
                });
            }
            *self.core.members.borrow_mut() = members;
        });
        drop(before);
        if old != new {
            self.core.listeners.notify();
        }
    }

    /// Calls `callback` after each change of one of the states, or of the
    /// queries, until the guard is dropped.
    pub fn subscribe(&self, callback: impl Fn() + 'static) -> Subscription {
        self.core.listeners.subscribe(Rc::new(callback))
    }

    /// Fetches all now, fresh or not.
    pub fn refetch(&self) {
        self.observers().iter().for_each(QueryObserver::refetch);
    }

    /// Returns what `combine` makes of the states, computed when one changes.
    #[must_use]
    pub fn combine<S: PartialEq + 'static>(
        &self,
        combine: impl Fn(&[QueryState<T>]) -> S + 'static,
    ) -> Combined<T, S> {
        let value = Rc::new(combine(&self.states()));
        let inner = Rc::new(CombinedCore {
            value: RefCell::new(value),
            combine: Box::new(combine),
            listeners: Listeners::default(),
        });
        let (weak, source) = (Rc::downgrade(&inner), Rc::downgrade(&self.core));
        let subscription = self.subscribe(move || {
            if let (Some(inner), Some(source)) = (weak.upgrade(), source.upgrade()) {
                inner.update(&source.states());
            }
        });
        Combined { core: inner, source: self.clone(), subscription: Rc::new(subscription) }
    }
}

impl<T: PartialEq + 'static> Core<T> {
    fn states(&self) -> Vec<QueryState<T>> {
        self.members.borrow().iter().map(|member| member.observer.state()).collect()
    }

    fn member(&self, observer: QueryObserver<T>) -> Member<T> {
        let this = self.this.clone();
        let subscription = observer.subscribe(move || {
            if let Some(core) = this.upgrade() {
                core.listeners.notify();
            }
        });
        Member { observer, _subscription: subscription }
    }
}

impl<T> Clone for QueriesObserver<T> {
    fn clone(&self) -> Self {
        Self { core: Rc::clone(&self.core) }
    }
}

impl<T> fmt::Debug for QueriesObserver<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let members = self.core.members.borrow();
        formatter.debug_list().entries(members.iter().map(|member| &member.observer)).finish()
    }
}

type Combine<T, S> = Box<dyn Fn(&[QueryState<T>]) -> S>;

/// What a function makes of several queries.
///
/// A value that equals the one before keeps its allocation, and its subscribers
/// are not told.
pub struct Combined<T, S> {
    core: Rc<CombinedCore<T, S>>,
    source: QueriesObserver<T>,
    subscription: Rc<Subscription>,
}

struct CombinedCore<T, S> {
    value: RefCell<Rc<S>>,
    combine: Combine<T, S>,
    listeners: Listeners,
}

impl<T, S: PartialEq + 'static> Combined<T, S> {
    /// Returns the value.
    #[must_use]
    pub fn get(&self) -> Rc<S> {
        Rc::clone(&self.core.value.borrow())
    }

    /// Calls `callback` after each change of the value, until the guard is
    /// dropped.
    pub fn subscribe(&self, callback: impl Fn() + 'static) -> Subscription {
        self.core.listeners.subscribe(Rc::new(callback))
    }
}

impl<T, S: PartialEq + 'static> CombinedCore<T, S> {
    fn update(&self, states: &[QueryState<T>]) {
        let value = (self.combine)(states);
        if **self.value.borrow() != value {
            let before = self.value.replace(Rc::new(value));
            drop(before);
            self.listeners.notify();
        }
    }
}

impl<T, S> Clone for Combined<T, S> {
    fn clone(&self) -> Self {
        Self {
            core: Rc::clone(&self.core),
            source: self.source.clone(),
            subscription: Rc::clone(&self.subscription),
        }
    }
}

impl<T, S: fmt::Debug> fmt::Debug for Combined<T, S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Combined").field(&self.core.value.borrow()).finish()
    }
}
