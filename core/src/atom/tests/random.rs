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

const SOURCES: usize = 6;
const DERIVED: usize = 40;

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

fn run(seed: u64) {
    let mut random = Random(seed);
    let store = Store::default();
    let sources: Vec<Atom<u64>> = (0..SOURCES).map(|_| Atom::new("source", 0)).collect();
    let mut current = vec![0; SOURCES];
    let mut rules = Vec::new();
    let mut nodes: Vec<Derived<u64>> =
        sources.iter().map(|source| Derived::map("entry", source, |value| value)).collect();
    for position in SOURCES..SOURCES + DERIVED {
        let rule = Rule {
            inputs: std::array::from_fn(|_| random.below(position)),
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
    for _ in 0..60 {
        let before = naive(&current, &rules);
        match random.below(5) {
            0 => {
                let (node, heard) = (random.below(nodes.len()), Rc::new(Cell::new(0)));
                let counter = Rc::clone(&heard);
                let guard = store.sub(&nodes[node], move || counter.set(counter.get() + 1));
                listeners.push(Listener { node, _guard: guard, heard, expected: 0 });
            }
            1 if !listeners.is_empty() => {
                listeners.swap_remove(random.below(listeners.len()));
            }
            2 => {
                let (one, two) = (random.below(SOURCES), random.below(SOURCES));
                let values = [random.below(5) as u64, random.below(5) as u64];
                store.batch(|| {
                    store.set(&sources[one], values[0]);
                    store.set(&sources[two], values[1]);
                });
                current[one] = values[0];
                current[two] = values[1];
            }
            _ => {
                let (source, value) = (random.below(SOURCES), random.below(5) as u64);
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
    assert_eq!(store.statistics().nodes, SOURCES, "seed {seed}");
}

#[test]
fn random_graphs_agree_with_a_naive_evaluation_and_leave_nothing_behind() {
    (0..400).for_each(run);
}
