//! Writes as objects.
//!
//! # Model
//! A [`MutationConfig`] says how to write and what follows. A
//! [`MutationObserver`] starts mutations of it and shows the last one. All
//! mutations of a client live in its [`MutationCache`], where others find them:
//! a list can show what is being saved. A write that needs none of this is
//! [`QueryClient::mutate`](super::QueryClient::mutate).
//!
//! # Invariants
//! - `on_mutate` runs before `mutate` returns, so that what it puts into the
//!   cache is on screen in the same turn. The [`Rollback`] that it returns runs
//!   once, before any other callback, when the mutation fails or is cancelled.
//! - Callbacks run in the order mutate, success or error, settled; of each the
//!   cache's before the mutation's own. One that fails makes the mutation fail;
//!   one that fails while it fails already changes nothing more.
//! - Of the mutations of one scope one runs at a time, in the order in which
//!   they were started.
//! - A mutation without a network waits; when the network is back, queries are
//!   fetched again only after the waiting mutations came to an end.
//! - A mutation outlives its observer; dropping the client drops it.
//!
//! # Example
//! ```
//! # use std::rc::Rc;
//! # use vitrine_core::platform::{LocalSpawn, ManualClock};
//! use vitrine_core::query::*;
//! # let spawn = LocalSpawn::default();
//! # let client = QueryClient::new(QueryClientOptions {
//! #     clock: Rc::new(ManualClock::default()),
//! #     spawn: Rc::new(spawn.clone()),
//! #     defaults: QueryOptions::default(),
//! # });
//! let name = QueryKey::from("name");
//! client.set_data(&name, "old".to_owned());
//!
//! let (cache, key) = (client.clone(), name.clone());
//! let rename = MutationConfig::new(|_: &String| {
//!     Box::pin(async { Err::<(), _>(QueryError::new(std::fmt::Error)) })
//! })
//! .on_mutate(move |new| {
//!     let before = cache.get_data::<String>(&key).unwrap();
//!     cache.set_data(&key, new.clone());
//!     let (cache, key) = (cache.clone(), key.clone());
//!     Ok(Some(Box::new(move || cache.set_data(&key, (*before).clone()))))
//! });
//!
//! let observer = client.observe_mutation(rename);
//! observer.mutate("new".to_owned());
//! assert_eq!(*client.get_data::<String>(&name).unwrap(), "new");
//! spawn.run_until_stalled();
//! assert_eq!(*client.get_data::<String>(&name).unwrap(), "old", "it was refused");
//! ```

mod cache;
mod config;
mod observer;
mod run;
mod state;

pub use cache::{
    MutationCache, MutationCallbacks, MutationEnd, MutationEvent, MutationEventKind,
    MutationFilter, MutationPredicate, MutationStart,
};
pub use config::{MutationConfig, MutationStep, Rollback};
pub use observer::MutationObserver;
pub use state::{MutationInfo, MutationState, MutationStatus};
