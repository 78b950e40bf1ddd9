//! Recorded runs.

use super::harness::{count, plus};
use crate::atom::{Action, Atom, AtomRegistry, Recorder, Recording, RecordingError, Store};
use crate::platform::ManualClock;
use std::rc::Rc;
use std::time::Duration;

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
