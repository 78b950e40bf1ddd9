//! The guard of a subscription.

use std::fmt;

/// Keeps a subscription alive; dropping it unsubscribes.
#[must_use = "a subscription ends when its guard is dropped"]
pub struct Subscription(Option<Box<dyn FnOnce()>>);

impl Subscription {
    /// Returns a guard that calls `release` once, when it is dropped.
    pub fn new(release: impl FnOnce() + 'static) -> Self {
        Self(Some(Box::new(release)))
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(release) = self.0.take() {
            release();
        }
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Subscription")
    }
}
