//! The algorithm of one microstep, over the shape of a machine alone.
//!
//! Source: the algorithm for SCXML interpretation,
//! <https://www.w3.org/TR/scxml/#AlgorithmforSCXMLInterpretation>.
//!
//! It knows neither events nor contexts, so that machines written in Rust and
//! machines that were read share one compiled copy of it.

use super::chart::{Chart, Configuration, Kind, add_to};

/// What the states and transitions of a machine do.
pub(super) trait Contents {
    /// Runs what leaving `state` does; it is still active.
    fn exit(&mut self, state: usize, configuration: &Configuration);
    /// Runs the content of a transition.
    fn take(&mut self, edge: usize, configuration: &Configuration);
    /// Runs what entering `state` does; it is active already.
    fn enter(&mut self, state: usize, configuration: &Configuration);
    /// Runs the content of the initial transition of a compound state, or of
    /// the default transition of a history.
    fn take_default(&mut self, state: usize, configuration: &Configuration);
    /// Tells that `state` is done, because `finished` was entered in it.
    fn done(&mut self, state: usize, finished: usize, configuration: &Configuration);
}

/// Takes for every active atomic state the innermost enabled transition among
/// `candidates` (ascending), without those that another one preempts. Only
/// states that a candidate leaves are looked at, so the cost does not grow with
/// the regions that do not wait for the event.
pub(super) fn select_transitions(
    chart: &Chart,
    configuration: &Configuration,
    candidates: &[usize],
    is_enabled: &mut dyn FnMut(usize) -> bool,
) -> Vec<usize> {
    let mut enabled: Vec<(usize, usize)> = Vec::new();
    // Sources of enabled transitions, descending.
    let mut sources: Vec<usize> = Vec::new();
    let mut rest = candidates;
    while let Some(last) = rest.last() {
        let source = chart.edges[*last].source;
        let start = rest.partition_point(|edge| chart.edges[*edge].source < source);
        let (before, group) = rest.split_at(start);
        rest = before;
        if !configuration.is_active(source) {
            continue;
        }
        let Some(atomic) = first_unserved(chart, configuration, source, &sources) else { continue };
        if let Some(edge) = group.iter().find(|edge| is_enabled(**edge)) {
            enabled.push((atomic, *edge));
            sources.push(source);
        }
    }
    enabled.sort_unstable();
    remove_conflicting_transitions(chart, configuration, &enabled)
}

/// Returns the first atomic state in `source` for which no transition of an
/// inner state was found.
fn first_unserved(
    chart: &Chart,
    configuration: &Configuration,
    source: usize,
    served: &[usize],
) -> Option<usize> {
    let mut inner = configuration.within(chart, source);
    while let Some(state) = inner.first() {
        if served.binary_search_by(|served| state.cmp(served)).is_ok() {
            let end = chart.states[*state].end;
            inner = &inner[inner.partition_point(|state| *state < end)..];
        } else if chart.states[*state].children.is_empty() {
            return Some(*state);
        } else {
            inner = &inner[1..];
        }
    }
    None
}

/// Two transitions conflict if they leave a state in common, which means that
/// the domain of one lies in that of the other; the one whose source is further
/// in wins, else the one that was selected first.
fn remove_conflicting_transitions(
    chart: &Chart,
    configuration: &Configuration,
    enabled: &[(usize, usize)],
) -> Vec<usize> {
    let mut kept: Vec<(usize, Option<usize>)> = Vec::new();
    for (_, edge) in enabled {
        let domain = transition_domain(chart, configuration, *edge);
        let source = chart.edges[*edge].source;
        let conflicts = |other: Option<usize>| {
            domain.zip(other).is_some_and(|(left, right)| {
                left == right
                    || chart.is_descendant(left, right)
                    || chart.is_descendant(right, left)
            })
        };
        let is_preempted = kept.iter().any(|(other, domain)| {
            conflicts(*domain) && !chart.is_descendant(source, chart.edges[*other].source)
        });
        if !is_preempted {
            kept.retain(|(_, domain)| !conflicts(*domain));
            kept.push((*edge, domain));
        }
    }
    kept.into_iter().map(|(edge, _)| edge).collect()
}

/// Takes the transitions `selected`.
pub(super) fn microstep(
    chart: &Chart,
    configuration: &mut Configuration,
    selected: &[usize],
    contents: &mut dyn Contents,
) {
    exit_states(chart, configuration, selected, contents);
    for edge in selected {
        contents.take(*edge, configuration);
    }
    let entry_set = compute_entry_set(chart, configuration, selected);
    enter_states(chart, configuration, entry_set, contents);
}

