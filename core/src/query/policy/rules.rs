//! What can be said of the queries below a prefix.

use super::super::{QueryDefaults, QueryError, QueryKey, QueryOptions};
use super::status::StatusClass;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How queries are cached; what is not set is left to less particular rules.
/// All times are milliseconds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CachePolicy {
    /// For how long data is fresh.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stale_time_ms: Option<u64>,
    /// For how long data is kept after nobody looks at it any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gc_time_ms: Option<u64>,
    /// For how long data may be shown at all: afterwards it is dropped, or
    /// fetched anew where somebody looks at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_live_ms: Option<u64>,
    /// By which share of it the time to live, and the time of a negative
    /// answer, is shortened at random, from 0 to 1, so that what came together
    /// does not expire together. It takes a client with randomness.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jitter: Option<f64>,
    /// Which errors count as answers; the first that fits decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub negative: Option<Vec<NegativeRule>>,
    /// How many bytes unobserved data below the prefix may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<usize>,
    /// Who goes first where not all may fetch at once: the greater. Queries
    /// that somebody looks at go before all others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<i32>,
}

/// An error that is kept as if it were data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NegativeRule {
    /// Which answers.
    pub status: StatusClass,
    /// For how long, in milliseconds; at least as long as the server asks for.
    pub keep_ms: u64,
}

/// A policy and the keys that it is for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PolicyRule {
    /// What their keys start with.
    pub prefix: QueryKey,
    /// How they are cached.
    #[serde(flatten)]
    pub policy: CachePolicy,
}

/// How a whole client caches.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CachePolicies {
    /// Policies by prefix; of two that say the same the later counts.
    pub rules: Vec<PolicyRule>,
    /// How many bytes all unobserved data may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<usize>,
    /// What to fetch before anybody asks; see
    /// [`QueryClient::warm_up`](super::super::QueryClient::warm_up).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warm_up: Vec<QueryKey>,
}

impl CachePolicies {
    /// Returns what all rules together say of `key`.
    #[must_use]
    pub fn of(&self, key: &QueryKey) -> CachePolicy {
        let rules = self.rules.iter().filter(|rule| key.starts_with(&rule.prefix));
        rules.fold(CachePolicy::default(), |policy, rule| policy.overruled_by(&rule.policy))
    }
}

impl CachePolicy {
    /// Returns this policy with what `other` says in its place.
    #[must_use]
    pub fn overruled_by(self, other: &Self) -> Self {
        Self {
            stale_time_ms: other.stale_time_ms.or(self.stale_time_ms),
            gc_time_ms: other.gc_time_ms.or(self.gc_time_ms),
            time_to_live_ms: other.time_to_live_ms.or(self.time_to_live_ms),
            jitter: other.jitter.or(self.jitter),
            negative: other.negative.clone().or(self.negative),
            max_bytes: other.max_bytes.or(self.max_bytes),
            priority: other.priority.or(self.priority),
        }
    }

    /// Returns `options` with what the policy says of them.
    #[must_use]
    pub fn apply(&self, options: &QueryOptions) -> QueryOptions {
        let defaults = QueryDefaults {
            stale_time: self.stale_time_ms.map(Duration::from_millis),
            gc_time: self.gc_time_ms.map(Duration::from_millis),
            ..QueryDefaults::default()
        };
        defaults.apply(options)
    }

    /// Returns for how long `error` counts as the answer; `None` when it is
    /// none.
    #[must_use]
    pub fn keeps(&self, error: &QueryError) -> Option<Duration> {
        let rules = self.negative.iter().flatten();
        let rule = rules.into_iter().find(|rule| rule.status.includes(error))?;
        let asked = error.retry_after().unwrap_or_default();
        Some(Duration::from_millis(rule.keep_ms).max(asked))
    }

    /// Returns `duration` shortened by a share of the jitter, `chance` being a
    /// number from 0 to 1.
    #[must_use]
    pub fn jittered(&self, duration: Duration, chance: f64) -> Duration {
        let jitter = self.jitter.unwrap_or(0.0).clamp(0.0, 1.0);
        duration.mul_f64(1.0 - jitter * chance.clamp(0.0, 1.0))
    }
}
