//! The interpretation of events.
//!
//! Source: the algorithm for SCXML interpretation,
//! <https://www.w3.org/TR/scxml/#AlgorithmforSCXMLInterpretation>.

use super::build::{Machine, selects};
use super::node::{Content, Event, Kind, Trigger};
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
    if snapshot.is_done {
        return Vec::new();
    }
    let mut interpreter = Interpreter::new(machine, snapshot);
    let occurrence = Occurrence::Sent(event);
    let selected = interpreter.select_transitions(&occurrence);
    interpreter.microstep(&selected, occurrence.event());
    interpreter.macrostep();
    interpreter.finish()
}

pub(super) fn start<C, E: Event, A: Clone>(
    machine: &Machine<C, E, A>,
    context: C,
) -> (Snapshot<C>, Vec<A>) {
    let (configuration, names) = (Vec::new(), Vec::new());
    let mut snapshot = Snapshot { configuration, names, is_done: false, context };
    let mut interpreter = Interpreter::new(machine, &mut snapshot);
    let mut to_enter = Vec::new();
    interpreter.add_descendant_states_to_enter(0, &mut to_enter);
    interpreter.enter_states(&to_enter, None);
    interpreter.macrostep();
    let actions = interpreter.finish();
    (snapshot, actions)
}

/// The ancestors of `state`, innermost first.
pub(super) fn ancestors<C, E, A>(
    machine: &Machine<C, E, A>,
    state: usize,
) -> impl Iterator<Item = usize> + use<'_, C, E, A> {
    std::iter::successors(machine.nodes[state].parent, |state| machine.nodes[*state].parent)
}

/// Adds a state to a set in document order.
fn add_state(state: usize, set: &mut Vec<usize>) {
    if let Err(position) = set.binary_search(&state) {
        set.insert(position, state);
    }
}

enum Occurrence<E> {
    Sent(E),
    Done(usize),
}

impl<E> Occurrence<E> {
    fn event(&self) -> Option<&E> {
        match self {
            Self::Sent(event) => Some(event),
            Self::Done(_) => None,
        }
    }
}

/// A transition: its source and its place among the source's transitions.
type Selected = (usize, usize);

struct Interpreter<'a, C, E, A> {
    machine: &'a Machine<C, E, A>,
    snapshot: &'a mut Snapshot<C>,
    internal_queue: VecDeque<Occurrence<E>>,
    actions: Vec<A>,
}

impl<'a, C, E: Event, A: Clone> Interpreter<'a, C, E, A> {
    fn new(machine: &'a Machine<C, E, A>, snapshot: &'a mut Snapshot<C>) -> Self {
        Self { machine, snapshot, internal_queue: VecDeque::new(), actions: Vec::new() }
    }

    fn finish(self) -> Vec<A> {
        let nodes = &self.machine.nodes;
        self.snapshot.names = self.snapshot.configuration.iter().map(|s| nodes[*s].id).collect();
        self.actions
    }

    /// Runs until neither a transition without event nor an internal event is
    /// left.
    fn macrostep(&mut self) {
        while !self.snapshot.is_done {
            let eventless = self.select_eventless_transitions();
            if !eventless.is_empty() {
                self.microstep(&eventless, None);
                continue;
            }
            let Some(occurrence) = self.internal_queue.pop_front() else { return };
            let selected = self.select_transitions(&occurrence);
            self.microstep(&selected, occurrence.event());
        }
    }

    fn select_eventless_transitions(&self) -> Vec<Selected> {
        self.select(None, |_, trigger| trigger == Trigger::Always)
    }

    fn select_transitions(&self, occurrence: &Occurrence<E>) -> Vec<Selected> {
        match occurrence {
            Occurrence::Sent(event) => self.select(Some(event), |_, trigger| {
                matches!(trigger, Trigger::Named(descriptor) if selects(descriptor, event.name()))
            }),
            Occurrence::Done(state) => {
                self.select(None, |source, trigger| trigger == Trigger::Done && source == *state)
            }
        }
    }

