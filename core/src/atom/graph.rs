//! The nodes of a store and the edges between them.

#![expect(
    clippy::inline_always,
    reason = "built for size, calls of these would be most of their cost"
)]

use super::Error;
use super::config::Spec;
use super::run::Frame;
use std::cell::Cell;
use std::rc::{Rc, Weak};

/// The place of a node; never reused for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct NodeId {
    pub(super) index: u32,
    pub(super) generation: u32,
}

/// What a derived node knows of its dependencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// None had changed when the node was last looked at; none has since, if
    /// the node is mounted.
    Clean,
    /// One of them, however far away, may have changed.
    Check,
    /// The value is outdated, or a computation has not come to its end.
    Dirty,
}

/// A dependency as it was when its dependent was computed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) node: NodeId,
    pub(super) version: u64,
    /// Where the dependency lists its dependent, while that is mounted.
    pub(super) slot: u32,
}

impl Edge {
    pub(super) fn new(node: NodeId, version: u64) -> Self {
        Self { node, version, slot: UNLINKED }
    }
}

pub(super) const UNLINKED: u32 = u32::MAX;

/// Who is told of changes.
pub(super) struct Listener<F: ?Sized> {
    /// Whether the subscription still stands.
    pub(super) is_live: Cell<bool>,
    /// The version of the node that this listener knows of.
    pub(super) seen: Cell<u64>,
    pub(super) callback: F,
}

impl<F> Listener<F> {
    pub(super) fn new(callback: F) -> Self {
        Self { is_live: Cell::new(true), seen: Cell::new(0), callback }
    }
}

#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Node {
    pub(super) generation: u32,
    pub(super) mark: Mark,
    pub(super) is_derived: bool,
    pub(super) has_value: bool,
    pub(super) is_on_stack: bool,
    pub(super) is_mounted: bool,
    pub(super) version: u64,
    /// The epoch in which the value was last known to be current.
    pub(super) checked_at: u64,
    /// The last run of a read function that has read this node.
    pub(super) read_by: u64,
    pub(super) deps: Vec<Edge>,
    /// The mounted dependents, each with the position of its edge.
    pub(super) dependents: Vec<(NodeId, u32)>,
    pub(super) listeners: Vec<Rc<Listener<dyn Fn()>>>,
    pub(super) spec: Option<Weak<dyn Spec>>,
}

#[derive(Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    free: Vec<u32>,
    pub(super) mounted: usize,
    pub(super) recomputations: u64,
    /// Rises with every change of a source.
    pub(super) epoch: u64,
    pub(super) last_version: u64,
    pub(super) last_run: u64,
    pub(super) stack: Vec<Frame>,
    pub(super) tracked: Vec<Edge>,
    /// The cycles that nodes on the stack are part of.
    pub(super) cycles: Vec<(NodeId, Error)>,
    pub(super) depth: usize,
    pub(super) is_interrupted: bool,
    /// Nodes with listeners that may have changed since the last flush.
    pub(super) pending: Vec<NodeId>,
    /// Nodes that are observed again, or no more, since the last flush.
    pub(super) moved: Vec<NodeId>,
    /// Whether `moved` is kept: some atom wants to know.
    pub(super) is_mounting_watched: bool,
    marking: Vec<NodeId>,
}

impl Graph {
    pub(super) fn insert(&mut self, spec: Weak<dyn Spec>, is_derived: bool) -> NodeId {
        let index = self.free.pop().unwrap_or_else(|| {
            self.nodes.push(Node {
                generation: 0,
                mark: Mark::Clean,
                is_derived: false,
                has_value: false,
                is_on_stack: false,
                is_mounted: false,
                version: 0,
                checked_at: 0,
                read_by: 0,
                deps: Vec::new(),
                dependents: Vec::new(),
                listeners: Vec::new(),
                spec: None,
            });
            narrow(self.nodes.len() - 1)
        });
        let version = if is_derived { 0 } else { self.next_version() };
        let epoch = self.epoch;
        let node = &mut self.nodes[index as usize];
        node.mark = Mark::Clean;
        node.is_derived = is_derived;
        node.has_value = !is_derived;
        node.version = version;
        node.checked_at = epoch;
        node.spec = Some(spec);
        NodeId { index, generation: node.generation }
    }

