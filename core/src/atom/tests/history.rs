//! Undo, recordings and snapshots.

use super::harness::{count, number, plus};
use crate::atom::{
    Action, Atom, AtomRegistry, Derived, History, Recorder, Recording, RecordingError, Snapshot,
    Store, WritableDerived,
};
use crate::platform::ManualClock;
use std::rc::Rc;
use std::time::Duration;

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
    assert_eq!((causes, steps[0].atoms.as_slice()), (vec![Some("rename"), None], &["number".to_owned()][..]));
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

struct Recorded {
    store: Store,
    count: Atom<i32>,
    name: Atom<String>,
    atoms: AtomRegistry,
    recorder: Recorder,
    clock: ManualClock,
}

fn recorded() -> Recorded {
    let (store, clock) = (Store::default(), ManualClock::new(100));
    let (count, name) = (Atom::new("count", 0), Atom::new("name", "a".to_owned()));
    let atoms = AtomRegistry::new().with(&count).with(&name);
    let recorder = Recorder::new(&store, Rc::new(clock.clone()), atoms.clone());
    Recorded { store, count, name, atoms, recorder, clock }
}

#[test]
fn a_recording_has_a_step_for_each_change_with_its_time() {
    let it = recorded();
    it.store.set(&it.count, 1);
    it.clock.advance(Duration::from_millis(50));
    it.store.set(&it.name, "b".to_owned());
    let recording = it.recorder.recording();
    let steps: Vec<_> = recording.steps().iter().map(|it| (it.at, it.values.len())).collect();
    assert_eq!((steps, recording.len()), (vec![(100, 1), (150, 1)], 2));
}

#[test]
fn a_recorded_batch_is_one_step_with_the_last_values() {
    let it = recorded();
    it.store.batch(|| {
        it.store.set(&it.count, 1);
        it.store.set(&it.count, 2);
        it.store.set(&it.name, "b".to_owned());
    });
    let recording = it.recorder.recording();
    assert_eq!(recording.len(), 1);
    assert_eq!(recording.steps()[0].values["count"], 2);
}

#[test]
fn a_recorded_step_knows_its_action() {
    let it = recorded();
    let to = it.count.clone();
    it.store.run(&Action::new("up", move |store: &Store, ()| store.update(&to, |it| *it += 1)), ());
    assert_eq!(it.recorder.recording().steps()[0].cause.as_deref(), Some("up"));
}

#[test]
fn an_exported_recording_can_be_imported() {
    let it = recorded();
    it.store.set(&it.count, 1);
    let recording = it.recorder.recording();
    assert_eq!(Recording::from_json(&recording.to_json()), Ok(recording));
}

#[test]
fn a_replay_makes_the_same_steps() {
    let it = recorded();
    it.store.set(&it.count, 1);
    it.store.set(&it.name, "b".to_owned());
    it.store.set(&it.count, 2);
    let (recording, other) = (it.recorder.recording(), Store::default());
    let expected = [(0, "a"), (1, "a"), (1, "b"), (2, "b"), (2, "b")];
    for (steps, (count, name)) in expected.into_iter().enumerate() {
        recording.replay(&other, &it.atoms, steps).unwrap();
        assert_eq!((other.get(&it.count), other.get(&it.name).as_str()), (count, name));
    }
}

#[test]
fn a_replay_begins_where_the_recording_did() {
    let (store, count) = (Store::default(), Atom::new("count", 0));
    store.set(&count, 7);
    let atoms = AtomRegistry::new().with(&count);
    let recorder = Recorder::new(&store, Rc::new(ManualClock::default()), atoms.clone());
    store.set(&count, 8);
    let other = Store::default();
    recorder.recording().replay(&other, &atoms, 0).unwrap();
    assert_eq!(other.get(&count), 7);
}

#[test]
fn a_replay_is_heard_step_by_step() {
    let it = recorded();
    (1..=3).for_each(|value| it.store.set(&it.count, value));
    let other = Store::default();
    let (_guard, heard) = count(&other, &it.count);
    it.recorder.recording().replay(&other, &it.atoms, 3).unwrap();
    assert_eq!(heard.get(), 3);
}

#[test]
fn a_replay_finds_atoms_of_the_same_label() {
    let it = recorded();
    it.store.set(&it.count, 5);
    let text = it.recorder.recording().to_json();
    let (count, name) = (Atom::new("count", 0), Atom::new("name", String::new()));
    let (other, atoms) = (Store::default(), AtomRegistry::new().with(&count).with(&name));
    Recording::from_json(&text).unwrap().replay(&other, &atoms, 9).unwrap();
    assert_eq!((other.get(&count), other.get(&name)), (5, "a".to_owned()));
}

