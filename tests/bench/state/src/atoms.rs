//! Graphs of atoms.

use std::cell::Cell;
use std::rc::Rc;
use vitrine_core::atom::{Atom, Derived, Readable, Store, Subscription};

type Run = Box<dyn FnMut() -> f64>;

/// Builds the case of that name.
pub(crate) fn prepare(name: &str) -> Option<Run> {
    Some(match name {
        "diamond" => diamond(100, 1000),
        "chain" => chain(50, 1000),
        "fan-out" => fan_out(1000, 100),
        "ladder-10" => ladder(10, 1000),
        "ladder-16" => ladder(16, 1000),
        "single-sets" => single_sets(10_000),
        "create" => create(10_000),
        _ => return None,
    })
}

/// Listens to `atom`, adding what it becomes to `sum`.
fn listen<R: Readable<Value = i32> + Clone + 'static>(
    store: &Store,
    atom: &R,
    sum: &Rc<Cell<f64>>,
) -> Subscription {
    let (inside, atom_inside, sum) = (store.clone(), atom.clone(), Rc::clone(sum));
    store.sub(atom, move || sum.set(sum.get() + f64::from(inside.get(&atom_inside))))
}

/// Sets `source` to 1 and so on; the listeners make the checksum.
fn sets(
    store: Store,
    source: Atom<i32>,
    sum: Rc<Cell<f64>>,
    times: i32,
    held: Vec<Subscription>,
) -> Run {
    Box::new(move || {
        // The listeners live as long as the case.
        let _ = &held;
        sum.set(0.0);
        for value in 1..=times {
            store.set(&source, value);
        }
        sum.get()
    })
}

fn diamond(width: i32, times: i32) -> Run {
    let (store, sum) = (Store::default(), Rc::default());
    let source = Atom::new("source", 0);
    let sides: Vec<_> = (0..width)
        .map(|side| {
            let source = source.clone();
            Derived::new("side", move |reader| Ok(reader.get(&source)? + side))
        })
        .collect();
    let tip = Derived::new("tip", move |reader| {
        let mut sum = 0;
        for side in &sides {
            sum += reader.get(side)?;
        }
        Ok(sum)
    });
    let held = vec![listen(&store, &tip, &sum)];
    sets(store, source, sum, times, held)
}

fn chain(length: usize, times: i32) -> Run {
    let (store, sum) = (Store::default(), Rc::default());
    let source = Atom::new("source", 0);
    let first = source.clone();
    let mut last = Derived::new("link", move |reader| Ok(reader.get(&first)? + 1));
    for _ in 1..length {
        let before = last;
        last = Derived::new("link", move |reader| Ok(reader.get(&before)? + 1));
    }
    let held = vec![listen(&store, &last, &sum)];
    sets(store, source, sum, times, held)
}

fn fan_out(width: i32, times: i32) -> Run {
    let (store, sum) = (Store::default(), Rc::default());
    let source = Atom::new("source", 0);
    let held = (0..width)
        .map(|leaf| {
            let source = source.clone();
            let leaf = Derived::new("leaf", move |reader| Ok(reader.get(&source)? + leaf));
            listen(&store, &leaf, &sum)
        })
        .collect();
    sets(store, source, sum, times, held)
}

fn ladder(depth: usize, times: i32) -> Run {
    let (store, sum) = (Store::default(), Rc::default());
    let source = Atom::new("source", 0);
    let rung = |offset: i32| {
        let source = source.clone();
        Derived::new("rung", move |reader| Ok(reader.get(&source)? + offset))
    };
    let mut rungs = (rung(0), rung(1));
    for _ in 1..depth {
        let rung = |offset: i32| {
            let (left, right) = rungs.clone();
            Derived::new("rung", move |reader| {
                Ok((reader.get(&left)? + reader.get(&right)? + offset) % 1_000_003)
            })
        };
        rungs = (rung(0), rung(1));
    }
    let held = vec![listen(&store, &rungs.0, &sum), listen(&store, &rungs.1, &sum)];
    sets(store, source, sum, times, held)
}

fn single_sets(count: i32) -> Run {
    let (store, sum) = (Store::default(), Rc::default());
    let atoms: Vec<_> = (0..count).map(|_| Atom::new("atom", 0)).collect();
    let held: Vec<_> = atoms.iter().map(|atom| listen(&store, atom, &sum)).collect();
    Box::new(move || {
        // The listeners live as long as the case.
        let _ = &held;
        sum.set(0.0);
        for (atom, value) in atoms.iter().zip(1..) {
            store.set(atom, value);
        }
        sum.get()
    })
}

fn create(count: i32) -> Run {
    let store = Store::default();
    // Freed with the case, as the peers' garbage is after their run.
    let mut made = Vec::new();
    Box::new(move || {
        made.reserve(usize::try_from(count).unwrap_or_default());
        for value in 0..count {
            let atom = Atom::new("atom", value);
            let source = atom.clone();
            made.push((atom, Derived::new("next", move |reader| Ok(reader.get(&source)? + 1))));
        }
        let last = made.last().map_or(0, |(_, derived)| store.get(derived));
        f64::from(last)
    })
}
