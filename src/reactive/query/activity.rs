//! What a whole cache is doing, in views.

use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use vitrine_core::query::{MutationFilter, QueryClient, QueryFilter};

/// A number of things under way, as a view reads it.
#[derive(Clone, Copy)]
pub struct ActivityHandle {
    trigger: StoredValue<ArcTrigger>,
    count: StoredValue<Rc<dyn Fn() -> usize>, LocalStorage>,
}

impl std::fmt::Debug for ActivityHandle {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ActivityHandle").finish_non_exhaustive()
    }
}

impl ActivityHandle {
    /// Returns the number; a view that calls this is run again when it changes.
    #[must_use]
    pub fn get(self) -> usize {
        self.trigger.with_value(ArcTrigger::track);
        self.count.with_value(|count| count())
    }
}

/// Counts the queries that `filter` chooses and that are being fetched.
#[must_use]
pub fn use_fetching(client: &QueryClient, filter: QueryFilter) -> ActivityHandle {
    let count: Rc<dyn Fn() -> usize> = {
        let client = client.clone();
        Rc::new(move || client.is_fetching(&filter))
    };
    let (handle, changed) = watch(&count);
    let _ = StoredValue::new_local(client.subscribe(move |_| changed()));
    handle
}

/// Counts the mutations that `filter` chooses and that run or wait.
#[must_use]
pub fn use_mutating(client: &QueryClient, filter: MutationFilter) -> ActivityHandle {
    let count: Rc<dyn Fn() -> usize> = {
        let client = client.clone();
        Rc::new(move || client.is_mutating(&filter))
    };
    let (handle, changed) = watch(&count);
    let _ = StoredValue::new_local(client.mutations().subscribe(move |_| changed()));
    handle
}

/// Returns a handle of a number, and what tells it that the number may have
/// changed.
fn watch(count: &Rc<dyn Fn() -> usize>) -> (ActivityHandle, impl Fn() + 'static) {
    let trigger = ArcTrigger::new();
    let (notify, told, now) = (trigger.clone(), Cell::new(count()), Rc::clone(count));
    let changed = move || {
        let count = now();
        if told.replace(count) != count {
            notify.notify();
        }
    };
    let handle = ActivityHandle {
        trigger: StoredValue::new(trigger),
        count: StoredValue::new_local(Rc::clone(count)),
    };
    (handle, changed)
}