    /// Takes from every active atomic state outwards the first transition that
    /// is enabled.
    fn select(&self, event: Option<&E>, is_due: impl Fn(usize, Trigger) -> bool) -> Vec<Selected> {
        let nodes = &self.machine.nodes;
        let mut enabled: Vec<Selected> = Vec::new();
        let is_atomic = |state: &&usize| nodes[**state].children.is_empty();
        for atomic in self.snapshot.configuration.iter().filter(is_atomic) {
            let first = std::iter::once(*atomic).chain(ancestors(self.machine, *atomic)).find_map(
                |source| {
                    let position = nodes[source].transitions.iter().position(|edge| {
                        let guard = edge.transition.guard.as_ref();
                        is_due(source, edge.transition.trigger)
                            && guard.is_none_or(|guard| guard(&self.snapshot.context, event))
                    })?;
                    Some((source, position))
                },
            );
            enabled.extend(first.filter(|selected| !enabled.contains(selected)));
        }
        self.remove_conflicting_transitions(enabled)
    }

    /// Two transitions conflict if they leave a state in common; the inner one
    /// wins, else the one that was selected first.
    fn remove_conflicting_transitions(&self, enabled: Vec<Selected>) -> Vec<Selected> {
        let mut kept: Vec<(Selected, Vec<usize>)> = Vec::new();
        for selected in enabled {
            let exit_set = self.compute_exit_set(selected);
            let conflicts = |(_, other): &&(Selected, Vec<usize>)| {
                other.iter().any(|state| exit_set.contains(state))
            };
            let is_outdone = kept
                .iter()
                .filter(conflicts)
                .any(|((source, _), _)| !self.machine.is_descendant(selected.0, *source));
            if is_outdone {
                continue;
            }
            kept.retain(|other| !conflicts(&other));
            kept.push((selected, exit_set));
        }
        kept.into_iter().map(|(selected, _)| selected).collect()
    }

    fn microstep(&mut self, selected: &[Selected], event: Option<&E>) {
        if selected.is_empty() {
            return;
        }
        self.exit_states(selected, event);
        let machine = self.machine;
        for (source, position) in selected {
            let edge = &machine.nodes[*source].transitions[*position];
            self.execute(&edge.transition.content, event);
        }
        let entry_set = self.compute_entry_set(selected);
        self.enter_states(&entry_set, event);
    }

    fn exit_states(&mut self, selected: &[Selected], event: Option<&E>) {
        let mut exit_set = Vec::new();
        for state in selected.iter().flat_map(|selected| self.compute_exit_set(*selected)) {
            add_state(state, &mut exit_set);
        }
        let machine = self.machine;
        for state in exit_set.iter().rev() {
            self.execute(&machine.nodes[*state].exit, event);
        }
        self.snapshot.configuration.retain(|state| !exit_set.contains(state));
    }

    fn compute_exit_set(&self, (source, position): Selected) -> Vec<usize> {
        let Some(domain) = self.transition_domain(source, position) else { return Vec::new() };
        let is_left = |state: &usize| self.machine.is_descendant(*state, domain);
        self.snapshot.configuration.iter().copied().filter(is_left).collect()
    }

    /// Returns the innermost state that the transition does not leave; `None`
    /// if it has no targets. The root is never left.
    fn transition_domain(&self, source: usize, position: usize) -> Option<usize> {
        let edge = &self.machine.nodes[source].transitions[position];
        if edge.targets.is_empty() {
            return None;
        }
        let holds = |ancestor: usize| {
            edge.targets.iter().all(|target| self.machine.is_descendant(*target, ancestor))
        };
        let is_compound = |state: usize| self.machine.nodes[state].kind == Kind::Compound;
        if edge.transition.is_internal && is_compound(source) && holds(source) {
            return Some(source);
        }
        let mut outside = ancestors(self.machine, source);
        Some(outside.find(|state| is_compound(*state) && holds(*state)).unwrap_or(0))
    }

