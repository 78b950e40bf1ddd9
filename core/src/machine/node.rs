//! The parts a machine is written with.

use super::chart::Kind;
use std::fmt;
use std::rc::Rc;

/// What can happen to a machine.
pub trait Event: Clone {
    /// Every name that [`name`](Self::name) can return; a machine that names
    /// another event is refused.
    const NAMES: &'static [&'static str];

    /// Returns the name by which transitions select the event. Dots separate
    /// its tokens: `error.network` is also selected by `error` and `error.*`.
    fn name(&self) -> &'static str;
}

pub(super) type Guard<C, E> = Rc<dyn Fn(&C, Option<&E>) -> bool>;
type Assign<C, E> = Rc<dyn Fn(&mut C, Option<&E>)>;

/// One step of executable content.
pub(super) enum Content<C, E, A> {
    Assign(Assign<C, E>),
    Raise(E),
    Emit(A),
}

/// One state with its transitions, actions and children.
pub struct StateNode<C, E, A> {
    pub(super) id: &'static str,
    pub(super) kind: Kind,
    pub(super) initial: Option<&'static str>,
    pub(super) children: Vec<Self>,
    pub(super) transitions: Vec<Transition<C, E, A>>,
    pub(super) entry: Vec<Content<C, E, A>>,
    pub(super) exit: Vec<Content<C, E, A>>,
}

impl<C, E, A> StateNode<C, E, A> {
    fn new(id: &'static str, kind: Kind, initial: Option<&'static str>) -> Self {
        let (children, transitions, entry, exit) = (vec![], vec![], vec![], vec![]);
        Self { id, kind, initial, children, transitions, entry, exit }
    }

    /// Returns a state without children.
    #[must_use]
    pub fn atomic(id: &'static str) -> Self {
        Self::new(id, Kind::Atomic, None)
    }

    /// Returns a state of which exactly one child is active, at first `initial`.
    #[must_use]
    pub fn compound(id: &'static str, initial: &'static str) -> Self {
        Self::new(id, Kind::Compound, Some(initial))
    }

    /// Returns a state of which all children are active.
    #[must_use]
    pub fn parallel(id: &'static str) -> Self {
        Self::new(id, Kind::Parallel, None)
    }

    /// Returns a state in which its parent is done; it has no children and no
    /// transitions.
    #[must_use]
    pub fn finished(id: &'static str) -> Self {
        Self::new(id, Kind::Final, None)
    }

    /// Returns a child that stands for the children of its parent that were
    /// active when the parent was left, at first for `default`.
    #[must_use]
    pub fn shallow_history(id: &'static str, default: &'static str) -> Self {
        Self::new(id, Kind::ShallowHistory, Some(default))
    }

    /// Returns a child that stands for all states in its parent that were
    /// active when the parent was left, at first for `default`.
    #[must_use]
    pub fn deep_history(id: &'static str, default: &'static str) -> Self {
        Self::new(id, Kind::DeepHistory, Some(default))
    }

    /// Adds a child, after those that are there.
    #[must_use]
    pub fn child(mut self, child: Self) -> Self {
        self.children.push(child);
        self
    }

    /// Adds a transition for the events that `descriptor` selects: the name,
    /// its first tokens, or `*`.
    #[must_use]
    pub fn on(mut self, descriptor: &'static str, transition: Transition<C, E, A>) -> Self {
        self.transitions.push(Transition { trigger: Trigger::Named(descriptor), ..transition });
        self
    }

    /// Adds a transition for the moment at which this state's children are done.
    #[must_use]
    pub fn on_done(mut self, transition: Transition<C, E, A>) -> Self {
        self.transitions.push(Transition { trigger: Trigger::Done, ..transition });
        self
    }

    /// Adds a transition that needs no event, only its guard.
    #[must_use]
    pub fn always(mut self, transition: Transition<C, E, A>) -> Self {
        self.transitions.push(Transition { trigger: Trigger::Always, ..transition });
        self
    }

    /// Asks for `action` when the state is entered.
    #[must_use]
    pub fn entry(mut self, action: A) -> Self {
        self.entry.push(Content::Emit(action));
        self
    }

    /// Changes the context when the state is entered.
    #[must_use]
    pub fn entry_assign(mut self, assign: impl Fn(&mut C, Option<&E>) + 'static) -> Self {
        self.entry.push(Content::Assign(Rc::new(assign)));
        self
    }

    /// Asks for `action` when the state is left.
    #[must_use]
    pub fn exit(mut self, action: A) -> Self {
        self.exit.push(Content::Emit(action));
        self
    }

    /// Changes the context when the state is left.
    #[must_use]
    pub fn exit_assign(mut self, assign: impl Fn(&mut C, Option<&E>) + 'static) -> Self {
        self.exit.push(Content::Assign(Rc::new(assign)));
        self
    }
}

impl<C, E, A> fmt::Debug for StateNode<C, E, A> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = formatter.debug_struct("StateNode");
        debug.field("id", &self.id).field("kind", &self.kind).field("children", &self.children);
        debug.finish_non_exhaustive()
    }
}

/// What a transition waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trigger {
    Always,
    Done,
    Named(&'static str),
}

/// One way from a state to others.
pub struct Transition<C, E, A> {
    pub(super) trigger: Trigger,
    pub(super) targets: Vec<&'static str>,
    pub(super) guard: Option<Guard<C, E>>,
    pub(super) content: Vec<Content<C, E, A>>,
    pub(super) is_internal: bool,
}

impl<C, E, A> Transition<C, E, A> {
    fn new(targets: Vec<&'static str>) -> Self {
        let (guard, content) = (None, Vec::new());
        Self { trigger: Trigger::Always, targets, guard, content, is_internal: false }
    }

    /// Returns a transition to the state called `target`.
    #[must_use]
    pub fn to(target: &'static str) -> Self {
        Self::new(vec![target])
    }

    /// Returns a transition to states in several regions of a parallel state.
    #[must_use]
    pub fn to_all(targets: &[&'static str]) -> Self {
        Self::new(targets.to_vec())
    }

    /// Returns a transition that leaves and enters nothing.
    #[must_use]
    pub fn stay() -> Self {
        Self::new(Vec::new())
    }

    /// Does not leave the source if it is compound and the targets lie in it.
    #[must_use]
    pub fn internal(mut self) -> Self {
        self.is_internal = true;
        self
    }

    /// Takes the transition only where `guard` holds. The event is `None` for
    /// transitions that need none and for those of a state that is done.
    #[must_use]
    pub fn when(mut self, guard: impl Fn(&C, Option<&E>) -> bool + 'static) -> Self {
        self.guard = Some(Rc::new(guard));
        self
    }

    /// Asks for `action`.
    #[must_use]
    pub fn emit(mut self, action: A) -> Self {
        self.content.push(Content::Emit(action));
        self
    }

    /// Changes the context.
    #[must_use]
    pub fn assign(mut self, assign: impl Fn(&mut C, Option<&E>) + 'static) -> Self {
        self.content.push(Content::Assign(Rc::new(assign)));
        self
    }

    /// Lets `event` happen before the next event from outside.
    #[must_use]
    pub fn raise(mut self, event: E) -> Self {
        self.content.push(Content::Raise(event));
        self
    }
}

impl<C, E, A> fmt::Debug for Transition<C, E, A> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = formatter.debug_struct("Transition");
        debug.field("trigger", &self.trigger).field("targets", &self.targets);
        debug.finish_non_exhaustive()
    }
}
