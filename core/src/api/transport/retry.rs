//! When to ask again.

use crate::platform::{HttpError, HttpErrorKind, Request, Response};
use std::time::Duration;

/// How often and how soon a safe request is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// The tries after the first.
    pub attempts: u32,
    /// The wait before the second try; it doubles with each.
    pub base: Duration,
    /// The longest wait; a server that asks for more is not asked again.
    pub limit: Duration,
}

impl Default for Retry {
    /// Two further tries after 0.4 and 0.8 seconds: a short outage stays
    /// unseen, and a lasting one is told within two seconds.
    fn default() -> Self {
        Self { attempts: 2, base: Duration::from_millis(400), limit: Duration::from_secs(10) }
    }
}

impl Retry {
    /// Never tries again.
    pub const NEVER: Self = Self { attempts: 0, base: Duration::ZERO, limit: Duration::ZERO };

    /// Returns how long to wait before the next try; `None` to give up.
    ///
    /// `attempt` counts from 0; `jitter` lies between 0 and 1 and takes away
    /// up to half of the wait, so that clients do not come back together.
    pub(super) fn wait(
        &self,
        request: &Request,
        result: &Result<Response, HttpError>,
        attempt: u32,
        jitter: f64,
    ) -> Option<Duration> {
        if attempt >= self.attempts || !request.method.is_safe() {
            return None;
        }
        let asked = match result {
            Ok(response) if matches!(response.status, 429 | 503) => {
                response.header("retry-after").and_then(seconds)
            }
            Err(error) if error.kind() == HttpErrorKind::Network => None,
            _ => return None,
        };
        if let Some(asked) = asked {
            let asked = Duration::from_secs(asked.into());
            return (asked <= self.limit).then_some(asked);
        }
        let full = self.base.saturating_mul(1 << attempt.min(16)).min(self.limit);
        Some(full.mul_f64(1.0 - jitter.clamp(0.0, 1.0) / 2.0))
    }
}

/// Reads the seconds of a `Retry-After` header; the form with a date is rare
/// and would need a calendar, so it counts as absent.
pub(crate) fn seconds(value: &str) -> Option<u32> {
    value.trim().parse().ok()
}
