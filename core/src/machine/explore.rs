//! A walk through everything that a machine can do.

use super::build::Machine;
use super::interpret::step;
use super::node::Event;
use super::snapshot::Snapshot;
use std::collections::{HashMap, VecDeque};

/// One step from a snapshot to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Step<E, A> {
    /// The place in [`Exploration::snapshots`] that the step starts from.
    pub from: usize,
    /// What happens.
    pub event: E,
    /// The place in [`Exploration::snapshots`] that the step leads to.
    pub to: usize,
    /// The actions that the step asks for.
    pub actions: Vec<A>,
}

/// What [`explore`] found.
#[derive(Debug, Clone)]
pub struct Exploration<C, E, A> {
    snapshots: Vec<Snapshot<C>>,
    /// The step by which each snapshot but the first was reached first.
    first: Vec<Option<usize>>,
    steps: Vec<Step<E, A>>,
    is_complete: bool,
}

/// Walks a machine from its start, breadth first, over at most `limit`
/// different snapshots. `events` says what can happen in a snapshot.
///
/// ```
/// use vitrine_core::machine::{Event, Machine, StateNode, Transition, explore};
/// #[derive(Debug, Clone, PartialEq)]
/// struct Toggle;
/// impl Event for Toggle {
///     const NAMES: &'static [&'static str] = &["toggle"];
///     fn name(&self) -> &'static str { "toggle" }
/// }
/// let machine: Machine<(), Toggle, ()> = Machine::new(
///     StateNode::compound("lamp", "off")
///         .child(StateNode::atomic("off").on("toggle", Transition::to("on")))
///         .child(StateNode::atomic("on").on("toggle", Transition::to("off"))),
/// ).expect("every target is there");
/// let found = explore(&machine, (), |_| vec![Toggle], 100);
/// assert_eq!(found.path_to("on"), Some(vec![Toggle]));
/// assert!(found.is_complete() && found.unreached(&machine).is_empty());
/// ```
pub fn explore<C, E, A>(
    machine: &Machine<C, E, A>,
    context: C,
    events: impl Fn(&Snapshot<C>) -> Vec<E>,
    limit: usize,
) -> Exploration<C, E, A>
where
    C: Clone + PartialEq,
    E: Event,
    A: Clone,
{
    let (start, _) = machine.start(context);
    let mut by_states: HashMap<Vec<usize>, Vec<usize>> = HashMap::new();
    by_states.insert(start.configuration.active.clone(), vec![0]);
    let (snapshots, first, steps) = (vec![start], vec![None], Vec::new());
    let mut found = Exploration { snapshots, first, steps, is_complete: true };
    let mut waiting = VecDeque::from([0]);
    while let Some(from) = waiting.pop_front() {
        for event in events(&found.snapshots[from]) {
            let mut next = found.snapshots[from].clone();
            let actions = step(machine, &mut next, event.clone());
            let alike = by_states.entry(next.configuration.active.clone()).or_default();
            let known = alike.iter().copied().find(|index| found.snapshots[*index] == next);
            let to = match known {
                Some(index) => index,
                None if found.snapshots.len() >= limit => {
                    found.is_complete = false;
                    continue;
                }
                None => {
                    let index = found.snapshots.len();
                    alike.push(index);
                    found.snapshots.push(next);
                    found.first.push(Some(found.steps.len()));
                    waiting.push_back(index);
                    index
                }
            };
            found.steps.push(Step { from, event, to, actions });
        }
    }
    found
}

impl<C, E: Clone, A> Exploration<C, E, A> {
    /// Returns every snapshot that was reached, the nearest first.
    #[must_use]
    pub fn snapshots(&self) -> &[Snapshot<C>] {
        &self.snapshots
    }

    /// Returns every step that was tried, those that change nothing included.
    #[must_use]
    pub fn steps(&self) -> &[Step<E, A>] {
        &self.steps
    }

    /// Returns whether the walk found an end below its limit.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// Returns the fewest events that lead to the snapshot at `index` of
    /// [`snapshots`](Self::snapshots).
    ///
    /// # Panics
    /// Panics if there is no such snapshot.
    #[must_use]
    pub fn shortest_path(&self, index: usize) -> Vec<E> {
        let mut path = Vec::new();
        let mut place = index;
        while let Some(step) = self.first[place] {
            path.push(self.steps[step].event.clone());
            place = self.steps[step].from;
        }
        path.reverse();
        path
    }

    /// Returns the fewest events that lead into the state called `id`; `None` if
    /// nothing leads there.
    #[must_use]
    pub fn path_to(&self, id: &str) -> Option<Vec<E>> {
        let place = self.snapshots.iter().position(|snapshot| snapshot.matches(id))?;
        Some(self.shortest_path(place))
    }

    /// Returns a shortest path through every step that changes the snapshot or
    /// asks for an action, with the place where it ends.
    #[must_use]
    pub fn step_paths(&self) -> Vec<(Vec<E>, usize)> {
        let is_telling = |step: &&Step<E, A>| step.from != step.to || !step.actions.is_empty();
        let path = |step: &Step<E, A>| {
            let mut path = self.shortest_path(step.from);
            path.push(step.event.clone());
            (path, step.to)
        };
        self.steps.iter().filter(is_telling).map(path).collect()
    }

    /// Returns the names of the states that were never active, histories not
    /// among them.
    #[must_use]
    pub fn unreached(&self, machine: &Machine<C, E, A>) -> Vec<&'static str> {
        let is_missing = |index: &usize| {
            let is_active = |snapshot: &Snapshot<C>| snapshot.configuration.is_active(*index);
            !machine.chart.states[*index].kind.is_history() && !self.snapshots.iter().any(is_active)
        };
        (0..machine.names.len()).filter(is_missing).map(|index| machine.names[index]).collect()
    }
}