/// Enters the initial states of the root.
pub(super) fn enter_root(
    chart: &Chart,
    configuration: &mut Configuration,
    contents: &mut dyn Contents,
) {
    let mut entry_set = EntrySet::default();
    add_descendant_states_to_enter(chart, configuration, 0, &mut entry_set);
    enter_states(chart, configuration, entry_set, contents);
}

/// Leaves every active state, innermost first.
#[cfg(any(feature = "scxml", all(test, not(target_arch = "wasm32"))))]
pub(super) fn exit_all(
    chart: &Chart,
    configuration: &mut Configuration,
    contents: &mut dyn Contents,
) {
    while let Some(state) = configuration.active.last().copied() {
        contents.exit(state, configuration);
        configuration.active.pop();
    }
    debug_assert!(!chart.states.is_empty(), "a machine has a root");
}

fn exit_states(
    chart: &Chart,
    configuration: &mut Configuration,
    selected: &[usize],
    contents: &mut dyn Contents,
) {
    let mut exit_set = Vec::new();
    for edge in selected {
        if let Some(domain) = transition_domain(chart, configuration, *edge) {
            let inner = configuration.within(chart, domain);
            exit_set.extend(inner.iter().copied().filter(|state| *state != domain));
        }
    }
    exit_set.sort_unstable();
    exit_set.dedup();
    for state in exit_set.iter().rev() {
        for history in &chart.states[*state].histories {
            record(chart, configuration, *state, *history);
        }
    }
    for state in exit_set.iter().rev() {
        contents.exit(*state, configuration);
        if let Ok(position) = configuration.active.binary_search(state) {
            configuration.active.remove(position);
        }
    }
}

fn record(chart: &Chart, configuration: &mut Configuration, parent: usize, history: usize) {
    let is_deep = chart.states[history].kind == Kind::DeepHistory;
    let is_kept = |state: &usize| {
        let state = &chart.states[*state];
        if is_deep { state.children.is_empty() } else { state.parent == Some(parent) }
    };
    let inner = configuration.within(chart, parent);
    let states: Vec<usize> = inner.iter().copied().filter(is_kept).collect();
    let known = configuration.recorded.iter().position(|(known, _)| *known == history);
    match known {
        Some(position) => configuration.recorded[position].1 = states,
        None => configuration.recorded.push((history, states)),
    }
}

/// Replaces histories among `targets` by what they stand for.
fn effective_targets(
    chart: &Chart,
    configuration: &Configuration,
    targets: &[usize],
    effective: &mut Vec<usize>,
) {
    for target in targets {
        let state = &chart.states[*target];
        match configuration.recorded(*target) {
            _ if !state.kind.is_history() => effective.push(*target),
            Some(recorded) => effective.extend_from_slice(recorded),
            None => effective_targets(chart, configuration, &state.initial, effective),
        }
    }
}

/// Returns the innermost state that the transition does not leave; `None` if it
/// has no targets. The root is never left.
fn transition_domain(chart: &Chart, configuration: &Configuration, edge: usize) -> Option<usize> {
    let edge = &chart.edges[edge];
    if edge.targets.is_empty() {
        return None;
    }
    let mut targets = Vec::new();
    effective_targets(chart, configuration, &edge.targets, &mut targets);
    let holds =
        |ancestor: usize| targets.iter().all(|target| chart.is_descendant(*target, ancestor));
    let is_compound = |state: usize| chart.states[state].kind == Kind::Compound;
    if edge.is_internal && is_compound(edge.source) && holds(edge.source) {
        return Some(edge.source);
    }
    let mut outside = chart.ancestors(edge.source);
    Some(outside.find(|state| is_compound(*state) && holds(*state)).unwrap_or(0))
}

#[derive(Default)]
struct EntrySet {
    states: Vec<usize>,
    /// The compound states that are entered by default.
    defaults: Vec<usize>,
    /// The histories whose default transition is taken.
    histories: Vec<usize>,
}

