//! The nodes of a store and the edges between them.

use super::Error;
use super::config::{Config, Erased};
use std::rc::{Rc, Weak};

/// The place of a node; never reused for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NodeId {
    index: u32,
    generation: u32,
}

/// What a mounted derived node knows of its dependencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// None has changed since it was computed.
    Clean,
    /// One of them, however far away, may have changed.
    Check,
}

/// A dependency as it was when its dependent was computed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) node: NodeId,
    pub(super) version: u64,
    /// Where the dependency lists its dependent, while that is mounted.
    slot: u32,
}

impl Edge {
    pub(super) fn new(node: NodeId, version: u64) -> Self {
        Self { node, version, slot: UNLINKED }
    }
}

const UNLINKED: u32 = u32::MAX;

pub(super) struct Listener {
    pub(super) id: u64,
    pub(super) callback: Rc<dyn Fn()>,
    /// The version of the node that this listener knows of.
    pub(super) seen: u64,
}

pub(super) struct Node {
    pub(super) config: Weak<Config>,
    pub(super) is_derived: bool,
    pub(super) value: Option<Result<Erased, Error>>,
    pub(super) version: u64,
    /// The epoch in which the value was last known to be current.
    pub(super) checked_at: u64,
    pub(super) mark: Mark,
    pub(super) is_on_stack: bool,
    pub(super) is_mounted: bool,
    pub(super) deps: Vec<Edge>,
    /// The mounted dependents, each with the position of its edge.
    dependents: Vec<(NodeId, u32)>,
    pub(super) listeners: Vec<Listener>,
}

/// A computation under way, or put off.
pub(super) struct Frame {
    pub(super) node: NodeId,
    pub(super) next_dep: usize,
    pub(super) must_run: bool,
    pub(super) tracked: Vec<Edge>,
    pub(super) cycle: Option<Error>,
}

#[derive(Default)]
struct Slot {
    generation: u32,
    node: Option<Node>,
}

#[derive(Default)]
pub(super) struct Graph {
    slots: Vec<Slot>,
    free: Vec<u32>,
    pub(super) count: usize,
    pub(super) mounted: usize,
    pub(super) recomputations: u64,
    /// Rises with every change of a source.
    pub(super) epoch: u64,
    last_version: u64,
    pub(super) stack: Vec<Frame>,
    pub(super) depth: usize,
    pub(super) is_interrupted: bool,
    /// Nodes with listeners that may have changed since the last flush.
    pub(super) pending: Vec<NodeId>,
}

impl Graph {
    pub(super) fn insert(&mut self, config: &Rc<Config>, value: Option<Erased>) -> NodeId {
        let is_derived = value.is_none();
        let version = if is_derived { 0 } else { self.next_version() };
        let node = Node {
            config: Rc::downgrade(config),
            is_derived,
            value: value.map(Ok),
            version,
            checked_at: self.epoch,
            mark: Mark::Clean,
            is_on_stack: false,
            is_mounted: false,
            deps: Vec::new(),
            dependents: Vec::new(),
            listeners: Vec::new(),
        };
        self.count += 1;
        let index = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Slot::default());
            u32::try_from(self.slots.len() - 1).expect("fewer than 2^32 atoms fit in memory")
        });
        let slot = &mut self.slots[index as usize];
        slot.node = Some(node);
        NodeId { index, generation: slot.generation }
    }

    pub(super) fn get(&self, id: NodeId) -> Option<&Node> {
        let slot = self.slots.get(id.index as usize)?;
        if slot.generation == id.generation { slot.node.as_ref() } else { None }
    }

    pub(super) fn get_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        let slot = self.slots.get_mut(id.index as usize)?;
        if slot.generation == id.generation { slot.node.as_mut() } else { None }
    }

    /// Removes a node; what it held is returned to be dropped by the caller.
    pub(super) fn remove(&mut self, id: NodeId) -> Option<Node> {
        self.get(id)?;
        self.release_deps(id);
        let slot = &mut self.slots[id.index as usize];
        let node = slot.node.take()?;
        slot.generation = slot.generation.wrapping_add(1);
        self.free.push(id.index);
        self.count -= 1;
        self.mounted -= usize::from(node.is_mounted);
        Some(node)
    }

    pub(super) fn next_version(&mut self) -> u64 {
        self.last_version += 1;
        self.last_version
    }

    /// Returns whether the value of a node can be taken as it stands.
    pub(super) fn is_fresh(&self, node: &Node) -> bool {
        let is_current =
            node.checked_at == self.epoch || (node.is_mounted && node.mark == Mark::Clean);
        !node.is_derived || (node.value.is_some() && is_current)
    }

    /// Marks everything mounted that is derived from `source`, each node once.
    pub(super) fn mark_dependents(&mut self, source: NodeId) {
        if self.get(source).is_some_and(|node| !node.listeners.is_empty()) {
            self.pending.push(source);
        }
        let mut stack = vec![source];
        while let Some(id) = stack.pop() {
            let Some(node) = self.get_mut(id) else { continue };
            let dependents = std::mem::take(&mut node.dependents);
            for (dependent, _) in &dependents {
                let Some(node) = self.get_mut(*dependent) else { continue };
                if node.mark == Mark::Check {
                    continue;
                }
                node.mark = Mark::Check;
                if !node.listeners.is_empty() {
                    self.pending.push(*dependent);
                }
                stack.push(*dependent);
            }
            if let Some(node) = self.get_mut(id) {
                node.dependents = dependents;
            }
        }
    }

    /// Replaces the dependencies of a node that was just computed.
    pub(super) fn set_deps(&mut self, id: NodeId, tracked: Vec<Edge>) {
        let Some(node) = self.get_mut(id) else { return };
        let is_same = node.deps.len() == tracked.len()
            && node.deps.iter().zip(&tracked).all(|(old, new)| old.node == new.node);
        if is_same {
            for (old, new) in node.deps.iter_mut().zip(&tracked) {
                old.version = new.version;
            }
            return;
        }
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
        let epoch = self.epoch;
        let Some(node) = self.get_mut(id) else { return };
        if !node.is_mounted {
            node.is_mounted = true;
            node.mark = Mark::Clean;
            node.checked_at = epoch;
            self.mounted += 1;
            self.link_deps(id);
        }
    }

    fn link_deps(&mut self, id: NodeId) {
        let epoch = self.epoch;
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            let Some(node) = self.get_mut(id) else { continue };
            let mut deps = std::mem::take(&mut node.deps);
            for (position, edge) in deps.iter_mut().enumerate() {
                let Some(dep) = self.get_mut(edge.node) else { continue };
                edge.slot = narrow(dep.dependents.len());
                dep.dependents.push((id, narrow(position)));
                if !dep.is_mounted {
                    dep.is_mounted = true;
                    dep.mark = Mark::Clean;
                    dep.checked_at = epoch;
                    stack.push(edge.node);
                    self.mounted += 1;
                }
            }
            if let Some(node) = self.get_mut(id) {
                node.deps = deps;
            }
        }
    }

    /// Takes a node out of its dependencies' lists; returns those dependencies
    /// that are left without a dependent.
    fn unlink_deps(&mut self, id: NodeId) -> Vec<NodeId> {
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

    fn release_deps(&mut self, id: NodeId) {
        let unused = self.unlink_deps(id);
        self.unmount_unused(unused);
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
            candidates.extend(self.unlink_deps(id));
        }
    }
}

fn narrow(position: usize) -> u32 {
    u32::try_from(position).expect("fewer than 2^32 edges fit in memory")
}
