//! The part of an atom that the graph knows.

#![expect(
    clippy::inline_always,
    reason = "built for size, calls of these would be most of their cost"
)]

use super::config::Spec;
use super::graph::NodeId;
use super::store::Inner;
use super::{Store, Subscription};
use std::borrow::Cow;
use std::cell::{Cell, RefCell, RefMut};
use std::rc::{Rc, Weak};

/// What is called when an atom is first observed; its guard is dropped when
/// nobody observes the atom any more.
pub(super) type OnMount = Rc<dyn Fn(&Store) -> Subscription>;

/// The part of an atom that the graph knows.
pub(super) struct Header {
    pub(super) label: Cow<'static, str>,
    pub(super) is_derived: bool,
    /// Whether a flush keeps the value after a change.
    pub(super) is_kept: bool,
    this: Weak<dyn Spec>,
    /// The number of the first store that used the atom, and the node there.
    home: Cell<(u32, NodeId)>,
    home_store: RefCell<Weak<Inner>>,
    rare: RefCell<Option<Box<Rare>>>,
}

/// What few atoms have.
#[derive(Default)]
struct Rare {
    others: Vec<(Weak<Inner>, NodeId)>,
    on_mount: Option<OnMount>,
    attached: Vec<Subscription>,
}

impl Header {
    pub(super) fn new(label: Cow<'static, str>, is_derived: bool, this: Weak<dyn Spec>) -> Self {
        Self {
            label,
            is_derived,
            is_kept: false,
            this,
            home: Cell::default(),
            home_store: RefCell::default(),
            rare: RefCell::default(),
        }
    }

    /// Returns the whole atom; nothing while it is being dropped.
    pub(super) fn spec(&self) -> Option<Rc<dyn Spec>> {
        self.this.upgrade()
    }

    pub(super) fn weak(&self) -> &Weak<dyn Spec> {
        &self.this
    }

    /// Returns whether the store of this number was the first.
    #[inline(always)]
    pub(super) fn is_home(&self, store: u32) -> bool {
        self.home.get().0 == store
    }

    #[inline(always)]
    pub(super) fn node_in(&self, inner: &Inner) -> Option<NodeId> {
        let (store, id) = self.home.get();
        if store == inner.id { Some(id) } else { self.node_elsewhere(inner) }
    }

    #[cold]
    fn node_elsewhere(&self, inner: &Inner) -> Option<NodeId> {
        let rare = self.rare.borrow();
        let others = &rare.as_ref()?.others;
        others.iter().find(|(store, _)| store.ptr_eq(&inner.this)).map(|(_, id)| *id)
    }

    /// Notes the node in `inner`; returns whether that store is the home now.
    pub(super) fn move_into(&self, inner: &Inner, id: NodeId) -> bool {
        let is_home = self.home.get().0 == 0;
        if is_home {
            self.home.set((inner.id, id));
            self.home_store.replace(inner.this.clone());
        } else {
            self.rare().others.push((inner.this.clone(), id));
        }
        is_home
    }

    pub(super) fn move_out(&self, store: u32) {
        if self.home.get().0 == store {
            self.home.set(Default::default());
        }
        if let Some(rare) = self.rare.borrow_mut().as_mut() {
            // The store that is left is being dropped, so it cannot be upgraded.
            rare.others.retain(|(other, _)| other.strong_count() > 0);
        }
    }

    fn rare(&self) -> RefMut<'_, Rare> {
        RefMut::map(self.rare.borrow_mut(), |rare| &mut **rare.get_or_insert_default())
    }

    pub(super) fn on_mount(&self) -> Option<OnMount> {
        self.rare.borrow().as_ref()?.on_mount.clone()
    }

    pub(super) fn is_mount_watched(&self) -> bool {
        self.rare.borrow().as_ref().is_some_and(|rare| rare.on_mount.is_some())
    }

    pub(super) fn set_on_mount(&self, on_mount: OnMount) {
        self.rare().on_mount = Some(on_mount);
    }

    /// Lets `guard` live as long as the atom.
    pub(super) fn attach(&self, guard: Subscription) {
        self.rare().attached.push(guard);
    }
}

impl Drop for Header {
    fn drop(&mut self) {
        let (store, id) = self.home.get();
        if store != 0
            && let Some(inner) = self.home_store.borrow().upgrade()
        {
            inner.forget(id);
        }
        let Some(rare) = self.rare.take() else { return };
        for (store, id) in &rare.others {
            if let Some(inner) = store.upgrade() {
                inner.forget(*id);
            }
        }
    }
}