#[test]
fn a_replay_without_one_of_its_atoms_sets_nothing() {
    let it = recorded();
    it.store.set(&it.count, 5);
    let (count, other) = (Atom::new("count", 0), Store::default());
    let result = it.recorder.recording().replay(&other, &AtomRegistry::new().with(&count), 9);
    assert_eq!((result, other.get(&count)), (Err(RecordingError::Atom("name".to_owned())), 0));
}

#[test]
fn a_replay_into_an_atom_of_another_type_is_an_error() {
    let it = recorded();
    it.store.set(&it.count, 5);
    let (count, name) = (Atom::new("count", String::new()), Atom::new("name", String::new()));
    let atoms = AtomRegistry::new().with(&count).with(&name);
    let result = it.recorder.recording().replay(&Store::default(), &atoms, 9);
    assert_eq!(result, Err(RecordingError::Atom("count".to_owned())));
}

#[test]
fn what_is_no_recording_is_refused() {
    assert!(matches!(Recording::from_json("nothing"), Err(RecordingError::Unreadable(_))));
    let text = r#"{"version":9,"start":{},"steps":[]}"#;
    assert_eq!(Recording::from_json(text), Err(RecordingError::Version(9)));
}

#[test]
fn an_empty_recording_replays_to_its_beginning() {
    let it = recorded();
    let recording = it.recorder.recording();
    assert!(recording.is_empty());
    assert_eq!(recording.replay(&Store::default(), &it.atoms, 3), Ok(()));
}

#[test]
fn derived_atoms_follow_a_replay() {
    let it = recorded();
    it.store.set(&it.count, 5);
    let (other, next) = (Store::default(), plus(&it.count, 1));
    it.recorder.recording().replay(&other, &it.atoms, 1).unwrap();
    assert_eq!(other.get(&next), 6);
}

#[test]
fn the_last_atom_of_a_label_counts() {
    let (one, two) = (Atom::new("same", 1), Atom::new("same", 2));
    let atoms = AtomRegistry::new().with(&one).with(&two);
    assert_eq!(format!("{atoms:?}"), r#"["same"]"#);
}

#[test]
fn a_snapshot_of_an_untouched_store_differs_in_nothing() {
    let (store, atom) = (Store::default(), number(1));
    let _ = store.get(&atom);
    assert!(Snapshot::take(&store).differences(&store).is_empty());
}

#[test]
fn a_snapshot_names_what_differs() {
    let store = Store::default();
    let (a, b) = (Atom::new("a", 1), Atom::new("b", 1));
    let _ = (store.get(&a), store.get(&b));
    let before = Snapshot::take(&store);
    store.set(&b, 2);
    assert_eq!(before.differences(&store), ["b"]);
    store.set(&b, 1);
    assert!(before.differences(&store).is_empty());
}

#[test]
fn a_restored_snapshot_is_heard_once() {
    let store = Store::default();
    let (a, b) = (Atom::new("a", 1), Atom::new("b", 1));
    let (from_a, from_b) = (a.clone(), b.clone());
    let total = Derived::new("total", move |reader| Ok(reader.get(&from_a)? + reader.get(&from_b)?));
    let (_guard, heard) = count(&store, &total);
    let before = Snapshot::take(&store);
    store.batch(|| {
        store.set(&a, 2);
        store.set(&b, 5);
    });
    before.restore(&store);
    assert_eq!((store.get(&total), heard.get()), (2, 2));
}

#[test]
fn an_atom_that_came_after_a_snapshot_gets_its_default() {
    let (store, late) = (Store::default(), Atom::new("late", 1));
    let before = Snapshot::take(&store);
    store.set(&late, 9);
    assert_eq!(before.differences(&store), ["late"]);
    before.restore(&store);
    assert_eq!(store.get(&late), 1);
}

#[test]
fn a_snapshot_can_be_put_into_another_store() {
    let (store, other, atom) = (Store::default(), Store::default(), number(1));
    store.set(&atom, 5);
    let _ = other.get(&atom);
    Snapshot::take(&store).restore(&other);
    assert_eq!(other.get(&atom), 5);
}

#[test]
fn a_snapshot_can_be_restored_again_and_again() {
    let (store, atom) = (Store::default(), number(1));
    let _ = store.get(&atom);
    let before = Snapshot::take(&store);
    for value in 2..5 {
        store.set(&atom, value);
        before.restore(&store);
        assert_eq!(store.get(&atom), 1);
    }
}

#[test]
fn a_snapshot_does_not_hold_derived_values() {
    let (store, atom) = (Store::default(), number(1));
    let next = plus(&atom, 1);
    let _ = store.get(&next);
    assert_eq!(format!("{:?}", Snapshot::take(&store)), r#"["number"]"#);
}