fn compute_entry_set(chart: &Chart, configuration: &Configuration, selected: &[usize]) -> EntrySet {
    let mut set = EntrySet::default();
    for edge in selected {
        let Some(domain) = transition_domain(chart, configuration, *edge) else { continue };
        let targets = &chart.edges[*edge].targets;
        // All targets go in before any ancestor: a region with a target of its
        // own is not entered by default.
        for target in targets {
            add_descendant_states_to_enter(chart, configuration, *target, &mut set);
        }
        let mut effective = Vec::new();
        effective_targets(chart, configuration, targets, &mut effective);
        for target in effective {
            add_ancestor_states_to_enter(chart, configuration, target, domain, &mut set);
        }
    }
    // The root stays active when a transition of its own leads to it.
    set.states.retain(|state| !configuration.is_active(*state));
    set
}

fn add_descendant_states_to_enter(
    chart: &Chart,
    configuration: &Configuration,
    state: usize,
    set: &mut EntrySet,
) {
    let node = &chart.states[state];
    if node.kind.is_history() {
        let above = node.parent.unwrap_or(0);
        if let Some(recorded) = configuration.recorded(state) {
            add_targets(chart, configuration, recorded, above, set);
        } else {
            add_to(&mut set.histories, state);
            add_targets(chart, configuration, &node.initial, above, set);
        }
        return;
    }
    add_to(&mut set.states, state);
    match node.kind {
        Kind::Compound => {
            add_to(&mut set.defaults, state);
            add_targets(chart, configuration, &node.initial, state, set);
        }
        Kind::Parallel => add_missing_regions(chart, configuration, state, set),
        _ => {}
    }
}

fn add_targets(
    chart: &Chart,
    configuration: &Configuration,
    targets: &[usize],
    above: usize,
    set: &mut EntrySet,
) {
    for target in targets {
        add_descendant_states_to_enter(chart, configuration, *target, set);
    }
    for target in targets {
        add_ancestor_states_to_enter(chart, configuration, *target, above, set);
    }
}

fn add_ancestor_states_to_enter(
    chart: &Chart,
    configuration: &Configuration,
    state: usize,
    above: usize,
    set: &mut EntrySet,
) {
    for ancestor in chart.ancestors(state).take_while(|ancestor| *ancestor != above) {
        add_to(&mut set.states, ancestor);
        if chart.states[ancestor].kind == Kind::Parallel {
            add_missing_regions(chart, configuration, ancestor, set);
        }
    }
}

fn add_missing_regions(
    chart: &Chart,
    configuration: &Configuration,
    parallel: usize,
    set: &mut EntrySet,
) {
    for region in &chart.states[parallel].children {
        let end = chart.states[*region].end;
        let next = set.states.partition_point(|state| state < region);
        if set.states.get(next).is_none_or(|state| *state >= end) {
            add_descendant_states_to_enter(chart, configuration, *region, set);
        }
    }
}

fn enter_states(
    chart: &Chart,
    configuration: &mut Configuration,
    set: EntrySet,
    contents: &mut dyn Contents,
) {
    for state in set.states {
        add_to(&mut configuration.active, state);
        contents.enter(state, configuration);
        if set.defaults.binary_search(&state).is_ok() {
            contents.take_default(state, configuration);
        }
        for history in &chart.states[state].histories {
            if set.histories.binary_search(history).is_ok() {
                contents.take_default(*history, configuration);
            }
        }
        if chart.states[state].kind == Kind::Final {
            report_done(chart, configuration, state, contents);
        }
    }
}

fn report_done(
    chart: &Chart,
    configuration: &mut Configuration,
    finished: usize,
    contents: &mut dyn Contents,
) {
    let Some(parent) = chart.states[finished].parent else { return };
    contents.done(parent, finished, configuration);
    match chart.states[parent].parent {
        None => configuration.is_done = true,
        Some(above) if is_in_final_state(chart, configuration, above) => {
            contents.done(above, above, configuration);
            configuration.is_done |= chart.states[above].parent.is_none();
        }
        Some(_) => {}
    }
}

/// Returns whether `state` is parallel with all its regions done.
fn is_in_final_state(chart: &Chart, configuration: &Configuration, state: usize) -> bool {
    let node = &chart.states[state];
    let is_done = |region: &usize| match chart.states[*region].kind {
        Kind::Compound => {
            let is_final = |child: &usize| chart.states[*child].kind == Kind::Final;
            let children = &chart.states[*region].children;
            children.iter().any(|child| is_final(child) && configuration.is_active(*child))
        }
        _ => is_in_final_state(chart, configuration, *region),
    };
    node.kind == Kind::Parallel && node.children.iter().all(is_done)
}
