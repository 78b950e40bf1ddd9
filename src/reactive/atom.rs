//! Atoms in views.

use leptos::prelude::*;
use vitrine_core::atom::{Action, Readable, Store, Writable};

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
    trigger: StoredValue<ArcTrigger>,
    atom: StoredValue<A, LocalStorage>,
}

impl<A: Readable + 'static> Clone for AtomHandle<A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A: Readable + 'static> Copy for AtomHandle<A> {}

impl<A: Readable + 'static> std::fmt::Debug for AtomHandle<A> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("AtomHandle").finish_non_exhaustive()
    }
}

impl<A: Readable + 'static> AtomHandle<A> {
    /// Returns the value; a view that calls this is run again when it changes.
    #[must_use]
    pub fn get(self) -> A::Value {
        self.trigger.with_value(ArcTrigger::track);
        self.get_untracked()
    }

    /// Returns the value without being told of changes.
    #[must_use]
    pub fn get_untracked(self) -> A::Value {
        self.atom.with_value(|atom| store().get(atom))
    }
}

impl<A: Writable + Clone + 'static> AtomHandle<A> {
    /// Sets the value.
    pub fn set(self, value: A::Value) {
        // What listens may end the view whose value is borrowed.
        let atom = self.atom.get_value();
        store().set(&atom, value);
    }

    /// Sets the value to what `change` makes of it.
    pub fn update(self, change: impl FnOnce(&mut A::Value)) {
        let atom = self.atom.get_value();
        store().update(&atom, change);
    }
}

/// Mounts `atom`, of whatever kind, for as long as the calling view lives.
///
/// ```
/// use leptos::prelude::*;
/// use vitrine::reactive::use_atom;
/// use vitrine_core::atom::{Atom, Derived};
///
/// thread_local! {
///     static COUNT: Atom<i32> = Atom::new("count", 0);
/// }
///
/// #[component]
/// fn Counter() -> impl IntoView {
///     let count = COUNT.with(Clone::clone);
///     let double = use_atom(&Derived::map("double", &count, |count| count * 2));
///     let count = use_atom(&count);
///     view! {
///         <button on:click=move |_| count.update(|count| *count += 1)>
///             {move || format!("{} is half of {}", count.get(), double.get())}
///         </button>
///     }
/// }
/// ```
#[must_use]
pub fn use_atom<A: Readable + Clone + 'static>(atom: &A) -> AtomHandle<A> {
    let trigger = ArcTrigger::new();
    let notify = trigger.clone();
    let subscription = store().sub(atom, move || notify.notify());
    // Stored in the Owner, so that it ends with the view.
    let _ = StoredValue::new_local(subscription);
    AtomHandle { trigger: StoredValue::new(trigger), atom: StoredValue::new_local(atom.clone()) }
}

/// Returns a function that runs `action` in the store of the application.
pub fn use_action<A: 'static, R: 'static>(
    action: &Action<A, R>,
) -> impl Fn(A) -> R + Clone + use<A, R> {
    let action = action.clone();
    move |arguments| store().run(&action, arguments)
}
