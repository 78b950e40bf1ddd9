//! A machine, flattened and checked.

use super::interpret;
use super::node::{Content, Event, Kind, StateNode, Transition, Trigger};
use super::snapshot::Snapshot;
use std::fmt;

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

/// One state in document order.
pub(super) struct Node<C, E, A> {
    pub(super) id: &'static str,
    pub(super) kind: Kind,
    pub(super) parent: Option<usize>,
    /// The index behind the last descendant.
    pub(super) end: usize,
    pub(super) children: Vec<usize>,
    pub(super) initial: Option<usize>,
    pub(super) transitions: Vec<Edge<C, E, A>>,
    pub(super) entry: Vec<Content<C, E, A>>,
    pub(super) exit: Vec<Content<C, E, A>>,
}

/// A transition with its targets found.
pub(super) struct Edge<C, E, A> {
    pub(super) transition: Transition<C, E, A>,
    pub(super) targets: Vec<usize>,
}

/// A statechart: a value that says what follows on what.
///
/// `C` is the context, `E` the events, `A` the actions that a step asks for.
pub struct Machine<C, E, A> {
    pub(super) nodes: Vec<Node<C, E, A>>,
}

impl<C, E, A> fmt::Debug for Machine<C, E, A> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.nodes.iter().map(|node| node.id)).finish()
    }
}

impl<C, E: Event, A: Clone> Machine<C, E, A> {
    /// Returns the machine of this tree.
    ///
    /// # Errors
    /// Refuses a tree that names a state or an event that is not there, that
    /// has two states of one name, or whose kinds do not fit.
    pub fn new(root: StateNode<C, E, A>) -> Result<Self, Error> {
        let mut machine = Self { nodes: Vec::new() };
        let mut initials = Vec::new();
        machine.flatten(root, None, &mut initials);
        machine.resolve(&initials)?;
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
        initials: &mut Vec<Option<&'static str>>,
    ) -> usize {
        let index = self.nodes.len();
        initials.push(node.initial);
        let edge = |transition| Edge { transition, targets: Vec::new() };
        self.nodes.push(Node {
            id: node.id,
            kind: node.kind,
            parent,
            end: 0,
            children: Vec::new(),
            initial: None,
            transitions: node.transitions.into_iter().map(edge).collect(),
            entry: node.entry,
            exit: node.exit,
        });
        for child in node.children {
            let child = self.flatten(child, Some(index), initials);
            self.nodes[index].children.push(child);
        }
        self.nodes[index].end = self.nodes.len();
        index
    }

    fn resolve(&mut self, initials: &[Option<&'static str>]) -> Result<(), Error> {
        for (index, initial) in initials.iter().enumerate() {
            let node = &self.nodes[index];
            let state = node.id;
            let error = |kind, name| Err(Error { kind, state, name });
            if self.nodes[..index].iter().any(|other| other.id == state) {
                return error(ErrorKind::DuplicateState, state);
            }
            let has_children = !node.children.is_empty();
            let fits = match node.kind {
                Kind::Atomic => !has_children,
                Kind::Final => {
                    !has_children && node.transitions.is_empty() && node.parent.is_some()
                }
                Kind::Compound | Kind::Parallel => has_children,
            };
            if !fits {
                return error(ErrorKind::Misplaced, state);
            }
            if let Some(name) = initial {
                let target = self.find(state, name)?;
                if !self.is_descendant(target, index) {
                    return error(ErrorKind::ForeignInitial, name);
                }
                self.nodes[index].initial = Some(target);
            }
            for position in 0..self.nodes[index].transitions.len() {
                let targets = self.check_transition(index, position)?;
                self.nodes[index].transitions[position].targets = targets;
            }
        }
        Ok(())
    }

    fn check_transition(&self, index: usize, position: usize) -> Result<Vec<usize>, Error> {
        let state = self.nodes[index].id;
        let transition = &self.nodes[index].transitions[position].transition;
        if let Trigger::Named(name) = transition.trigger
            && !E::NAMES.iter().any(|known| selects(name, known))
        {
            return Err(Error { kind: ErrorKind::UnknownEvent, state, name });
        }
        let mut targets = Vec::new();
        for name in &transition.targets {
            let target = self.find(state, name)?;
            if !targets.iter().all(|other| self.are_orthogonal(target, *other)) {
                return Err(Error { kind: ErrorKind::ConflictingTargets, state, name });
            }
            targets.push(target);
        }
        Ok(targets)
    }

    fn find(&self, state: &'static str, name: &'static str) -> Result<usize, Error> {
        let position = self.nodes.iter().position(|node| node.id == name);
        position.ok_or(Error { kind: ErrorKind::UnknownTarget, state, name })
    }

    /// Returns whether two states can be active together, neither in the other.
    fn are_orthogonal(&self, left: usize, right: usize) -> bool {
        let mut ancestors = interpret::ancestors(self, left);
        let shared = ancestors.find(|ancestor| self.is_descendant(right, *ancestor));
        let is_apart = left != right && !self.is_descendant(left, right);
        is_apart
            && !self.is_descendant(right, left)
            && shared.is_some_and(|shared| self.nodes[shared].kind == Kind::Parallel)
    }
}

impl<C, E, A> Machine<C, E, A> {
    pub(super) fn is_descendant(&self, state: usize, ancestor: usize) -> bool {
        state > ancestor && state < self.nodes[ancestor].end
    }
}

/// Returns whether `descriptor` selects the event called `name`.
pub(super) fn selects(descriptor: &str, name: &str) -> bool {
    if descriptor == "*" {
        return true;
    }
    let prefix = descriptor.strip_suffix(".*").unwrap_or(descriptor);
    name.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
