//! What the cache holds under one key.

use super::extension::Extensions;
use super::fetch::{Request, Running};
use super::observer::ObserverCore;
use super::options::QueryOptions;
use super::state::{Erased, FetchStatus, Snapshot, Status};
use super::timers::Timer;
use super::{QueryError, QueryKey};
use futures::channel::oneshot;
use std::any::{Any, TypeId};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;

/// The result of a fetch, for those who wait for it.
pub(super) type Outcome = Result<Erased, Rc<QueryError>>;

/// What must be known of the type of an entry's data.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    type_id: TypeId,
    type_name: &'static str,
    pub(super) is_same: fn(&dyn Any, &dyn Any) -> bool,
}

impl Shape {
    pub(super) fn type_id(&self) -> TypeId {
        self.type_id
    }

    pub(super) fn holds(&self, data: &dyn Any) -> bool {
        data.type_id() == self.type_id
    }

    pub(super) fn of<T: PartialEq + 'static>() -> Self {
        Self {
            type_id: TypeId::of::<T>(),
            type_name: std::any::type_name::<T>(),
            is_same: is_same::<T>,
        }
    }
}

fn is_same<T: PartialEq + 'static>(left: &dyn Any, right: &dyn Any) -> bool {
    matches!((left.downcast_ref::<T>(), right.downcast_ref::<T>()), (Some(a), Some(b)) if a == b)
}

#[derive(Clone, Default)]
pub(super) struct EntryState {
    pub(super) data: Option<Erased>,
    pub(super) error: Option<Rc<QueryError>>,
    pub(super) status: Status,
    pub(super) fetch_status: FetchStatus,
    pub(super) updated_at: Option<u64>,
    pub(super) is_invalidated: bool,
    pub(super) failure_count: u32,
}

pub(super) struct Entry {
    pub(super) key: QueryKey,
    pub(super) shape: Shape,
    pub(super) state: RefCell<EntryState>,
    /// The longest time that anyone wanted the data kept.
    pub(super) gc_time: Cell<Duration>,
    pub(super) observers: RefCell<Vec<Weak<ObserverCore>>>,
    pub(super) running: RefCell<Option<Running>>,
    /// How the last fetch was made.
    pub(super) request: RefCell<Option<Request>>,
    /// Which fetch was the last one.
    pub(super) fetch_id: Cell<u64>,
    pub(super) waiters: RefCell<Vec<oneshot::Sender<Outcome>>>,
    pub(super) gc_timer: RefCell<Option<Timer>>,
    /// When it is collected unless somebody looks at it, in milliseconds.
    pub(super) collect_at: Cell<u64>,
    pub(super) abandon_timer: RefCell<Option<Timer>>,
    /// Until when its error counts as the answer, in milliseconds.
    pub(super) refused_until: Cell<u64>,
    /// Whether its observers are yet to be told of a change.
    pub(super) is_changed: Cell<bool>,
    /// Counts the times that data arrived.
    pub(super) revision: Cell<u32>,
    pub(super) extensions: Extensions,
}

impl Entry {
    pub(super) fn new(key: QueryKey, shape: Shape) -> Self {
        Self {
            key,
            shape,
            state: RefCell::default(),
            gc_time: Cell::new(Duration::ZERO),
            observers: RefCell::default(),
            running: RefCell::default(),
            request: RefCell::default(),
            fetch_id: Cell::new(0),
            waiters: RefCell::default(),
            gc_timer: RefCell::default(),
            collect_at: Cell::new(0),
            abandon_timer: RefCell::default(),
            refused_until: Cell::new(0),
            is_changed: Cell::new(false),
            revision: Cell::new(0),
            extensions: Extensions::default(),
        }
    }

    pub(super) fn check_shape(&self, shape: Shape) {
        assert!(
            self.shape.type_id == shape.type_id,
            "query {} holds {}, not {}",
            self.key,
            self.shape.type_name,
            shape.type_name,
        );
    }

