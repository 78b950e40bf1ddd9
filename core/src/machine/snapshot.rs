//! Where a machine stands.

/// The active states of a machine and its context.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot<C> {
    /// Indexes into the machine's states in document order, ascending.
    pub(super) configuration: Vec<usize>,
    /// The names of the active states, in document order.
    pub(super) names: Vec<&'static str>,
    pub(super) is_done: bool,
    /// What guards read and assignments write.
    pub context: C,
}

impl<C> Snapshot<C> {
    /// Returns whether the state called `id` is active.
    #[must_use]
    pub fn matches(&self, id: &str) -> bool {
        self.names.contains(&id)
    }

    /// Returns the names of the active states, outermost first.
    #[must_use]
    pub fn states(&self) -> &[&'static str] {
        &self.names
    }

    /// Returns whether a final child of the root was reached.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.is_done
    }
}
