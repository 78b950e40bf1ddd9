//! Bringing nodes up to date without recursion.
//!
//! A frame on the graph's own stack stands for a node whose dependencies are
//! being checked or whose read function runs. Known dependencies are checked
//! by pushing frames. Only a read function that meets a node which was never
//! computed calls back into this module; past [`MAX_DEPTH`] such calls the
//! functions under way return with an error, their frames stay where they
//! are, and the outermost call goes on from the top frame.

use super::config::{Config, Erased, Kind};
use super::graph::{Edge, Frame, Graph, Mark, NodeId};
use super::graveyard::bury;
use super::store::Inner;
use super::{Error, Reader};
use std::rc::Rc;

/// The number of read functions that may lie inside each other on the native
/// stack; a browser gives WebAssembly about one megabyte of it.
const MAX_DEPTH: usize = 32;

enum Step {
    Done,
    Compute(NodeId, Rc<Config>),
}

/// Returns a copy of the value in a node.
pub(super) fn downcast<T: Clone + 'static>(value: &Erased) -> T {
    value.downcast_ref::<T>().expect("a node holds the type of its atom").clone()
}

impl Inner {
    /// Brings a node up to date; returns whether it is.
    ///
    /// It is not when the computation was put off, which only happens where
    /// `can_yield`: the caller is a read function that will be run again.
    pub(super) fn refresh(&self, id: NodeId, can_yield: bool) -> bool {
        let base = {
            let mut graph = self.graph.borrow_mut();
            if graph.get(id).is_none_or(|node| graph.is_fresh(node)) {
                return true;
            }
            let base = graph.stack.len();
            graph.push_frame(id);
            graph.depth += 1;
            base
        };
        let guard = Unwind { inner: self, base, is_armed: true };
        let is_done = loop {
            let step = self.graph.borrow_mut().step(base);
            match step {
                Step::Done => break true,
                Step::Compute(node, config) => {
                    self.compute(node, &config);
                    let mut graph = self.graph.borrow_mut();
                    if graph.is_interrupted {
                        if can_yield {
                            break false;
                        }
                        graph.is_interrupted = false;
                    }
                }
            }
        };
        guard.disarm();
        self.graph.borrow_mut().depth -= 1;
        is_done
    }

    /// Returns the value of `config` to the read function of `reader`.
    pub(super) fn read_for(&self, reader: NodeId, config: &Rc<Config>) -> Result<Erased, Error> {
        let id = self.node(config);
        {
            let mut graph = self.graph.borrow_mut();
            if graph.is_interrupted {
                return Err(Error::interrupted());
            }
            let Some(node) = graph.get(id) else { return Err(Error::interrupted()) };
            if node.is_on_stack {
                return Err(graph.report_cycle(id));
            }
            if !graph.is_fresh(node) && graph.depth >= MAX_DEPTH {
                graph.is_interrupted = true;
                return Err(Error::interrupted());
            }
        }
        if !self.refresh(id, true) {
            return Err(Error::interrupted());
        }
        let mut graph = self.graph.borrow_mut();
        let node = graph.get(id).expect("a handle of the atom is held by the caller");
        let (value, version) = (node.value.clone(), node.version);
        if let Some(frame) = graph.stack.last_mut().filter(|frame| frame.node == reader) {
            frame.tracked.push(Edge::new(id, version));
        }
        value.unwrap_or_else(|| Err(Error::interrupted()))
    }

    /// Runs the read function of the node in the top frame.
    fn compute(&self, id: NodeId, config: &Rc<Config>) {
        let Kind::Derived { read } = &config.kind else { return };
        let result = read(&Reader { inner: self, node: id });
        let (frame, old) = {
            let mut graph = self.graph.borrow_mut();
            if graph.is_interrupted {
                return;
            }
            graph.recomputations += 1;
            let frame = graph.pop_frame();
            (frame, graph.get(id).and_then(|node| node.value.clone()))
        };
        let Some(frame) = frame else { return };
        let result = frame.cycle.map_or(result, Err);
        // Equality is the user's code, so it runs while the graph is free.
        let is_same = match (&old, &result) {
            (Some(Ok(old)), Ok(new)) => (config.is_same)(old.as_ref(), new.as_ref()),
            (Some(Err(old)), Err(new)) => old == new,
            _ => false,
        };
        let mut graph = self.graph.borrow_mut();
        let epoch = graph.epoch;
        let version = if is_same { None } else { Some(graph.next_version()) };
        let Some(node) = graph.get_mut(id) else { return };
        node.mark = Mark::Clean;
        node.checked_at = epoch;
        let mut discarded = Some(result);
        if let Some(version) = version {
            node.version = version;
            discarded = std::mem::replace(&mut node.value, discarded);
        }
        graph.set_deps(id, frame.tracked);
        drop(graph);
        bury((discarded, old));
    }
}

