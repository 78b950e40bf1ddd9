//! The nodes of a store and the edges between them.

use super::Error;
use super::config::Spec;
use std::cell::Cell;
use std::rc::{Rc, Weak};

/// The place of a node; never reused for another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct NodeId {
    index: u32,
    generation: u32,
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
    fn new(node: NodeId, version: u64) -> Self {
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

pub(super) struct Node {
    generation: u32,
    pub(super) mark: Mark,
    pub(super) is_derived: bool,
    pub(super) has_value: bool,
    pub(super) is_on_stack: bool,
    pub(super) is_mounted: bool,
    pub(super) version: u64,
    /// The epoch in which the value was last known to be current.
    pub(super) checked_at: u64,
    /// The last run of a read function that has read this node.
    read_by: u64,
    pub(super) deps: Vec<Edge>,
    /// The mounted dependents, each with the position of its edge.
    pub(super) dependents: Vec<(NodeId, u32)>,
    pub(super) listeners: Vec<Rc<Listener<dyn Fn()>>>,
    pub(super) spec: Option<Weak<dyn Spec>>,
}

/// A computation under way, or put off.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub(super) node: NodeId,
    next_dep: u32,
    /// As long as a run reads what the last one read, in the same order, only
    /// the versions in the node's own list change; this many of them have.
    followed: u32,
    /// Where in [`Graph::tracked`] stands what this run reads once it goes its
    /// own way; runs inside it leave nothing behind there.
    start: u32,
    must_run: bool,
    goes_own_way: bool,
    /// The number of the run, to note nothing twice.
    run: u64,
}

