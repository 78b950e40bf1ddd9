//! A machine, flattened and checked.

use super::chart::{Chart, Edge, Kind, selects};
use super::interpret;
use super::node::{Content, Event, Guard, StateNode, Trigger};
use super::snapshot::Snapshot;
use std::fmt;
use std::rc::Rc;

/// The class of an [`Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Two states have one name.
    DuplicateState,
    /// A target or an initial state is not there.
    UnknownTarget,
    /// An initial state does not lie inside its parent.
    ForeignInitial,
    /// No event has the name that a transition waits for.
    UnknownEvent,
    /// The targets of one transition cannot be active together.
    ConflictingTargets,
    /// The children of a state do not fit its kind.
    Misplaced,
}

/// A machine that cannot be built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    state: &'static str,
    name: &'static str,
}

impl Error {
    /// Returns the class of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { state, name, .. } = self;
        match self.kind {
            ErrorKind::DuplicateState => write!(formatter, "two states are called {name}"),
            ErrorKind::UnknownTarget => {
                write!(formatter, "state {state}: no state is called {name}")
            }
            ErrorKind::ForeignInitial => {
                write!(formatter, "state {state}: initial state {name} is not inside it")
            }
            ErrorKind::UnknownEvent => {
                write!(formatter, "state {state}: no event is called {name}")
            }
            ErrorKind::ConflictingTargets => {
                write!(formatter, "state {state}: target {name} excludes another target")
            }
            ErrorKind::Misplaced => {
                write!(formatter, "state {state}: its children or transitions do not fit its kind")
            }
        }
    }
}

impl std::error::Error for Error {}

/// What one state does.
pub(super) struct Node<C, E, A> {
    pub(super) entry: Vec<Content<C, E, A>>,
    pub(super) exit: Vec<Content<C, E, A>>,
}

/// What one transition does.
pub(super) struct Action<C, E, A> {
    pub(super) trigger: Trigger,
    pub(super) guard: Option<Guard<C, E>>,
    pub(super) content: Vec<Content<C, E, A>>,
}

/// A statechart: a value that says what follows on what.
///
/// `C` is the context, `E` the events, `A` the actions that a step asks for.
pub struct Machine<C, E, A> {
    pub(super) chart: Chart,
    pub(super) names: Rc<[&'static str]>,
    pub(super) nodes: Vec<Node<C, E, A>>,
    pub(super) actions: Vec<Action<C, E, A>>,
    /// The transitions that each event selects, by its name, ascending.
    pub(super) by_event: Vec<(&'static str, Vec<usize>)>,
    pub(super) eventless: Vec<usize>,
}

/// The names by which the states and transitions of a tree refer to others.
#[derive(Default)]
struct References {
    states: Vec<&'static str>,
    initial: Vec<Option<&'static str>>,
    targets: Vec<Vec<&'static str>>,
    triggers: Vec<Trigger>,
}

impl<C, E, A> fmt::Debug for Machine<C, E, A> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.names.iter()).finish()
    }
}

impl<C, E: Event, A: Clone> Machine<C, E, A> {
    /// Returns the machine of this tree.
    ///
    /// # Errors
    /// Refuses a tree that names a state or an event that is not there, that
    /// has two states of one name, or whose kinds do not fit.
    pub fn new(root: StateNode<C, E, A>) -> Result<Self, Error> {
        let (nodes, actions) = (Vec::new(), Vec::new());
        let (by_event, eventless) = (Vec::new(), Vec::new());
        let chart = Chart::default();
        let mut machine = Self { chart, names: Rc::default(), nodes, actions, by_event, eventless };
        let mut references = References::default();
        machine.flatten(root, None, &mut references);
        references.resolve(&mut machine.chart, E::NAMES)?;
        (machine.by_event, machine.eventless) = index(&references.triggers, E::NAMES);
        machine.names = references.states.into();
        Ok(machine)
    }

