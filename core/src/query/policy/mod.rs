//! Cache policies as data.
//!
//! # Model
//! [`CachePolicies`] say for the keys below a prefix how long data is fresh,
//! kept and allowed to live, which errors count as answers and for how long,
//! and how much room there is. They can be written down and read back, so that
//! a deployment can bring its own. [`QueryClient::set_policies`] puts them to
//! work; [`QueryClient::options_for`] says what they come to.
//!
//! [`QueryClient::set_policies`]: super::QueryClient::set_policies
//! [`QueryClient::options_for`]: super::QueryClient::options_for
//!
//! # Invariants
//! - Observed entries are never evicted to make room.
//! - Once the cache is at rest its unobserved data fits its bounds.
//! - An error that counts as the answer is not asked for again before its time
//!   is over, except by those who ask for it: refetching, invalidating.
//!
//! # Example
//! ```
//! # use std::rc::Rc;
//! # use vitrine_core::platform::{LocalSpawn, ManualClock};
//! use vitrine_core::query::*;
//! # let client = QueryClient::new(QueryClientOptions {
//! #     clock: Rc::new(ManualClock::default()),
//! #     spawn: Rc::new(LocalSpawn::default()),
//! #     defaults: QueryOptions::default(),
//! # });
//! let policies: CachePolicies = serde_json::from_str(r#"{
//!     "max_bytes": 8000000,
//!     "rules": [
//!         {"prefix": [], "negative": [{"status": "404", "keep_ms": 30000}]},
//!         {"prefix": ["countries"], "stale_time_ms": 3600000, "time_to_live_ms": 86400000, "jitter": 0.1}
//!     ]
//! }"#).unwrap();
//! client.set_policies(policies);
//! assert_eq!(client.options_for(&"countries".into()).stale_time.as_secs(), 3600);
//! ```

mod enforce;
mod rules;
mod status;

pub use rules::{CachePolicies, CachePolicy, NegativeRule, PolicyRule};
pub use status::StatusClass;