#[derive(Default)]
pub(super) struct Graph {
    nodes: Vec<Node>,
    free: Vec<u32>,
    pub(super) mounted: usize,
    pub(super) recomputations: u64,
    /// Rises with every change of a source.
    pub(super) epoch: u64,
    last_version: u64,
    last_run: u64,
    pub(super) stack: Vec<Frame>,
    tracked: Vec<Edge>,
    /// The cycles that nodes on the stack are part of.
    cycles: Vec<(NodeId, Error)>,
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
        let mut mark = Mark::Dirty;
        let mut next = Some(source);
        while let Some(id) = next {
            let Some(node) = self.get_mut(id) else { break };
            let dependents = std::mem::take(&mut node.dependents);
            for (dependent, _) in &dependents {
                let Some(node) = self.get_mut(*dependent) else { continue };
                if node.mark != Mark::Clean {
                    if mark == Mark::Dirty {
                        node.mark = mark;
                    }
                    continue;
                }
                node.mark = mark;
                let (is_heard, is_inner) =
                    (!node.listeners.is_empty(), !node.dependents.is_empty());
                if is_heard {
                    self.pending.push(*dependent);
                }
                if is_inner {
                    self.marking.push(*dependent);
                }
            }
            if let Some(node) = self.get_mut(id) {
                node.dependents = dependents;
            }
            mark = Mark::Check;
            next = self.marking.pop();
        }
        old
    }

    pub(super) fn push_frame(&mut self, id: NodeId) {
        let start = narrow(self.tracked.len());
        let Some(node) = self.get_mut(id) else { return };
        node.is_on_stack = true;
        self.stack.push(Frame {
            node: id,
            next_dep: 0,
            followed: 0,
            start,
            must_run: false,
            goes_own_way: false,
            run: 0,
        });
    }

    pub(super) fn pop_frame(&mut self) {
        let Some(frame) = self.stack.pop() else { return };
        if frame.goes_own_way {
            self.tracked.truncate(frame.start as usize);
        }
        if let Some(node) = self.get_mut(frame.node) {
            node.is_on_stack = false;
        }
        if !self.cycles.is_empty() {
            self.forget_cycles(frame.node);
        }
    }

    #[cold]
    fn forget_cycles(&mut self, id: NodeId) {
        self.cycles.retain(|(other, _)| *other != id);
    }

    /// Checks dependencies until a read function has to run, which is
    /// returned, or the frames above `base` are done.
    pub(super) fn step(&mut self, base: usize) -> Option<(NodeId, Rc<dyn Spec>)> {
        while self.stack.len() > base {
            let top = self.stack.len() - 1;
            let frame = &mut self.stack[top];
            let id = frame.node;
            let node = self.nodes.get_mut(id.index as usize);
            let Some(node) = node.filter(|node| node.generation == id.generation) else {
                self.pop_frame();
                continue;
            };
            if frame.must_run || node.mark == Mark::Dirty || !node.has_value {
                let spec = node.spec.as_ref().and_then(Weak::upgrade);
                if spec.is_none() {
                    self.pop_frame();
                    self.remove(id);
                    continue;
                }
                // A run that does not come to its end leaves versions behind
                // that its value does not have.
                node.mark = Mark::Dirty;
                self.last_run += 1;
                frame.run = self.last_run;
                frame.must_run = true;
                frame.followed = 0;
                if frame.goes_own_way {
                    frame.goes_own_way = false;
                    self.tracked.truncate(frame.start as usize);
                }
                return spec.map(|spec| (id, spec));
            }
            let Some(edge) = node.deps.get(frame.next_dep as usize) else {
                node.mark = Mark::Clean;
                node.checked_at = self.epoch;
                self.pop_frame();
                continue;
            };
            let (target, version) = (edge.node, edge.version);
            match self.get(target) {
                Some(dep) if !self.is_fresh(dep) && !dep.is_on_stack => self.push_frame(target),
                Some(dep) if dep.version == version && !dep.is_on_stack => {
                    self.stack[top].next_dep += 1;
                }
                // The dependency is gone or has changed, or this is a cycle,
                // which the read function is about to meet.
                _ => self.stack[top].must_run = true,
            }
        }
        None
    }

    /// Notes that the run in the top frame, of `reader`, has read `dep`.
    pub(super) fn track(&mut self, reader: NodeId, dep: NodeId) {
        let Some(frame) = self.stack.last_mut() else { return };
        let Some(node) = self.nodes.get_mut(dep.index as usize) else { return };
        if frame.node != reader || node.read_by == frame.run {
            return;
        }
        node.read_by = frame.run;
        let version = node.version;
        if !frame.goes_own_way {
            let deps = &mut self.nodes[reader.index as usize].deps;
            if let Some(edge) = deps.get_mut(frame.followed as usize)
                && edge.node == dep
            {
                edge.version = version;
                frame.followed += 1;
                return;
            }
            frame.goes_own_way = true;
            let followed = &deps[..frame.followed as usize];
            self.tracked.extend(followed.iter().map(|it| Edge::new(it.node, it.version)));
        }
        self.tracked.push(Edge::new(dep, version));
    }

    /// Ends the run in the top frame: its node is up to date.
    pub(super) fn end_run(&mut self, id: NodeId, is_changed: bool) {
        self.recomputations += 1;
        let (epoch, version) = (self.epoch, self.last_version + 1);
        let top = self.stack.len().wrapping_sub(1);
        let Some(frame) = self.stack.get(top).copied() else { return };
        if let Some(node) = self.get_mut(id) {
            node.mark = Mark::Clean;
            node.checked_at = epoch;
            node.has_value = true;
            let reads_less = node.deps.len() > frame.followed as usize;
            if is_changed {
                node.version = version;
                self.last_version = version;
            }
            if frame.goes_own_way || reads_less {
                let deps = self.read_by(&frame, self.tracked.len());
                self.set_deps(id, deps);
            }
        }
        self.pop_frame();
        if is_changed && let Some(below) = self.stack.last_mut() {
            // It either runs already or has just asked whether this changes.
            below.must_run = true;
        }
    }

    /// Returns what the run of a frame has read so far; what it tracked ends
    /// before `end`.
    fn read_by(&self, frame: &Frame, end: usize) -> Vec<Edge> {
        if frame.goes_own_way {
            return self.tracked[frame.start as usize..end].to_vec();
        }
        let deps = self.get(frame.node).map_or(&[][..], |node| &node.deps);
        let followed = &deps[..frame.followed as usize];
        followed.iter().map(|edge| Edge::new(edge.node, edge.version)).collect()
    }

    /// Makes the cycle that closes at `id` the result of all its members.
    pub(super) fn report_cycle(&mut self, id: NodeId) -> Error {
        let start = self.stack.iter().position(|frame| frame.node == id).unwrap_or(0);
        let members = &self.stack[start..];
        let mut atoms: Vec<String> = members.iter().map(|frame| self.label(frame.node)).collect();
        atoms.extend(atoms.first().cloned());
        let error = Error::cycle(atoms);
        // What the members have read so far decided that the cycle closes, so
        // the closing one depends on it; an edge back would make the graph
        // itself cyclic.
        let ends = members.iter().skip(1).map(|next| next.start as usize);
        let ends = ends.chain([self.tracked.len()]);
        let reasons: Vec<Edge> =
            members.iter().zip(ends).flat_map(|(frame, end)| self.read_by(frame, end)).collect();
        self.cycles.extend(members.iter().map(|frame| (frame.node, error.clone())));
        if let Some(top) = self.stack.last_mut() {
            top.goes_own_way = true;
            self.tracked.truncate(top.start as usize);
            self.tracked.extend(reasons);
        }
        error
    }

    /// Returns the cycle that the node in the top frame is part of.
    pub(super) fn cycle(&self) -> Option<Error> {
        let top = self.stack.last()?.node;
        self.cycles.iter().rev().find(|(node, _)| *node == top).map(|(_, error)| error.clone())
    }

    pub(super) fn label(&self, id: NodeId) -> String {
        let spec = self.get(id).and_then(|node| node.spec.as_ref()?.upgrade());
        spec.map_or_else(String::new, |spec| spec.header().label.to_string())
    }
}

pub(super) fn narrow(position: usize) -> u32 {
    u32::try_from(position).expect("fewer than 2^32 nodes and edges fit in memory")
}
