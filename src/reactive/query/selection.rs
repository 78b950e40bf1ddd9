//! Parts of a query's data in views.

use super::handle::QueryHandle;
use leptos::prelude::*;
use vitrine_core::query::{QueryState, Selection};

/// What a function makes of a query, as a view reads it.
pub struct SelectionHandle<T: PartialEq + 'static, S: PartialEq + 'static> {
    trigger: StoredValue<ArcTrigger>,
    selection: StoredValue<Selection<T, S>, LocalStorage>,
}

impl<T: PartialEq + 'static, S: PartialEq + 'static> Clone for SelectionHandle<T, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: PartialEq + 'static, S: PartialEq + 'static> Copy for SelectionHandle<T, S> {}

impl<T: PartialEq + 'static, S: PartialEq + 'static> std::fmt::Debug for SelectionHandle<T, S> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SelectionHandle").finish_non_exhaustive()
    }
}

impl<T: PartialEq + 'static> QueryHandle<T> {
    /// Returns what `select` makes of the data, for as long as the calling view
    /// lives; it runs once for each new data.
    #[must_use]
    pub fn select<S: PartialEq + 'static>(
        self,
        select: impl Fn(&T) -> S + 'static,
    ) -> SelectionHandle<T, S> {
        let selection = self.observer().select(select);
        let trigger = ArcTrigger::new();
        let notify = trigger.clone();
        let subscription = selection.subscribe(move || notify.notify());
        // Stored in the Owner, so that it ends with the view.
        let _ = StoredValue::new_local(subscription);
        SelectionHandle {
            trigger: StoredValue::new(trigger),
            selection: StoredValue::new_local(selection),
        }
    }
}

impl<T: PartialEq + 'static, S: PartialEq + 'static> SelectionHandle<T, S> {
    /// Reads the selection and the state around it; a view that calls this is
    /// run again when the selection or the error changes.
    pub fn with<R>(self, read: impl FnOnce(&QueryState<S>) -> R) -> R {
        self.trigger.with_value(ArcTrigger::track);
        self.with_untracked(read)
    }

    /// Reads the selection without being told of changes.
    pub fn with_untracked<R>(self, read: impl FnOnce(&QueryState<S>) -> R) -> R {
        read(&self.selection.with_value(Selection::state))
    }

    /// Returns the selection; `None` before there is data. A view that calls
    /// this is run again when it changes.
    #[must_use]
    pub fn get(self) -> Option<S>
    where
        S: Clone,
    {
        self.with(|state| state.data.as_deref().cloned())
    }
}