    fn compute_entry_set(&self, selected: &[Selected]) -> Vec<usize> {
        let mut entry_set = Vec::new();
        for (source, position) in selected {
            let Some(domain) = self.transition_domain(*source, *position) else { continue };
            // All targets go in before any ancestor: a region with a target of
            // its own is not entered by default.
            let targets = &self.machine.nodes[*source].transitions[*position].targets;
            for target in targets {
                self.add_descendant_states_to_enter(*target, &mut entry_set);
            }
            for target in targets {
                self.add_ancestor_states_to_enter(*target, domain, &mut entry_set);
            }
        }
        // The root stays active when a transition of its own leads to it.
        entry_set.retain(|state| !self.snapshot.configuration.contains(state));
        entry_set
    }

    fn add_descendant_states_to_enter(&self, state: usize, entry_set: &mut Vec<usize>) {
        add_state(state, entry_set);
        let node = &self.machine.nodes[state];
        match (node.kind, node.initial) {
            (Kind::Compound, Some(initial)) => {
                self.add_descendant_states_to_enter(initial, entry_set);
                self.add_ancestor_states_to_enter(initial, state, entry_set);
            }
            (Kind::Parallel, _) => self.add_missing_regions(state, entry_set),
            _ => {}
        }
    }

    fn add_ancestor_states_to_enter(
        &self,
        state: usize,
        domain: usize,
        entry_set: &mut Vec<usize>,
    ) {
        for ancestor in ancestors(self.machine, state).take_while(|ancestor| *ancestor != domain) {
            add_state(ancestor, entry_set);
            if self.machine.nodes[ancestor].kind == Kind::Parallel {
                self.add_missing_regions(ancestor, entry_set);
            }
        }
    }

    fn add_missing_regions(&self, parallel: usize, entry_set: &mut Vec<usize>) {
        for region in &self.machine.nodes[parallel].children {
            let end = self.machine.nodes[*region].end;
            if !entry_set.iter().any(|state| (*region..end).contains(state)) {
                self.add_descendant_states_to_enter(*region, entry_set);
            }
        }
    }

    fn enter_states(&mut self, entry_set: &[usize], event: Option<&E>) {
        let machine = self.machine;
        for state in entry_set {
            let configuration = &mut self.snapshot.configuration;
            add_state(*state, configuration);
            self.execute(&machine.nodes[*state].entry, event);
            if machine.nodes[*state].kind == Kind::Final {
                self.report_done(*state);
            }
        }
    }

    fn report_done(&mut self, finished: usize) {
        let Some(parent) = self.machine.nodes[finished].parent else { return };
        self.internal_queue.push_back(Occurrence::Done(parent));
        let above = self.machine.nodes[parent].parent;
        match above {
            None => self.snapshot.is_done = true,
            Some(above) if self.machine.nodes[above].kind == Kind::Parallel => {
                let regions = &self.machine.nodes[above].children;
                if regions.iter().all(|region| self.is_in_final_state(*region)) {
                    self.internal_queue.push_back(Occurrence::Done(above));
                    self.snapshot.is_done |= self.machine.nodes[above].parent.is_none();
                }
            }
            Some(_) => {}
        }
    }

    fn is_in_final_state(&self, state: usize) -> bool {
        let node = &self.machine.nodes[state];
        let is_active = |state: &&usize| self.snapshot.configuration.contains(*state);
        match node.kind {
            Kind::Compound => node
                .children
                .iter()
                .filter(is_active)
                .any(|child| self.machine.nodes[*child].kind == Kind::Final),
            Kind::Parallel => node.children.iter().all(|child| self.is_in_final_state(*child)),
            Kind::Atomic | Kind::Final => false,
        }
    }

    fn execute(&mut self, content: &[Content<C, E, A>], event: Option<&E>) {
        for content in content {
            match content {
                Content::Assign(assign) => assign(&mut self.snapshot.context, event),
                Content::Raise(event) => {
                    self.internal_queue.push_back(Occurrence::Sent(event.clone()));
                }
                Content::Emit(action) => self.actions.push(action.clone()),
            }
        }
    }
}
