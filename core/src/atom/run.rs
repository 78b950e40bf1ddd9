//! Runs of read functions, and what they are found to depend on.

use super::Error;
use super::config::Spec;
use super::graph::{Edge, Graph, Mark, NodeId, narrow};
use std::rc::{Rc, Weak};

/// A computation under way, or put off.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub(super) node: NodeId,
    next_dep: u32,
    /// As long as a run reads what the last one read, in the same order, only
    /// the versions in the node's own list change; this many of them have.
    followed: u32,
    /// Where in `Graph::tracked` stands what this run reads once it goes its
    /// own way; runs inside it leave nothing behind there.
    start: u32,
    must_run: bool,
    goes_own_way: bool,
    /// The number of the run, to note nothing twice.
    run: u64,
}

impl Graph {
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
}
