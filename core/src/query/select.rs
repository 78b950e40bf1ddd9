//! Parts of a query's data, computed once per change.

use super::listeners::Listeners;
use super::{QueryError, QueryObserver, QueryState, Status};
use crate::atom::Subscription;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

type Select<T, S> = Box<dyn Fn(&T) -> Result<S, QueryError>>;

/// What a function makes of the data of an observer.
///
/// The function runs once for each new data. A selection that equals the one
/// before keeps its allocation, and its subscribers are not told.
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
/// # let fetcher: Fetcher<Vec<u32>> = Rc::new(|| Box::pin(async { Ok(vec![1, 2, 3]) }));
/// let observer = client.observe(&"numbers".into(), client.defaults(), fetcher);
/// let count = observer.select(Vec::len);
/// spawn.run_until_stalled();
/// assert_eq!(*count.get().unwrap(), 3);
/// ```
pub struct Selection<T, S> {
    core: Rc<Core<T, S>>,
}

struct Core<T, S> {
    observer: QueryObserver<T>,
    select: Select<T, S>,
    memo: RefCell<Memo<T, S>>,
    /// What the listeners know.
    told: RefCell<Memo<T, S>>,
    listeners: Listeners,
    source: RefCell<Option<Subscription>>,
}

struct Memo<T, S> {
    input: Option<Rc<T>>,
    output: Option<Rc<S>>,
    error: Option<Rc<QueryError>>,
}

impl<T: PartialEq + 'static> QueryObserver<T> {
    /// Returns what `select` makes of the data.
    #[must_use]
    pub fn select<S: PartialEq + 'static>(
        &self,
        select: impl Fn(&T) -> S + 'static,
    ) -> Selection<T, S> {
        self.try_select(move |data| Ok(select(data)))
    }

    /// Returns what `select` makes of the data. Where it fails the selection
    /// has the status of an error and keeps what was selected last.
    #[must_use]
    pub fn try_select<S: PartialEq + 'static>(
        &self,
        select: impl Fn(&T) -> Result<S, QueryError> + 'static,
    ) -> Selection<T, S> {
        let core = Rc::new(Core {
            observer: self.clone(),
            select: Box::new(select),
            memo: RefCell::default(),
            told: RefCell::default(),
            listeners: Listeners::default(),
            source: RefCell::default(),
        });
        let this = Rc::downgrade(&core);
        let source = self.subscribe_result(move || {
            if let Some(core) = this.upgrade() {
                core.refresh();
            }
        });
        *core.source.borrow_mut() = Some(source);
        core.state();
        *core.told.borrow_mut() = core.memo.borrow().clone();
        Selection { core }
    }
}

impl<T: PartialEq + 'static, S: PartialEq + 'static> Selection<T, S> {
    /// Returns the selection; `None` before there is data.
    #[must_use]
    pub fn get(&self) -> Option<Rc<S>> {
        self.state().data
    }

    /// Returns the query as it is now, with the selection for its data.
    #[must_use]
    pub fn state(&self) -> QueryState<S> {
        self.core.state()
    }

    /// Calls `callback` after each change of the selection or of the error,
    /// until the guard is dropped.
    pub fn subscribe(&self, callback: impl Fn() + 'static) -> Subscription {
        self.core.listeners.subscribe(Rc::new(callback))
    }
}

impl<T: PartialEq + 'static, S: PartialEq + 'static> Core<T, S> {
    fn state(&self) -> QueryState<S> {
        let state = self.observer.state();
        self.compute(state.data.as_ref());
        let memo = self.memo.borrow();
        let has_failed = memo.error.is_some();
        QueryState {
            data: memo.output.clone(),
            error: memo.error.clone().or(state.error),
            status: if has_failed { Status::Error } else { state.status },
            fetch_status: state.fetch_status,
            is_stale: state.is_stale,
            is_placeholder: state.is_placeholder && !has_failed,
            updated_at: state.updated_at,
            failure_count: state.failure_count,
        }
    }

    fn compute(&self, input: Option<&Rc<T>>) {
        let is_known = match (&self.memo.borrow().input, input) {
            (Some(known), Some(input)) => Rc::ptr_eq(known, input),
            (None, None) => true,
            _ => false,
        };
        if is_known {
            return;
        }
        let Some(input) = input else {
            drop(self.memo.take());
            return;
        };
        // The function is the user's, so it runs while nothing is borrowed.
        let result = (self.select)(input);
        let before = self.memo.take().output;
        let (output, error) = match (result, before) {
            (Ok(output), Some(before)) if *before == output => (Some(before), None),
            (Ok(output), _) => (Some(Rc::new(output)), None),
            (Err(error), before) => (before, Some(Rc::new(error))),
        };
        *self.memo.borrow_mut() = Memo { input: Some(Rc::clone(input)), output, error };
    }

    fn refresh(&self) {
        let state = self.state();
        let now = Memo { input: None, output: state.data, error: state.error };
        let before = self.told.replace(now.clone());
        if !now.is_same(&before) {
            self.listeners.notify();
        }
    }
}

impl<T, S> Memo<T, S> {
    fn is_same(&self, other: &Self) -> bool {
        let is_same_output = match (&self.output, &other.output) {
            (Some(one), Some(other)) => Rc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        };
        is_same_output && self.error == other.error
    }
}

impl<T, S> Clone for Memo<T, S> {
    fn clone(&self) -> Self {
        Self { input: self.input.clone(), output: self.output.clone(), error: self.error.clone() }
    }
}

impl<T, S> Default for Memo<T, S> {
    fn default() -> Self {
        Self { input: None, output: None, error: None }
    }
}

impl<T, S> Clone for Selection<T, S> {
    fn clone(&self) -> Self {
        Self { core: Rc::clone(&self.core) }
    }
}

impl<T, S> fmt::Debug for Selection<T, S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Selection").field(&self.core.observer).finish()
    }
}
