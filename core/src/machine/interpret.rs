//! The interpretation of events by a machine written in Rust.

use super::build::Machine;
use super::chart::Configuration;
use super::microstep::{Contents, enter_root, microstep, select_transitions};
use super::node::{Content, Event, Trigger};
use super::snapshot::Snapshot;
use std::collections::VecDeque;

/// Takes `event` through to the end and returns the actions it asks for, in
/// the order in which they are due. An event that nothing waits for changes
/// nothing.
pub fn step<C, E: Event, A: Clone>(
    machine: &Machine<C, E, A>,
    snapshot: &mut Snapshot<C>,
    event: E,
) -> Vec<A> {
    let mut interpreter = Interpreter::new(machine, &mut snapshot.context);
    if !snapshot.configuration.is_done {
        interpreter.occur(&mut snapshot.configuration, Occurrence::Sent(event));
    }
    interpreter.macrostep(&mut snapshot.configuration);
    interpreter.actions
}

pub(super) fn start<C, E: Event, A: Clone>(
    machine: &Machine<C, E, A>,
    context: C,
) -> (Snapshot<C>, Vec<A>) {
    let names = machine.names.clone();
    let mut snapshot = Snapshot { configuration: Configuration::default(), names, context };
    let mut interpreter = Interpreter::new(machine, &mut snapshot.context);
    enter_root(&machine.chart, &mut snapshot.configuration, &mut interpreter);
    interpreter.macrostep(&mut snapshot.configuration);
    let actions = interpreter.actions;
    (snapshot, actions)
}

enum Occurrence<E> {
    Sent(E),
    Done(usize),
}

struct Interpreter<'a, C, E, A> {
    machine: &'a Machine<C, E, A>,
    context: &'a mut C,
    internal_queue: VecDeque<Occurrence<E>>,
    /// The event of the microstep under way.
    event: Option<E>,
    actions: Vec<A>,
}

impl<'a, C, E: Event, A: Clone> Interpreter<'a, C, E, A> {
    fn new(machine: &'a Machine<C, E, A>, context: &'a mut C) -> Self {
        let (internal_queue, actions) = (VecDeque::new(), Vec::new());
        Self { machine, context, internal_queue, event: None, actions }
    }

    /// Runs until neither a transition without event nor an internal event is
    /// left.
    fn macrostep(&mut self, configuration: &mut Configuration) {
        let machine = self.machine;
        while !configuration.is_done {
            self.event = None;
            if self.take_one_of(configuration, &machine.eventless) {
                continue;
            }
            let Some(occurrence) = self.internal_queue.pop_front() else { return };
            self.occur(configuration, occurrence);
        }
    }

    /// Takes the transitions that wait for what occurred.
    fn occur(&mut self, configuration: &mut Configuration, occurrence: Occurrence<E>) {
        let machine = self.machine;
        match occurrence {
            Occurrence::Done(state) => {
                let is_due = |edge: &usize| machine.actions[*edge].trigger == Trigger::Done;
                let edges: Vec<usize> = machine.chart.edges_of(state).filter(is_due).collect();
                self.take_one_of(configuration, &edges);
            }
            Occurrence::Sent(event) => {
                let by_event = &machine.by_event;
                let found = by_event.binary_search_by_key(&event.name(), |(name, _)| *name);
                self.event = Some(event);
                if let Ok(position) = found {
                    self.take_one_of(configuration, &by_event[position].1);
                }
            }
        }
    }

    /// Takes those of the candidates that are enabled, and returns whether
    /// there is one.
    fn take_one_of(&mut self, configuration: &mut Configuration, candidates: &[usize]) -> bool {
        let machine = self.machine;
        let mut is_enabled = |edge: usize| {
            let guard = machine.actions[edge].guard.as_ref();
            guard.is_none_or(|guard| guard(self.context, self.event.as_ref()))
        };
        let selected =
            select_transitions(&machine.chart, configuration, candidates, &mut is_enabled);
        if !selected.is_empty() {
            microstep(&machine.chart, configuration, &selected, self);
        }
        !selected.is_empty()
    }

    fn execute(&mut self, content: &[Content<C, E, A>]) {
        for content in content {
            match content {
                Content::Assign(assign) => assign(self.context, self.event.as_ref()),
                Content::Raise(event) => {
                    self.internal_queue.push_back(Occurrence::Sent(event.clone()));
                }
                Content::Emit(action) => self.actions.push(action.clone()),
            }
        }
    }
}

impl<C, E: Event, A: Clone> Contents for Interpreter<'_, C, E, A> {
    fn exit(&mut self, state: usize, _: &Configuration) {
        self.execute(&self.machine.nodes[state].exit);
    }

    fn take(&mut self, edge: usize, _: &Configuration) {
        self.execute(&self.machine.actions[edge].content);
    }

    fn enter(&mut self, state: usize, _: &Configuration) {
        self.execute(&self.machine.nodes[state].entry);
    }

    /// Initial and default transitions of such machines have no content.
    fn take_default(&mut self, _: usize, _: &Configuration) {}

    fn done(&mut self, state: usize, _: usize, _: &Configuration) {
        self.internal_queue.push_back(Occurrence::Done(state));
    }
}
