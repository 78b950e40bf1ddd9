//! The shape of a machine, without its contents.

/// What kind of state a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Atomic,
    Compound,
    Parallel,
    Final,
    /// Stands for the children that were active when its parent was left.
    ShallowHistory,
    /// Stands for the atomic states that were active when its parent was left.
    DeepHistory,
}

impl Kind {
    pub(super) fn is_history(self) -> bool {
        matches!(self, Self::ShallowHistory | Self::DeepHistory)
    }
}

/// One state; its index is its place in document order.
#[derive(Debug)]
pub(super) struct State {
    pub(super) kind: Kind,
    pub(super) parent: Option<usize>,
    /// The index behind the last descendant.
    pub(super) end: usize,
    /// The children that can be active: histories are not among them.
    pub(super) children: Vec<usize>,
    pub(super) histories: Vec<usize>,
    /// The default targets of a compound state or of a history.
    pub(super) initial: Vec<usize>,
}

/// The shape of a transition.
#[derive(Debug)]
pub(super) struct Edge {
    pub(super) source: usize,
    pub(super) targets: Vec<usize>,
    pub(super) is_internal: bool,
}

/// States and transitions in document order: the transitions of one state lie
/// side by side, before those of every later state.
#[derive(Debug, Default)]
pub(super) struct Chart {
    pub(super) states: Vec<State>,
    pub(super) edges: Vec<Edge>,
}

impl Chart {
    /// Adds a state behind all others and returns its index.
    pub(super) fn add_state(&mut self, kind: Kind, parent: Option<usize>) -> usize {
        let index = self.states.len();
        let (children, histories, initial) = (Vec::new(), Vec::new(), Vec::new());
        self.states.push(State { kind, parent, end: index + 1, children, histories, initial });
        if let Some(parent) = parent {
            let family = &mut self.states[parent];
            let siblings =
                if kind.is_history() { &mut family.histories } else { &mut family.children };
            siblings.push(index);
        }
        let mut above = parent;
        while let Some(state) = above {
            self.states[state].end = index + 1;
            above = self.states[state].parent;
        }
        index
    }

    pub(super) fn is_descendant(&self, state: usize, ancestor: usize) -> bool {
        state > ancestor && state < self.states[ancestor].end
    }

    /// The ancestors of `state`, innermost first.
    pub(super) fn ancestors(&self, state: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.states[state].parent, |state| self.states[*state].parent)
    }

    /// The transitions of `state`.
    pub(super) fn edges_of(&self, state: usize) -> std::ops::Range<usize> {
        let start = self.edges.partition_point(|edge| edge.source < state);
        start..self.edges.partition_point(|edge| edge.source <= state)
    }

    /// Returns whether two states can be active together, neither in the other.
    pub(super) fn are_orthogonal(&self, left: usize, right: usize) -> bool {
        let shared = self.ancestors(left).find(|ancestor| self.is_descendant(right, *ancestor));
        let is_apart = left != right && !self.is_descendant(left, right);
        is_apart
            && !self.is_descendant(right, left)
            && shared.is_some_and(|shared| self.states[shared].kind == Kind::Parallel)
    }
}

/// Where a machine stands, without its context.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Configuration {
    /// The active states, ascending.
    pub(super) active: Vec<usize>,
    /// What histories remember, in the order in which it was first recorded.
    pub(super) recorded: Vec<(usize, Vec<usize>)>,
    pub(super) is_done: bool,
}

impl Configuration {
    pub(super) fn is_active(&self, state: usize) -> bool {
        self.active.binary_search(&state).is_ok()
    }

    /// Returns the active states in `state`, itself included.
    pub(super) fn within(&self, chart: &Chart, state: usize) -> &[usize] {
        let end = chart.states[state].end;
        let start = self.active.partition_point(|active| *active < state);
        let length = self.active[start..].partition_point(|active| *active < end);
        &self.active[start..start + length]
    }

    pub(super) fn recorded(&self, history: usize) -> Option<&[usize]> {
        let found = self.recorded.iter().find(|(known, _)| *known == history);
        found.map(|(_, states)| states.as_slice())
    }
}

/// Adds a state to a set in document order.
pub(super) fn add_to(set: &mut Vec<usize>, state: usize) {
    if let Err(position) = set.binary_search(&state) {
        set.insert(position, state);
    }
}

/// Returns whether `descriptor` selects the event called `name`.
pub(super) fn selects(descriptor: &str, name: &str) -> bool {
    if descriptor == "*" {
        return true;
    }
    let prefix = descriptor.strip_suffix(".*").unwrap_or(descriptor);
    let prefix = prefix.strip_suffix('.').unwrap_or(prefix);
    name.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