    /// Returns how many atoms have state.
    pub(super) fn count(&self) -> usize {
        self.nodes.len() - self.free.len()
    }

    /// Returns every atom with state that is still held by somebody.
    pub(super) fn specs(&self) -> Vec<Rc<dyn Spec>> {
        self.nodes.iter().filter_map(|node| node.spec.as_ref()?.upgrade()).collect()
    }

    #[inline(always)]
    pub(super) fn get(&self, id: NodeId) -> Option<&Node> {
        match self.nodes.get(id.index as usize) {
            Some(node) if node.generation == id.generation => Some(node),
            _ => None,
        }
    }

    #[inline(always)]
    pub(super) fn get_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        match self.nodes.get_mut(id.index as usize) {
            Some(node) if node.generation == id.generation => Some(node),
            _ => None,
        }
    }

    /// Frees the place of a node; nothing of the user's is dropped by it.
    pub(super) fn remove(&mut self, id: NodeId) {
        let Some(node) = self.get_mut(id) else { return };
        node.listeners.clear();
        let unused = self.unlink_deps(id);
        self.unmount_unused(unused);
        let Some(node) = self.get_mut(id) else { return };
        node.generation = node.generation.wrapping_add(1);
        node.deps.clear();
        node.dependents.clear();
        node.spec = None;
        node.is_on_stack = false;
        let was_mounted = std::mem::take(&mut node.is_mounted);
        self.mounted -= usize::from(was_mounted);
        self.free.push(id.index);
    }

    pub(super) fn next_version(&mut self) -> u64 {
        self.last_version += 1;
        self.last_version
    }

    /// Returns whether the value of a node can be taken as it stands.
    #[inline(always)]
    pub(super) fn is_fresh(&self, node: &Node) -> bool {
        !node.is_derived
            || (node.mark == Mark::Clean
                && node.has_value
                && (node.is_mounted || node.checked_at == self.epoch))
    }

    /// Gives a source a new version, and marks everything mounted that is
    /// derived from it, each node once; returns the old version.
    pub(super) fn mark_changed(&mut self, source: NodeId) -> u64 {
        self.epoch += 1;
        let version = self.next_version();
        let Some(node) = self.get_mut(source) else { return 0 };
        let old = std::mem::replace(&mut node.version, version);
        if !node.listeners.is_empty() {
            self.pending.push(source);
        }
        let (mut id, mut mark, mut position) = (source, Mark::Dirty, 0);
        loop {
            let dependents = &self.nodes[id.index as usize].dependents;
            let Some((dependent, _)) = dependents.get(position).copied() else {
                let Some(next) = self.marking.pop() else { return old };
                (id, mark, position) = (next, Mark::Check, 0);
                continue;
            };
            position += 1;
            let Some(node) = self.get_mut(dependent) else { continue };
            if node.mark != Mark::Clean {
                if mark == Mark::Dirty {
                    node.mark = mark;
                }
                continue;
            }
            node.mark = mark;
            let is_inner = !node.dependents.is_empty();
            if !node.listeners.is_empty() {
                self.pending.push(dependent);
            }
            if is_inner {
                self.marking.push(dependent);
            }
        }
    }

    pub(super) fn label(&self, id: NodeId) -> String {
        let spec = self.get(id).and_then(|node| node.spec.as_ref()?.upgrade());
        spec.map_or_else(String::new, |spec| spec.header().label.to_string())
    }
}

pub(super) fn narrow(position: usize) -> u32 {
    u32::try_from(position).expect("fewer than 2^32 nodes and edges fit in memory")
}
