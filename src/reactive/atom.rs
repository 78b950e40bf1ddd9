//! Atoms in views.

use leptos::prelude::*;
use vitrine_core::atom::{Readable, Store, Writable};

thread_local! {
    static STORE: Store = Store::new(std::rc::Rc::new(vitrine_core::platform::LocalStorage));
}

/// Returns the store of the application.
#[must_use]
pub fn store() -> Store {
    STORE.with(Clone::clone)
}

/// An atom as a view reads and writes it.
pub struct AtomHandle<A: Readable + 'static> {
    trigger: ArcTrigger,
    atom: StoredValue<A, LocalStorage>,
}

impl<A: Readable + 'static> Clone for AtomHandle<A> {
    fn clone(&self) -> Self {
        Self { trigger: self.trigger.clone(), atom: self.atom }
    }
}

impl<A: Readable + 'static> std::fmt::Debug for AtomHandle<A> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("AtomHandle").finish_non_exhaustive()
    }
}

impl<A: Readable + 'static> AtomHandle<A> {
    /// Returns the value; a view that calls this is run again when it changes.
    #[must_use]
    pub fn get(&self) -> A::Value {
        self.trigger.track();
        self.get_untracked()
    }

    /// Returns the value without being told of changes.
    #[must_use]
    pub fn get_untracked(&self) -> A::Value {
        self.atom.with_value(|atom| store().get(atom))
    }
}

impl<A: Writable + 'static> AtomHandle<A> {
    /// Sets the value.
    pub fn set(&self, value: A::Value) {
        self.atom.with_value(|atom| store().set(atom, value));
    }
}

/// Mounts `atom` for as long as the calling view lives.
#[must_use]
pub fn use_atom<A: Readable + Clone + 'static>(atom: &A) -> AtomHandle<A> {
    let trigger = ArcTrigger::new();
    let notify = trigger.clone();
    let subscription = store().sub(atom, move || notify.notify());
    // Stored in the Owner, so that it ends with the view.
    let _ = StoredValue::new_local(subscription);
    AtomHandle { trigger, atom: StoredValue::new_local(atom.clone()) }
}