    pub(super) fn keep_for(&self, gc_time: Duration) {
        self.gc_time.set(self.gc_time.get().max(gc_time));
    }

    pub(super) fn live_observers(&self) -> Vec<Rc<ObserverCore>> {
        self.observers.borrow().iter().filter_map(Weak::upgrade).collect()
    }

    pub(super) fn is_observed(&self) -> bool {
        self.observers.borrow().iter().any(|observer| observer.strong_count() > 0)
    }

    /// Returns the first observer that lets the query fetch on its own.
    pub(super) fn active_observer(&self) -> Option<Rc<ObserverCore>> {
        self.live_observers().into_iter().find(|observer| observer.options().is_enabled)
    }

    /// Returns how to fetch now: as an observer wants it, or else as before.
    pub(super) fn next_request(&self) -> Option<Request> {
        match self.active_observer() {
            Some(observer) => Some(observer.request()),
            None => self.request.borrow().clone(),
        }
    }

    pub(super) fn is_running(&self) -> bool {
        self.running.borrow().is_some()
    }

    pub(super) fn is_invalidated(&self) -> bool {
        self.state.borrow().is_invalidated
    }

    pub(super) fn has_data(&self) -> bool {
        self.state.borrow().data.is_some()
    }

    /// Returns for how long the data is still fresh; `None` when it is stale.
    pub(super) fn fresh_for(&self, stale_time: Duration, now: u64) -> Option<Duration> {
        let state = self.state.borrow();
        let updated_at = state.updated_at.filter(|_| state.data.is_some())?;
        if state.is_invalidated {
            return None;
        }
        let age = Duration::from_millis(now.saturating_sub(updated_at));
        stale_time.checked_sub(age).filter(|left| !left.is_zero())
    }

    pub(super) fn snapshot(&self, options: &QueryOptions, now: u64) -> Snapshot {
        let is_stale = self.fresh_for(options.stale_time, now).is_none();
        let state = self.state.borrow();
        Snapshot {
            data: state.data.clone(),
            error: state.error.clone(),
            status: state.status,
            fetch_status: state.fetch_status,
            is_stale: is_stale && (options.is_enabled || state.data.is_none()),
            is_placeholder: false,
            updated_at: state.updated_at,
            failure_count: state.failure_count,
        }
    }

    /// Puts data in; data equal to the present keeps the present allocation.
    /// Returns what is held now.
    pub(super) fn receive(&self, data: Erased, now: u64) -> Erased {
        let old = self.state.borrow().data.clone();
        // Equality is the user's code, so it runs while the state is free.
        let data = match old {
            Some(old)
                if Rc::ptr_eq(&old, &data) || (self.shape.is_same)(old.as_ref(), data.as_ref()) =>
            {
                old
            }
            _ => data,
        };
        self.refused_until.set(0);
        self.revision.set(self.revision.get().wrapping_add(1));
        let replaced = self.state.replace(EntryState {
            data: Some(Rc::clone(&data)),
            status: Status::Success,
            updated_at: Some(now),
            ..EntryState::default()
        });
        drop(replaced);
        data
    }

    /// Puts data in without ending a fetch under way.
    pub(super) fn place(&self, data: Erased, updated_at: u64) {
        if let Some(running) = self.running.borrow_mut().as_mut() {
            running.has_data_now();
        }
        let (fetch_status, failure_count) = {
            let state = self.state.borrow();
            (state.fetch_status, state.failure_count)
        };
        self.receive(data, updated_at);
        let mut state = self.state.borrow_mut();
        state.fetch_status = fetch_status;
        state.failure_count = failure_count;
    }

    pub(super) fn settle(&self, outcome: &Outcome) {
        for waiter in self.waiters.take() {
            // Somebody who no longer waits needs no answer.
            let _ = waiter.send(outcome.clone());
        }
    }
}
