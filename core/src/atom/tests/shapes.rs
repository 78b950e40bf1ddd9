//! Graphs of known shapes, with the number of computations that a change costs.
//!
//! The shapes are those of the usual benchmarks of reactive graphs; the
//! numbers follow from the rule that a node is computed once per change, and
//! only when something it read has changed.

use super::harness::number;
use crate::atom::{Atom, Derived, Store};

/// A graph with its one source and its observed ends.
struct Graph {
    source: Atom<i32>,
    ends: Vec<Derived<i32>>,
}

fn link(from: &Derived<i32>) -> Derived<i32> {
    Derived::map("link", from, |value| value + 1)
}

fn first(source: &Atom<i32>) -> Derived<i32> {
    Derived::map("first", source, |value| value + 1)
}

fn total(of: Vec<Derived<i32>>) -> Derived<i32> {
    Derived::new("total", move |reader| {
        of.iter().map(|it| reader.get(it)).try_fold(0, |sum, it| Ok(sum + it? % 1000))
    })
}

fn deep(depth: usize) -> Graph {
    let source = number(0);
    let mut last = first(&source);
    for _ in 1..depth {
        last = link(&last);
    }
    Graph { source, ends: vec![last] }
}

fn broad(width: usize) -> Graph {
    let source = number(0);
    let ends = (0..width).map(|_| link(&first(&source))).collect();
    Graph { source, ends }
}

fn diamond(width: usize) -> Graph {
    let source = number(0);
    let sides = (0..width).map(|_| first(&source)).collect();
    Graph { source, ends: vec![total(sides)] }
}

fn triangle(width: usize) -> Graph {
    let source = number(0);
    let mut links = vec![first(&source)];
    while links.len() < width {
        links.push(link(&links[links.len() - 1]));
    }
    Graph { source, ends: vec![total(links)] }
}

fn ladder(depth: usize) -> Graph {
    let source = number(0);
    let mut rungs = [first(&source), first(&source)];
    for _ in 1..depth {
        rungs = [(); 2].map(|()| total(rungs.to_vec()));
    }
    Graph { source, ends: rungs.to_vec() }
}

/// Everything behind a value that never changes.
fn avoidable(length: usize) -> Graph {
    let source = number(0);
    let zero = Derived::map("zero", &source, |_| 0);
    let mut last = link(&zero);
    for _ in 1..length {
        last = link(&last);
    }
    Graph { source, ends: vec![last] }
}

/// One node that reads another number of nodes each time.
fn unstable(width: i32) -> Graph {
    let source = number(0);
    let sides: Vec<_> = (0..width).map(|_| first(&source)).collect();
    let from = source.clone();
    let end = Derived::new("end", move |reader| {
        let count = usize::try_from(reader.get(&from)? % width).unwrap_or_default();
        sides[..count].iter().map(|it| reader.get(it)).try_fold(0, |sum, it| Ok(sum + it?))
    });
    Graph { source, ends: vec![end] }
}

/// One node that reads the same node again and again.
fn repeated(times: usize) -> Graph {
    let source = number(0);
    let from = first(&source);
    let end = Derived::new("end", move |reader| {
        (0..times).map(|_| reader.get(&from)).try_fold(0, |sum, it| Ok(sum + it?))
    });
    Graph { source, ends: vec![end] }
}

/// A node that picks one of many entries, each observed.
fn mux(width: usize) -> Graph {
    let source = number(0);
    let entries: Vec<_> = (0..width).map(|_| first(&source)).collect();
    let (all, from) = (entries.clone(), source.clone());
    let end = Derived::new("end", move |reader| {
        let at = usize::try_from(reader.get(&from)?).unwrap_or_default() % all.len();
        reader.get(&all[at])
    });
    let mut ends = entries;
    ends.push(end);
    Graph { source, ends }
}

/// Returns the computations of the first observation, and of each of three
/// changes.
fn costs(graph: &Graph) -> [u64; 4] {
    let store = Store::default();
    let _guards: Vec<_> = graph.ends.iter().map(|end| store.sub(end, || {})).collect();
    let mut before = 0;
    let mut cost = || {
        let now = store.statistics().recomputations;
        std::mem::replace(&mut before, now).abs_diff(now)
    };
    let begin = cost();
    let mut set = |value| {
        store.set(&graph.source, value);
        cost()
    };
    [begin, set(1), set(2), set(3)]
}

macro_rules! shapes {
    ($($name:ident: $graph:expr => $costs:expr;)*) => {
        $(#[test]
        fn $name() {
            assert_eq!(costs(&$graph), $costs);
        })*
    };
}

shapes! {
    a_chain_of_ten_costs_ten: deep(10) => [10; 4];
    a_chain_of_a_thousand_costs_a_thousand: deep(1000) => [1000; 4];
    a_chain_beyond_the_depth_limit_costs_its_length: deep(33) => [33; 4];
    a_broad_graph_costs_its_nodes: broad(100) => [200; 4];
    a_diamond_of_two_costs_three: diamond(2) => [3; 4];
    a_diamond_of_a_hundred_costs_a_hundred_and_one: diamond(100) => [101; 4];
    a_triangle_of_ten_costs_eleven: triangle(10) => [11; 4];
    a_triangle_of_two_hundred_costs_two_hundred_and_one: triangle(200) => [201; 4];
    a_ladder_of_ten_costs_twenty: ladder(10) => [20; 4];
    a_ladder_of_twenty_costs_forty: ladder(20) => [40; 4];
    a_ladder_of_five_hundred_costs_a_thousand: ladder(500) => [1000; 4];
    what_does_not_change_ends_the_propagation: avoidable(100) => [101, 1, 1, 1];
    an_unstable_node_computes_what_it_reads: unstable(10) => [1, 2, 3, 4];
    a_node_read_many_times_is_computed_once: repeated(50) => [2; 4];
    a_multiplexer_costs_its_entries_and_itself: mux(100) => [101; 4];
}
