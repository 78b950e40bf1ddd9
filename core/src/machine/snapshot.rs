//! Where a machine stands.

use super::chart::Configuration;
use std::rc::Rc;

/// The active states of a machine and its context.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot<C> {
    pub(super) configuration: Configuration,
    /// The names of all states of the machine, in document order.
    pub(super) names: Rc<[&'static str]>,
    /// What guards read and assignments write.
    pub context: C,
}

impl<C> Snapshot<C> {
    /// Returns whether the state called `id` is active.
    #[must_use]
    pub fn matches(&self, id: &str) -> bool {
        self.configuration.active.iter().any(|state| self.names[*state] == id)
    }

    /// Returns the names of the active states, outermost first.
    #[must_use]
    pub fn states(&self) -> Vec<&'static str> {
        self.configuration.active.iter().map(|state| self.names[*state]).collect()
    }

    /// Returns whether a final child of the root was reached.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.configuration.is_done
    }
}