impl Graph {
    fn push_frame(&mut self, id: NodeId) {
        let Some(node) = self.get_mut(id) else { return };
        node.is_on_stack = true;
        self.stack.push(Frame {
            node: id,
            next_dep: 0,
            must_run: false,
            tracked: Vec::new(),
            cycle: None,
        });
    }

    fn pop_frame(&mut self) -> Option<Frame> {
        let frame = self.stack.pop()?;
        if let Some(node) = self.get_mut(frame.node) {
            node.is_on_stack = false;
        }
        Some(frame)
    }

    /// Checks dependencies until a read function has to run or the frames
    /// above `base` are done.
    fn step(&mut self, base: usize) -> Step {
        while self.stack.len() > base {
            let top = self.stack.len() - 1;
            let frame = &self.stack[top];
            let (id, next_dep, must_run) = (frame.node, frame.next_dep, frame.must_run);
            let Some(node) = self.get(id) else {
                self.stack.pop();
                continue;
            };
            if self.is_fresh(node) {
                self.pop_frame();
                continue;
            }
            if must_run || node.value.is_none() {
                let Some(config) = node.config.upgrade() else {
                    self.pop_frame();
                    bury(self.remove(id));
                    continue;
                };
                self.stack[top].tracked.clear();
                self.stack[top].cycle = None;
                return Step::Compute(id, config);
            }
            let Some(edge) = node.deps.get(next_dep).copied() else {
                let epoch = self.epoch;
                if let Some(node) = self.get_mut(id) {
                    node.mark = Mark::Clean;
                    node.checked_at = epoch;
                }
                self.pop_frame();
                continue;
            };
            match self.get(edge.node) {
                Some(dep) if self.is_fresh(dep) && dep.version == edge.version => {
                    self.stack[top].next_dep += 1;
                }
                Some(dep) if !self.is_fresh(dep) && !dep.is_on_stack => self.push_frame(edge.node),
                // The dependency is gone or has changed, or this is a cycle,
                // which the read function is about to meet.
                _ => self.stack[top].must_run = true,
            }
        }
        Step::Done
    }

    /// Makes the cycle that closes at `id` the result of all its members.
    pub(super) fn report_cycle(&mut self, id: NodeId) -> Error {
        let start = self.stack.iter().position(|frame| frame.node == id).unwrap_or(0);
        let mut atoms: Vec<String> =
            self.stack[start..].iter().map(|frame| self.label(frame.node)).collect();
        atoms.extend(atoms.first().cloned());
        let error = Error::cycle(atoms);
        // What the members have read so far decided that the cycle closes, so
        // the closing one depends on it; an edge back would make the graph
        // itself cyclic.
        let reasons: Vec<Edge> =
            self.stack[start..].iter().flat_map(|frame| frame.tracked.iter().copied()).collect();
        for frame in &mut self.stack[start..] {
            frame.cycle = Some(error.clone());
        }
        if let Some(top) = self.stack.last_mut() {
            top.tracked = reasons;
        }
        error
    }

    pub(super) fn label(&self, id: NodeId) -> String {
        let config = self.get(id).and_then(|node| node.config.upgrade());
        config.map_or_else(String::new, |config| config.label.to_string())
    }
}

/// Clears the frames of a read function that panicked.
struct Unwind<'a> {
    inner: &'a Inner,
    base: usize,
    is_armed: bool,
}

impl Unwind<'_> {
    fn disarm(mut self) {
        self.is_armed = false;
    }
}

impl Drop for Unwind<'_> {
    fn drop(&mut self) {
        if self.is_armed
            && let Ok(mut graph) = self.inner.graph.try_borrow_mut()
        {
            while graph.stack.len() > self.base {
                graph.pop_frame();
            }
            graph.depth -= 1;
            graph.is_interrupted = false;
        }
    }
}
