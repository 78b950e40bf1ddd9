//! When an origin is spared.

use serde::{Deserialize, Serialize};

/// Whether an origin is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BreakerState {
    /// It is; so many tries failed one after the other.
    Closed {
        /// The failures since the last success.
        failures: u32,
    },
    /// It is not, until then.
    Open {
        /// In milliseconds since the Unix epoch.
        until: u64,
    },
    /// One try is under way that will tell.
    HalfOpen,
}

/// Counts failures one after the other and opens after too many.
///
/// Source: Nygard, "Release It!" (circuit breaker), 2007.
///
/// ```
/// use vitrine_core::query::{Breaker, BreakerState};
/// let mut breaker = Breaker::new(2, 1_000);
/// assert!(breaker.admit(0).is_ok());
/// assert!(!breaker.fail(0));
/// assert!(breaker.fail(10), "the second failure opens it");
/// assert_eq!(breaker.admit(500), Err(1_010));
/// assert!(breaker.admit(1_010).is_ok(), "one may try");
/// assert_eq!(breaker.admit(1_010), Err(1_010));
/// breaker.succeed();
/// assert_eq!(breaker.state(), BreakerState::Closed { failures: 0 });
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breaker {
    state: BreakerState,
    max_failures: u32,
    open_ms: u64,
}

impl Breaker {
    /// Returns a closed breaker that opens after `max_failures` failures, at
    /// least one, for `open_ms` milliseconds.
    #[must_use]
    pub fn new(max_failures: u32, open_ms: u64) -> Self {
        let state = BreakerState::Closed { failures: 0 };
        Self { state, max_failures: max_failures.max(1), open_ms }
    }

    /// Returns whether the origin is asked.
    #[must_use]
    pub fn state(&self) -> BreakerState {
        self.state
    }

    /// Lets a try through, or tells until when to wait at least.
    ///
    /// # Errors
    /// Refuses while open, and while half open with a try under way.
    pub fn admit(&mut self, now: u64) -> Result<(), u64> {
        match self.state {
            BreakerState::Closed { .. } => Ok(()),
            BreakerState::Open { until } if now < until => Err(until),
            BreakerState::Open { .. } => {
                self.state = BreakerState::HalfOpen;
                Ok(())
            }
            BreakerState::HalfOpen => Err(now),
        }
    }

    /// Takes note of an answer that shows that the origin is up.
    pub fn succeed(&mut self) {
        self.state = BreakerState::Closed { failures: 0 };
    }

    /// Takes note of a failure; returns whether it opened the breaker.
    pub fn fail(&mut self, now: u64) -> bool {
        let failures = match self.state {
            BreakerState::Closed { failures } => failures + 1,
            BreakerState::HalfOpen => self.max_failures,
            // A try from before it opened changes nothing.
            BreakerState::Open { .. } => return false,
        };
        let opens = failures >= self.max_failures;
        self.state = if opens {
            BreakerState::Open { until: now.saturating_add(self.open_ms) }
        } else {
            BreakerState::Closed { failures }
        };
        opens
    }

    /// Takes note of a try that came to no end: the next may find out.
    pub fn abandon(&mut self, now: u64) {
        if self.state == BreakerState::HalfOpen {
            self.state = BreakerState::Open { until: now };
        }
    }
}
