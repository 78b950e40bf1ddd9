//! Random graphs against a naive evaluation.

use crate::atom::{Atom, Derived, Store, Subscription};
use std::cell::Cell;
use std::rc::Rc;

/// A linear congruential generator: enough to vary shapes, and reproducible.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// One derived atom: if its first input is odd the second counts, else the
/// third; the sum is cut down so that equal values are common.
#[derive(Clone, Copy)]
struct Rule {
    inputs: [usize; 3],
    modulus: u64,
}

/// How large the graphs are, and what is done to them.
#[derive(Clone, Copy)]
struct Shape {
    sources: usize,
    derived: usize,
    /// How far back an input may lie; the whole graph by default.
    reach: usize,
    /// Values of sources are below this.
    values: usize,
    steps: usize,
    /// Weights of subscribing, unsubscribing, batches and single sets.
    weights: [usize; 4],
}

const USUAL: Shape = Shape {
    sources: 6,
    derived: 40,
    reach: usize::MAX,
    values: 5,
    steps: 60,
    weights: [1, 1, 1, 2],
};

struct Listener {
    node: usize,
    _guard: Subscription,
    heard: Rc<Cell<u64>>,
    expected: u64,
}

fn naive(sources: &[u64], rules: &[Rule]) -> Vec<u64> {
    let mut values = sources.to_vec();
    for rule in rules {
        let [test, odd, even] = rule.inputs.map(|input| values[input]);
        values.push((test + if test % 2 == 1 { odd } else { even }) % rule.modulus);
    }
    values
}

fn run(shape: Shape, seed: u64) {
    let Shape { sources: source_count, derived, reach, values, steps, weights } = shape;
    let mut random = Random(seed);
    let store = Store::default();
    let sources: Vec<Atom<u64>> = (0..source_count).map(|_| Atom::new("source", 0)).collect();
    let mut current = vec![0; source_count];
    let mut rules = Vec::new();
    let mut nodes: Vec<Derived<u64>> =
        sources.iter().map(|source| Derived::map("entry", source, |value| value)).collect();
    for position in source_count..source_count + derived {
        let rule = Rule {
            inputs: std::array::from_fn(|_| position - 1 - random.below(position.min(reach))),
            modulus: 2 + random.below(4) as u64,
        };
        rules.push(rule);
        let inputs = rule.inputs.map(|input| nodes[input].clone());
        nodes.push(Derived::new("node", move |reader| {
            let test = reader.get(&inputs[0])?;
            let chosen = if test % 2 == 1 { &inputs[1] } else { &inputs[2] };
            Ok((test + reader.get(chosen)?) % rule.modulus)
        }));
    }

    let mut listeners: Vec<Listener> = Vec::new();
    for _ in 0..steps {
        let before = naive(&current, &rules);
        let mut choice = random.below(weights.iter().sum());
        let kind = weights.iter().position(|weight| {
            let is_chosen = choice < *weight;
            choice = choice.wrapping_sub(*weight);
            is_chosen
        });
        match kind {
            Some(0) => {
                let (node, heard) = (random.below(nodes.len()), Rc::new(Cell::new(0)));
                let counter = Rc::clone(&heard);
                let guard = store.sub(&nodes[node], move || counter.set(counter.get() + 1));
                listeners.push(Listener { node, _guard: guard, heard, expected: 0 });
            }
            Some(1) if !listeners.is_empty() => {
                listeners.swap_remove(random.below(listeners.len()));
            }
            Some(2) => {
                let (one, two) = (random.below(source_count), random.below(source_count));
                let values = [random.below(values) as u64, random.below(values) as u64];
                store.batch(|| {
                    store.set(&sources[one], values[0]);
                    store.set(&sources[two], values[1]);
                });
                current[one] = values[0];
                current[two] = values[1];
            }
            _ => {
                let (source, value) = (random.below(source_count), random.below(values) as u64);
                store.set(&sources[source], value);
                current[source] = value;
            }
        }
        let after = naive(&current, &rules);
        for listener in &mut listeners {
            listener.expected += u64::from(before[listener.node] != after[listener.node]);
            assert_eq!(listener.heard.get(), listener.expected, "seed {seed}");
        }
        let probe = random.below(nodes.len());
        assert_eq!(store.get(&nodes[probe]), after[probe], "seed {seed}");
    }
    for (node, value) in nodes.iter().zip(naive(&current, &rules)) {
        assert_eq!(store.get(node), value, "seed {seed}");
    }
    drop(listeners);
    assert_eq!(store.statistics().mounted, 0, "seed {seed}");
    drop(nodes);
    assert_eq!(store.statistics().nodes, source_count, "seed {seed}");
}

macro_rules! graphs {
    ($($name:ident: $shape:expr;)*) => {
        $(#[test]
        fn $name() {
            (0..150).for_each(|seed| run($shape, seed));
        })*
    };
}

graphs! {
    random_graphs_agree_with_a_naive_evaluation_and_leave_nothing_behind: USUAL;
    long_graphs_agree: Shape { sources: 2, derived: 150, reach: 3, ..USUAL };
    wide_graphs_agree: Shape { sources: 40, derived: 40, reach: 80, ..USUAL };
    graphs_of_one_source_agree: Shape { sources: 1, ..USUAL };
    graphs_of_two_values_agree: Shape { values: 2, ..USUAL };
    graphs_of_many_values_agree: Shape { values: 1000, ..USUAL };
    graphs_whose_listeners_come_and_go_agree: Shape { weights: [5, 5, 1, 1], ..USUAL };
    graphs_without_listeners_agree: Shape { weights: [0, 0, 1, 1], ..USUAL };
    graphs_with_many_listeners_agree: Shape { weights: [6, 0, 1, 3], ..USUAL };
    graphs_changed_by_batches_agree: Shape { weights: [1, 1, 9, 0], ..USUAL };
    graphs_that_live_long_agree: Shape { steps: 400, derived: 20, ..USUAL };
    small_graphs_agree: Shape { sources: 2, derived: 3, steps: 200, ..USUAL };
}
