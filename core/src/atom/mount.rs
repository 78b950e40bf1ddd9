//! What is observed: the edges from a dependency to its dependents.
//!
//! Only mounted nodes have them, so that what nobody observes is not marked
//! and holds nothing.

use super::graph::{Edge, Graph, Mark, NodeId, UNLINKED, narrow};

impl Graph {
    /// Replaces the dependencies of a node that was just computed.
    pub(super) fn set_deps(&mut self, id: NodeId, tracked: Vec<Edge>) {
        let Some(node) = self.get_mut(id) else { return };
        if !node.is_mounted {
            node.deps = tracked;
            return;
        }
        let released = self.unlink_deps(id);
        if let Some(node) = self.get_mut(id) {
            node.deps = tracked;
        }
        self.link_deps(id);
        self.unmount_unused(released);
    }

    /// Mounts a node that is fresh, and all it is derived from.
    pub(super) fn mount(&mut self, id: NodeId) {
        if self.note_mounted(id) {
            self.link_deps(id);
        }
    }

    /// Returns whether the node was not mounted before.
    fn note_mounted(&mut self, id: NodeId) -> bool {
        let epoch = self.epoch;
        let Some(node) = self.get_mut(id) else { return false };
        if node.is_mounted {
            return false;
        }
        node.is_mounted = true;
        node.mark = Mark::Clean;
        node.checked_at = epoch;
        self.mounted += 1;
        if self.is_mounting_watched {
            self.moved.push(id);
        }
        true
    }

    fn link_deps(&mut self, id: NodeId) {
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            let Some(node) = self.get_mut(id) else { continue };
            let mut deps = std::mem::take(&mut node.deps);
            for (position, edge) in deps.iter_mut().enumerate() {
                let Some(dep) = self.get_mut(edge.node) else { continue };
                edge.slot = narrow(dep.dependents.len());
                dep.dependents.push((id, narrow(position)));
                if self.note_mounted(edge.node) {
                    stack.push(edge.node);
                }
            }
            if let Some(node) = self.get_mut(id) {
                node.deps = deps;
            }
        }
    }

    /// Takes a node out of its dependencies' lists; returns those dependencies
    /// that are left without a dependent.
    pub(super) fn unlink_deps(&mut self, id: NodeId) -> Vec<NodeId> {
        let mut unused = Vec::new();
        let length = self.get(id).map_or(0, |node| node.deps.len());
        for position in 0..length {
            let Some(node) = self.get_mut(id) else { break };
            let edge = &mut node.deps[position];
            let (target, slot) = (edge.node, std::mem::replace(&mut edge.slot, UNLINKED));
            if slot == UNLINKED {
                continue;
            }
            let Some(dep) = self.get_mut(target) else { continue };
            dep.dependents.swap_remove(slot as usize);
            let moved = dep.dependents.get(slot as usize).copied();
            if dep.dependents.is_empty() {
                unused.push(target);
            }
            if let Some((dependent, position)) = moved
                && let Some(node) = self.get_mut(dependent)
            {
                node.deps[position as usize].slot = slot;
            }
        }
        unused
    }

    /// Unmounts those of `candidates` that nobody observes, and what only they
    /// were derived from.
    pub(super) fn unmount_unused(&mut self, mut candidates: Vec<NodeId>) {
        let epoch = self.epoch;
        while let Some(id) = candidates.pop() {
            let Some(node) = self.get_mut(id) else { continue };
            let is_used = !node.dependents.is_empty() || !node.listeners.is_empty();
            if !node.is_mounted || is_used {
                continue;
            }
            node.is_mounted = false;
            if node.mark == Mark::Clean {
                node.checked_at = epoch;
            }
            self.mounted -= 1;
            if self.is_mounting_watched {
                self.moved.push(id);
            }
            candidates.extend(self.unlink_deps(id));
        }
    }
}
