//! Bringing nodes up to date without recursion.
//!
//! A frame on the graph's own stack stands for a node whose dependencies are
//! being checked or whose read function runs. Known dependencies are checked
//! by pushing frames. Only a read function that meets a node which was never
//! computed calls back into this module; past [`MAX_DEPTH`] such calls the
//! functions under way return with an error, their frames stay where they
//! are, and the outermost call goes on from the top frame.

use super::graph::NodeId;
use super::header::Header;
use super::store::Inner;
use super::{Error, Reader};

/// The number of read functions that may lie inside each other on the native
/// stack; a browser gives WebAssembly about one megabyte of it.
const MAX_DEPTH: usize = 32;

/// A run will be started again, so its result does not count.
pub(super) struct PutOff;

/// What a store needs once it holds a derived atom.
///
/// Programs that only have atoms which are set do not carry the code behind it.
pub(super) struct Evaluator {
    refresh: fn(&Inner, NodeId, bool) -> bool,
    bring_up: fn(&Inner, NodeId) -> Result<(), Error>,
}

pub(super) static EVALUATOR: Evaluator =
    Evaluator { refresh: Inner::evaluate, bring_up: Inner::bring_up_stale };

impl Inner {
    /// Brings a node up to date; returns whether it is.
    ///
    /// It is not when the computation was put off, which only happens where
    /// `can_yield`: the caller is a read function that will be run again.
    pub(super) fn refresh(&self, id: NodeId, can_yield: bool) -> bool {
        // Without a derived atom there is nothing that could be out of date.
        self.evaluator.get().is_none_or(|evaluator| (evaluator.refresh)(self, id, can_yield))
    }

    fn evaluate(&self, id: NodeId, can_yield: bool) -> bool {
        let mut graph = self.graph.borrow_mut();
        if graph.get(id).is_none_or(|node| graph.is_fresh(node)) {
            return true;
        }
        let base = graph.stack.len();
        graph.push_frame(id);
        graph.depth += 1;
        let guard = Unwind { inner: self, base, is_armed: true };
        let is_done = loop {
            let Some((node, spec)) = graph.step(base) else { break true };
            drop(graph);
            let outcome = spec.run(&Reader { inner: self, node });
            drop(spec);
            graph = self.graph.borrow_mut();
            if let Some(is_changed) = outcome {
                graph.end_run(node, is_changed);
            } else if can_yield {
                break false;
            } else {
                graph.is_interrupted = false;
            }
        };
        guard.disarm();
        graph.depth -= 1;
        if base == 0 {
            drop(graph);
            self.is_troubled.set(false);
            if self.has_deferred.replace(false) {
                self.run_deferred();
            }
        }
        is_done
    }

    /// Makes the node of an atom a dependency of `reader`, up to date.
    pub(super) fn read_for(&self, reader: NodeId, header: &Header) -> Result<(), Error> {
        let id = self.node(header);
        let mut graph = self.graph.borrow_mut();
        if !graph.get(id).is_some_and(|node| graph.is_fresh(node)) {
            drop(graph);
            self.read_stale(id)?;
            graph = self.graph.borrow_mut();
        }
        graph.track(reader, id);
        Ok(())
    }

    fn read_stale(&self, id: NodeId) -> Result<(), Error> {
        {
            let mut graph = self.graph.borrow_mut();
            if graph.is_interrupted {
                return Err(Error::interrupted());
            }
            if graph.get(id).is_some_and(|node| node.is_on_stack) {
                self.is_troubled.set(true);
                return Err(graph.report_cycle(id));
            }
            if graph.depth >= MAX_DEPTH {
                graph.is_interrupted = true;
                self.is_troubled.set(true);
                return Err(Error::interrupted());
            }
        }
        if self.evaluate(id, true) { Ok(()) } else { Err(Error::interrupted()) }
    }

    /// Brings an atom up to date for a caller that is no read function.
    pub(super) fn bring_up(&self, header: &Header) -> Result<(), Error> {
        let id = self.node(header);
        self.evaluator.get().map_or(Ok(()), |evaluator| (evaluator.bring_up)(self, id))
    }

    fn bring_up_stale(&self, id: NodeId) -> Result<(), Error> {
        {
            let mut graph = self.graph.borrow_mut();
            if graph.get(id).is_some_and(|node| graph.is_fresh(node)) {
                return Ok(());
            }
            if graph.get(id).is_some_and(|node| node.is_on_stack) {
                // A read function went around its reader and asked the store.
                self.is_troubled.set(true);
                return Err(graph.report_cycle(id));
            }
        }
        self.evaluate(id, false);
        Ok(())
    }

    /// Returns what overrules the result of the run in the top frame: an error
    /// of the graph.
    #[cold]
    pub(super) fn trouble(&self) -> Result<Option<Error>, PutOff> {
        let graph = self.graph.borrow();
        if graph.is_interrupted {
            return Err(PutOff);
        }
        Ok(graph.cycle())
    }

    #[cold]
    fn run_deferred(&self) {
        for task in self.deferred.take() {
            task();
        }
    }

    /// Runs `task` when no read function runs any more.
    pub(super) fn defer(&self, task: Box<dyn FnOnce()>) {
        self.deferred.borrow_mut().push(task);
        self.has_deferred.set(true);
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
