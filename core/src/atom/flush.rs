//! Telling listeners, once all values have settled.

use super::graph::NodeId;
use super::store::{Inner, Room};
use super::{Store, Subscription};
use std::rc::{Rc, Weak};

/// Rounds of listeners that change atoms, after which a flush gives up.
const MAX_ROUNDS: usize = 100_000;

impl Inner {
    pub(super) fn flush(&self) {
        if self.batches.get() > 0 || self.is_flushing.replace(true) {
            return;
        }
        let _guard = FlushGuard(self);
        let Room { mut pending, mut due } = self.spare.take();
        for _ in 0..MAX_ROUNDS {
            pending.clear();
            std::mem::swap(&mut pending, &mut self.graph.borrow_mut().pending);
            if pending.is_empty() && self.unsaved.borrow().is_empty() {
                if !self.graph.borrow().moved.is_empty() {
                    self.call_moved();
                    continue;
                }
                if self.is_watched() {
                    self.tell_settled();
                    if !self.graph.borrow().pending.is_empty() {
                        continue;
                    }
                }
                self.spare.set(Room { pending, due });
                return;
            }
            for id in &pending {
                self.refresh(*id, false);
            }
            self.save();
            {
                let graph = self.graph.borrow();
                for node in pending.iter().filter_map(|id| graph.get(*id)) {
                    for listener in &node.listeners {
                        if listener.seen.replace(node.version) != node.version {
                            due.push(Rc::clone(listener));
                        }
                    }
                }
            }
            for listener in due.drain(..) {
                if listener.is_live.get() {
                    (listener.callback)();
                }
            }
        }
        panic!("listeners of atoms keep setting atoms");
    }

    fn save(&self) {
        if !self.unsaved.borrow().is_empty() {
            for (spec, is_kept) in self.unsaved.take() {
                spec.save(self, is_kept);
            }
        }
    }

    /// Tells atoms that they are observed, or no more, outside a flush.
    pub(super) fn flush_mounts(&self) {
        if !self.graph.borrow().moved.is_empty() {
            self.flush();
        }
    }

    #[cold]
    fn call_moved(&self) {
        let Some(inner) = self.this.upgrade() else { return };
        let store = Store { inner };
        let moved = std::mem::take(&mut self.graph.borrow_mut().moved);
        store.batch(|| moved.into_iter().for_each(|id| self.call_mount(&store, id)));
    }

    fn call_mount(&self, store: &Store, id: NodeId) {
        let (is_mounted, spec) = {
            let graph = self.graph.borrow();
            let node = graph.get(id);
            let spec = node.and_then(|node| node.spec.as_ref().and_then(Weak::upgrade));
            (node.is_some_and(|node| node.is_mounted), spec)
        };
        let position = self.mounts.borrow().iter().position(|(other, _)| *other == id);
        match (is_mounted, position) {
            (true, None) => {
                let Some(spec) = spec else { return };
                let Some(on_mount) = spec.header().on_mount() else { return };
                let guard: Subscription = on_mount(store);
                self.mounts.borrow_mut().push((id, guard));
            }
            (false, Some(position)) => {
                let guard = self.mounts.borrow_mut().swap_remove(position);
                drop(guard);
            }
            _ => {}
        }
    }
}

struct FlushGuard<'a>(&'a Inner);

impl Drop for FlushGuard<'_> {
    fn drop(&mut self) {
        self.0.is_flushing.set(false);
    }
}
