//! What happened in a simulation.

use crate::platform::{Clock, ManualClock};
use std::cell::{Cell, RefCell};

/// Something that goes wrong on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// A request never arrived.
    RequestLost,
    /// The server did its part, and the answer never arrived.
    AnswerLost,
    /// An answer took longer than the origin's time.
    AnswerSlow,
    /// The server answered with 500 or 503.
    ServerError,
    /// The server asked to wait: 429.
    TooMany,
    /// The server refused for good: 403.
    Refused,
    /// A write arrived although its sender was gone.
    WriteWithoutSender,
    /// Somebody else changed what the server has.
    OtherWriter,
    /// A message between the tabs was lost.
    MessageLost,
    /// A message came twice.
    MessageRepeated,
    /// A message overtook another.
    MessageOvertaken,
    /// The network went away.
    Offline,
    /// The page was no longer looked at.
    Hidden,
    /// An operation of the disk failed, for want of room.
    DiskFull,
    /// An operation of the disk failed, and would succeed later.
    DiskClosed,
    /// The disk failed for good.
    DiskBroken,
    /// A tab died in the middle of what it did.
    Crash,
    /// A tab was closed.
    Closed,
    /// Somebody cancelled.
    Cancelled,
}

/// How many faults of each kind were injected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FaultCounts([u64; Fault::ALL.len()]);

impl Fault {
    /// All kinds of faults.
    pub const ALL: [Self; 19] = [
        Self::RequestLost,
        Self::AnswerLost,
        Self::AnswerSlow,
        Self::ServerError,
        Self::TooMany,
        Self::Refused,
        Self::WriteWithoutSender,
        Self::OtherWriter,
        Self::MessageLost,
        Self::MessageRepeated,
        Self::MessageOvertaken,
        Self::Offline,
        Self::Hidden,
        Self::DiskFull,
        Self::DiskClosed,
        Self::DiskBroken,
        Self::Crash,
        Self::Closed,
        Self::Cancelled,
    ];
}

impl FaultCounts {
    /// Returns how often a fault was injected.
    #[must_use]
    pub fn of(&self, fault: Fault) -> u64 {
        self.0[fault as usize]
    }

    /// Adds the counts of another simulation.
    pub fn add(&mut self, other: &Self) {
        for (own, other) in self.0.iter_mut().zip(other.0) {
            *own += other;
        }
    }

    /// Returns how many faults were injected.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }
}

/// Takes down what happens.
#[derive(Debug)]
pub(super) struct Ledger {
    clock: ManualClock,
    faults: Cell<FaultCounts>,
    violation: RefCell<Option<String>>,
    trace: Option<RefCell<Vec<String>>>,
}

impl Ledger {
    pub(super) fn new(clock: &ManualClock, is_traced: bool) -> Self {
        Self {
            clock: clock.clone(),
            faults: Cell::default(),
            violation: RefCell::default(),
            trace: is_traced.then(RefCell::default),
        }
    }

    pub(super) fn inject(&self, fault: Fault) {
        let mut faults = self.faults.get();
        faults.0[fault as usize] += 1;
        self.faults.set(faults);
        self.note(|| format!("fault: {fault:?}"));
    }

    pub(super) fn note(&self, text: impl FnOnce() -> String) {
        if let Some(trace) = &self.trace {
            trace.borrow_mut().push(format!("{:>7} {}", self.clock.now() % 1_000_000, text()));
        }
    }

    /// Takes down what should not have happened; the first one counts.
    pub(super) fn violate(&self, text: impl FnOnce() -> String) {
        if self.violation.borrow().is_none() {
            let text = text();
            self.note(|| format!("VIOLATION: {text}"));
            *self.violation.borrow_mut() = Some(text);
        }
    }

    pub(super) fn is_violated(&self) -> bool {
        self.violation.borrow().is_some()
    }

    pub(super) fn faults(&self) -> FaultCounts {
        self.faults.get()
    }

    pub(super) fn violation(&self) -> Option<String> {
        self.violation.borrow().clone()
    }

    pub(super) fn trace(&self) -> Vec<String> {
        self.trace.as_ref().map(|trace| trace.borrow().clone()).unwrap_or_default()
    }
}
