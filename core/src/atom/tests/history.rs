//! Undo and redo.

use super::harness::{count, number, plus};
use crate::atom::{Action, Atom, History, Store, WritableDerived};

fn tracked(default: i32) -> (Store, Atom<i32>, History) {
    let (store, atom) = (Store::default(), number(default));
    let history = History::new(&store, 100);
    history.track(&atom);
    (store, atom, history)
}

#[test]
fn there_is_nothing_to_undo_at_first() {
    let (_, _, history) = tracked(0);
    assert_eq!((history.undo(), history.redo(), history.len()), (false, false, 0));
}

#[test]
fn steps_are_undone_and_done_again_one_by_one() {
    let (store, atom, history) = tracked(0);
    (1..=3).for_each(|value| store.set(&atom, value));
    let mut seen = Vec::new();
    while history.undo() {
        seen.push(store.get(&atom));
    }
    while history.redo() {
        seen.push(store.get(&atom));
    }
    assert_eq!(seen, [2, 1, 0, 1, 2, 3]);
}

#[test]
fn a_batch_is_one_step() {
    let (store, atom, history) = tracked(0);
    let other = Atom::new("other", 0);
    history.track(&other);
    store.batch(|| {
        store.set(&atom, 1);
        store.set(&other, 1);
        store.set(&atom, 2);
    });
    assert_eq!(history.len(), 1);
    history.undo();
    assert_eq!((store.get(&atom), store.get(&other)), (0, 0));
    history.redo();
    assert_eq!((store.get(&atom), store.get(&other)), (2, 1));
}

#[test]
fn what_listeners_make_of_a_change_is_of_the_same_step() {
    let (store, atom, history) = tracked(0);
    let mirror = Atom::new("mirror", 0);
    history.track(&mirror);
    let (inside, from, to) = (store.clone(), atom.clone(), mirror.clone());
    let _guard = store.sub(&atom, move || inside.set(&to, inside.get(&from) * 2));
    store.set(&atom, 3);
    assert_eq!(history.len(), 1);
    history.undo();
    assert_eq!((store.get(&atom), store.get(&mirror)), (0, 0));
}

#[test]
fn a_new_change_forgets_what_was_undone() {
    let (store, atom, history) = tracked(0);
    (1..=3).for_each(|value| store.set(&atom, value));
    history.jump(1);
    store.set(&atom, 9);
    assert_eq!((history.len(), history.redo()), (2, false));
    history.undo();
    assert_eq!(store.get(&atom), 1);
}

#[test]
fn a_history_is_bounded() {
    let (store, atom) = (Store::default(), number(0));
    let history = History::new(&store, 2);
    history.track(&atom);
    (1..=5).for_each(|value| store.set(&atom, value));
    while history.undo() {}
    assert_eq!((store.get(&atom), history.len()), (3, 2));
}

#[test]
fn a_history_of_no_steps_remembers_nothing() {
    let (store, atom) = (Store::default(), number(0));
    let history = History::new(&store, 0);
    history.track(&atom);
    store.set(&atom, 1);
    assert!(history.is_empty() && !history.undo());
}

#[test]
fn jumping_goes_both_ways() {
    let (store, atom, history) = tracked(0);
    (1..=5).for_each(|value| store.set(&atom, value * 10));
    for (position, value) in [(0, 0), (5, 50), (2, 20), (4, 40), (4, 40)] {
        assert!(history.jump(position));
        assert_eq!((store.get(&atom), history.position()), (value, position));
    }
    assert!(!history.jump(6));
}

#[test]
fn a_jump_is_heard_once() {
    let (store, atom, history) = tracked(0);
    (1..=5).for_each(|value| store.set(&atom, value));
    let (_guard, heard) = count(&store, &plus(&atom, 1));
    history.jump(1);
    assert_eq!(heard.get(), 1);
}

#[test]
fn an_untracked_atom_is_left_alone() {
    let (store, atom, history) = tracked(0);
    let other = Atom::new("other", 0);
    store.set(&other, 5);
    store.set(&atom, 1);
    history.undo();
    assert_eq!((store.get(&other), history.len()), (5, 1));
}

#[test]
fn a_change_that_ends_where_it_began_is_no_step() {
    let (store, atom, history) = tracked(0);
    store.batch(|| {
        store.set(&atom, 1);
        store.set(&atom, 0);
    });
    assert!(history.is_empty());
}

#[test]
fn steps_say_what_they_were() {
    let (store, atom, history) = tracked(0);
    let to = atom.clone();
    store.run(&Action::new("rename", move |store: &Store, ()| store.set(&to, 1)), ());
    store.set(&atom, 2);
    let steps = history.steps();
    let causes: Vec<_> = steps.iter().map(|step| step.cause.as_deref()).collect();
    assert_eq!(
        (causes, steps[0].atoms.as_slice()),
        (vec![Some("rename"), None], &["number".to_owned()][..])
    );
}

#[test]
fn setting_through_a_writable_atom_is_remembered() {
    let (store, atom, history) = tracked(0);
    let (from, to) = (atom.clone(), atom.clone());
    let double = WritableDerived::new(
        "double",
        move |reader| Ok(reader.get(&from)? * 2),
        move |store, value: i32| store.set(&to, value / 2),
    );
    store.set(&double, 8);
    history.undo();
    assert_eq!((store.get(&double), history.len()), (0, 1));
}

#[test]
fn what_listeners_do_while_a_step_is_undone_is_no_step() {
    let (store, atom, history) = tracked(0);
    let mirror = Atom::new("mirror", 0);
    history.track(&mirror);
    let (inside, from, to) = (store.clone(), atom.clone(), mirror.clone());
    let _guard = store.sub(&atom, move || inside.set(&to, inside.get(&from)));
    store.set(&atom, 1);
    store.set(&atom, 2);
    history.undo();
    assert_eq!((history.len(), history.position(), store.get(&mirror)), (2, 1, 1));
    assert!(history.redo());
    assert_eq!(store.get(&mirror), 2);
}

#[test]
fn clearing_forgets_all_steps() {
    let (store, atom, history) = tracked(0);
    store.set(&atom, 1);
    history.clear();
    assert_eq!((history.undo(), history.position(), store.get(&atom)), (false, 0, 1));
    store.set(&atom, 2);
    assert!(history.undo());
    assert_eq!(store.get(&atom), 1);
}

#[test]
fn a_dropped_history_costs_nothing() {
    let (store, atom, history) = tracked(0);
    store.set(&atom, 1);
    drop(history);
    store.set(&atom, 2);
    drop(atom);
    assert_eq!(store.statistics().nodes, 0);
}

#[test]
fn two_histories_are_independent() {
    let (store, a, first) = tracked(0);
    let b = Atom::new("b", 0);
    let second = History::new(&store, 10);
    second.track(&b);
    store.set(&a, 1);
    store.set(&b, 1);
    assert!(first.undo());
    assert_eq!((store.get(&a), store.get(&b), second.len()), (0, 1, 1));
}
