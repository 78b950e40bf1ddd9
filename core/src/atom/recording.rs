//! Recorded runs: exported, imported and played again.

use super::port::AtomRegistry;
use super::store::Inner;
use super::watch::{Change, Kind, Watch};
use super::{Store, Subscription};
use crate::platform::Clock;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

/// The version of the format of a [`Recording`].
const VERSION: u32 = 1;

/// What happened to some atoms, as data.
///
/// ```
/// use std::rc::Rc;
/// use vitrine_core::atom::{Atom, AtomRegistry, Recorder, Recording, Store};
/// use vitrine_core::platform::ManualClock;
/// let (store, count) = (Store::default(), Atom::new("count", 0));
/// let atoms = AtomRegistry::new().with(&count);
/// let recorder = Recorder::new(&store, Rc::new(ManualClock::new(5)), atoms.clone());
/// store.set(&count, 1);
/// store.set(&count, 2);
/// let text = recorder.recording().to_json();
///
/// let (recording, other) = (Recording::from_json(&text).unwrap(), Store::default());
/// assert_eq!(recording.len(), 2);
/// recording.replay(&other, &atoms, 1).unwrap();
/// assert_eq!(other.get(&count), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recording {
    version: u32,
    /// The values at the beginning, by label.
    start: Map<String, Value>,
    steps: Vec<RecordedStep>,
}

/// All that changed until the store was quiet again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordedStep {
    /// When it happened, in milliseconds since the Unix epoch.
    pub at: u64,
    /// The name of the action that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// The new values, by label.
    pub values: Map<String, Value>,
}

/// Why a recording cannot be imported or played.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RecordingError {
    /// The text is no recording.
    Unreadable(String),
    /// The recording is of another version of the format.
    Version(u32),
    /// An atom is not in the registry, or cannot hold what was recorded.
    Atom(String),
}

impl fmt::Display for RecordingError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(reason) => write!(formatter, "read recording: {reason}"),
            Self::Version(version) => {
                write!(formatter, "read recording: unknown version {version}")
            }
            Self::Atom(label) => write!(formatter, "play recording: no place for {label}"),
        }
    }
}

impl std::error::Error for RecordingError {}

impl Recording {
    /// Returns the recording as JSON.
    ///
    /// # Panics
    /// Never: a map with text keys is always JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("maps with text keys are JSON")
    }

    /// Reads what [`Recording::to_json`] wrote.
    ///
    /// # Errors
    /// Fails when the text is no recording, or one of another version.
    pub fn from_json(text: &str) -> Result<Self, RecordingError> {
        let recording: Self = serde_json::from_str(text)
            .map_err(|error| RecordingError::Unreadable(error.to_string()))?;
        if recording.version == VERSION {
            Ok(recording)
        } else {
            Err(RecordingError::Version(recording.version))
        }
    }

    /// Returns the number of steps.
    #[must_use]
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Returns whether nothing happened.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Returns the steps, the oldest first.
    #[must_use]
    pub fn steps(&self) -> &[RecordedStep] {
        &self.steps
    }

    /// Sets the atoms to what they were at the beginning, and then makes the
    /// first `count` steps, each in a batch of its own.
    ///
    /// # Errors
    /// Fails before it has set anything when an atom of the recording is not
    /// in `atoms`, and when an atom cannot hold what was recorded.
    pub fn replay(
        &self,
        store: &Store,
        atoms: &AtomRegistry,
        count: usize,
    ) -> Result<(), RecordingError> {
        let steps = &self.steps[..count.min(self.steps.len())];
        let batches = || [&self.start].into_iter().chain(steps.iter().map(|step| &step.values));
        let unknown = batches().flat_map(Map::keys).find(|label| atoms.find(label).is_none());
        if let Some(label) = unknown {
            return Err(RecordingError::Atom(label.clone()));
        }
        for values in batches() {
            Inner::because(store, "replay", || {
                for (label, value) in values {
                    let port = atoms.find(label);
                    if !port.is_some_and(|port| port.write(store, value.clone())) {
                        return Err(RecordingError::Atom(label.clone()));
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}

/// Records what happens to some atoms, until it is dropped.
pub struct Recorder {
    log: Rc<Log>,
    _guard: Subscription,
}

struct Log {
    clock: Rc<dyn Clock>,
    atoms: AtomRegistry,
    recording: RefCell<Recording>,
    open: RefCell<Option<RecordedStep>>,
}

impl Watch for Log {
    fn changed(&self, change: &Change) {
        let (Kind::Set, Some(port)) = (change.kind, self.atoms.find_spec(&change.spec)) else {
            return;
        };
        let Some(value) = port.encode(change.to.as_ref()) else { return };
        let mut open = self.open.borrow_mut();
        let step = open.get_or_insert_with(|| RecordedStep {
            at: self.clock.now(),
            cause: change.cause.as_deref().map(str::to_owned),
            values: Map::new(),
        });
        step.values.insert(port.label().to_owned(), value);
    }

    fn settled(&self, _store: &Store) {
        self.recording.borrow_mut().steps.extend(self.open.take());
    }
}

impl Recorder {
    /// Starts to record the atoms of a registry.
    #[must_use]
    pub fn new(store: &Store, clock: Rc<dyn Clock>, atoms: AtomRegistry) -> Self {
        let values = atoms.ports().iter();
        let values = values.filter_map(|port| Some((port.label().to_owned(), port.read(store)?)));
        let recording = Recording { version: VERSION, start: values.collect(), steps: Vec::new() };
        let log = Rc::new(Log {
            clock,
            atoms,
            recording: RefCell::new(recording),
            open: RefCell::default(),
        });
        let guard = store.inner.watch(Rc::clone(&log) as Rc<dyn Watch>);
        Self { log, _guard: guard }
    }

    /// Returns what was recorded so far.
    #[must_use]
    pub fn recording(&self) -> Recording {
        self.log.recording.borrow().clone()
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Recorder").field(&self.log.atoms).finish()
    }
}