    /// Returns the snapshot in which the initial states were entered, and the
    /// actions that entering them asks for.
    #[must_use]
    pub fn start(&self, context: C) -> (Snapshot<C>, Vec<A>) {
        interpret::start(self, context)
    }

    fn flatten(
        &mut self,
        node: StateNode<C, E, A>,
        parent: Option<usize>,
        references: &mut References,
    ) {
        let index = self.chart.add_state(node.kind, parent);
        references.states.push(node.id);
        references.initial.push(node.initial);
        self.nodes.push(Node { entry: node.entry, exit: node.exit });
        for transition in node.transitions {
            let is_internal = transition.is_internal;
            self.chart.edges.push(Edge { source: index, targets: Vec::new(), is_internal });
            references.targets.push(transition.targets);
            references.triggers.push(transition.trigger);
            self.actions.push(Action {
                trigger: transition.trigger,
                guard: transition.guard,
                content: transition.content,
            });
        }
        for child in node.children {
            self.flatten(child, Some(index), references);
        }
    }
}

impl References {
    fn resolve(&self, chart: &mut Chart, events: &[&str]) -> Result<(), Error> {
        for (index, state) in self.states.iter().copied().enumerate() {
            let error = |kind, name| Err(Error { kind, state, name });
            if self.states[..index].contains(&state) {
                return error(ErrorKind::DuplicateState, state);
            }
            let node = &chart.states[index];
            let has_children = !node.children.is_empty();
            let fits = match node.kind {
                Kind::Atomic => !has_children,
                Kind::Final | Kind::ShallowHistory | Kind::DeepHistory => {
                    !has_children && chart.edges_of(index).is_empty() && node.parent.is_some()
                }
                Kind::Compound | Kind::Parallel => has_children,
            };
            if !fits {
                return error(ErrorKind::Misplaced, state);
            }
            if let Some(name) = self.initial[index] {
                let target = self.find(state, name)?;
                let holder = if node.kind.is_history() { node.parent.unwrap_or(0) } else { index };
                if !chart.is_descendant(target, holder) {
                    return error(ErrorKind::ForeignInitial, name);
                }
                chart.states[index].initial.push(target);
            }
            for edge in chart.edges_of(index) {
                if let Trigger::Named(name) = self.triggers[edge]
                    && !events.iter().any(|known| selects(name, known))
                {
                    return error(ErrorKind::UnknownEvent, name);
                }
                chart.edges[edge].targets = self.targets(chart, state, edge)?;
            }
        }
        Ok(())
    }

    fn targets(
        &self,
        chart: &Chart,
        state: &'static str,
        edge: usize,
    ) -> Result<Vec<usize>, Error> {
        let mut targets = Vec::new();
        for name in self.targets[edge].iter().copied() {
            let target = self.find(state, name)?;
            if !targets.iter().all(|other| chart.are_orthogonal(target, *other)) {
                return Err(Error { kind: ErrorKind::ConflictingTargets, state, name });
            }
            targets.push(target);
        }
        Ok(targets)
    }

    fn find(&self, state: &'static str, name: &'static str) -> Result<usize, Error> {
        let position = self.states.iter().position(|known| *known == name);
        position.ok_or(Error { kind: ErrorKind::UnknownTarget, state, name })
    }
}

/// Returns the transitions of each event, by its name, and those without event.
fn index(
    triggers: &[Trigger],
    names: &[&'static str],
) -> (Vec<(&'static str, Vec<usize>)>, Vec<usize>) {
    let edges = |is_due: &dyn Fn(Trigger) -> bool| -> Vec<usize> {
        (0..triggers.len()).filter(|edge| is_due(triggers[*edge])).collect()
    };
    let select = |name: &'static str| {
        let is_due =
            |trigger| matches!(trigger, Trigger::Named(descriptor) if selects(descriptor, name));
        (name, edges(&is_due))
    };
    let mut by_event: Vec<_> = names.iter().copied().map(select).collect();
    by_event.sort_unstable_by_key(|(name, _)| *name);
    (by_event, edges(&|trigger| trigger == Trigger::Always))
}
