//! The query cache: what was fetched, how old it is, who looks at it.
//!
//! Modelled on [TanStack Query](https://tanstack.com/query): two axes of state
//! ([`Status`] and [`FetchStatus`]), hierarchical keys, observers, stale and
//! collection times. The [`EntityStore`] follows
//! [data-client](https://dataclient.io): one place for each record.
//!
//! # Model
//! A [`QueryClient`] holds an entry per [`QueryKey`]. A [`QueryObserver`] looks
//! at one entry, tells its subscribers of changes of its [`QueryState`], and
//! keeps the entry alive and up to date according to its [`QueryOptions`]. A
//! fetcher is a function that returns a future; its error is a [`QueryError`]
//! whatever the transport. Writes go through [`QueryClient::mutate`]. The cache
//! knows no view framework: a view subscribes and reads the state.
//!
//! What only some programs need stands beside that and costs a program that does
//! not call it nothing but an empty slot:
//! - of one query: [`Selection`], [`QueryObserver::set_placeholder`],
//!   [`QueryObserver::poll`], [`QueryClient::seed`], [`Source::conditional`];
//! - of many: [`QueriesObserver`], [`InfiniteObserver`], [`QueryFilter`],
//!   [`QueryDefaults`], [`QueryClient::invalidate_tags`];
//! - writes as objects: [`MutationObserver`], [`MutationCache`];
//! - policies: [`CachePolicies`], [`QueryClient::weigh`], [`OriginGate`];
//! - seams: [`Store`] is a level below memory, [`Gate`] stands before every try,
//!   [`QueryClient::share_structure`] before all data,
//!   [`QueryClient::subscribe`] behind everything that happens;
//! - figures: [`QueryStatistics`], [`ResourceCounters`].
//!
//! # Invariants
//! - At most one fetch per key is under way.
//! - Whatever can be shown is shown while it is fetched again.
//! - Data that equals what was there keeps its allocation, and subscribers are
//!   not told of new data.
//! - An answer to a request that was sent before [`QueryClient::set_data`] or
//!   [`QueryClient::invalidate`] never ends up in the entry.
//! - Dropping the last observer cancels the fetch that only observers wanted,
//!   one turn of the executor later, and starts the collection time. Dropping
//!   a fetch drops its future, which aborts its request.
//! - Callbacks run when no part of the cache is in use: they may call it.
//! - Time passes only through the client's clock.
//!
//! # Example
//! ```
//! use std::rc::Rc;
//! use vitrine_core::platform::{LocalSpawn, ManualClock};
//! use vitrine_core::query::{
//!     Fetcher, QueryClient, QueryClientOptions, QueryKey, QueryOptions, Status,
//! };
//!
//! let spawn = LocalSpawn::default();
//! let client = QueryClient::new(QueryClientOptions {
//!     clock: Rc::new(ManualClock::default()),
//!     spawn: Rc::new(spawn.clone()),
//!     defaults: QueryOptions::default(),
//! });
//! let fetcher: Fetcher<Vec<u32>> = Rc::new(|| Box::pin(async { Ok(vec![1, 2, 3]) }));
//! let key = QueryKey::from("numbers");
//! let observer = client.observe(&key, client.defaults(), fetcher);
//! assert!(observer.state().is_loading());
//!
//! spawn.run_until_stalled();
//! let state = observer.state();
//! assert_eq!(state.status, Status::Success);
//! assert_eq!(*state.data.unwrap(), [1, 2, 3]);
//!
//! client.invalidate(&QueryKey::from("numbers"));
//! assert!(observer.state().is_fetching());
//! ```

mod amend;
mod cache;
mod client;
mod conditional;
mod counters;
mod defaults;
mod ensure;
pub mod entity;
mod entry;
mod error;
mod event;
mod extension;
mod fetch;
mod filter;
mod gate;
mod infinite;
mod key;
mod listeners;
mod lookup;
mod mutation;
mod observer;
mod options;
mod origin;
pub mod persist;
mod placeholder;
mod planted;
mod plugs;
mod policy;
mod poll;
mod queries;
mod seed;
mod select;
pub mod share;
#[cfg(any(test, feature = "simulate"))]
pub mod simulate;
mod source;
mod state;
mod statistics;
mod store;
mod structure;
mod tags;
mod task;
#[cfg(test)]
mod tests;
mod timers;
mod weight;

pub use client::{MutationOptions, QueryClient};
pub use conditional::{Answer, FetchContext};
pub use counters::{ResourceCounters, ResourceStatistics};
pub use defaults::QueryDefaults;
pub use entity::{
    Entity, EntityStatistics, EntityStore, ListPage, MutationId, PendingChange, PendingMutation,
    Representation, RequestStart, UnreadableBody,
};
pub use error::{QueryError, QueryErrorKind};
pub use event::{QueryEvent, QueryEventKind};
pub use filter::{Activity, QueryFilter, QueryInfo, QueryPredicate};
pub use gate::{Gate, Try, TryResult};
pub use infinite::{
    InfiniteObserver, InfiniteOptions, PageDirection, PageFetcher, PageParam, PageRefetch,
    PageRequest, Pages,
};
pub use key::QueryKey;
pub use mutation::{
    MutationCache, MutationCallbacks, MutationConfig, MutationEnd, MutationEvent,
    MutationEventKind, MutationFilter, MutationInfo, MutationObserver, MutationPredicate,
    MutationStart, MutationState, MutationStatus, MutationStep, Rollback,
};
pub use observer::QueryObserver;
pub use options::{Fetcher, NetworkMode, QueryClientOptions, QueryOptions, Refetch, RetryPolicy};
pub use origin::{
    Breaker, BreakerState, OriginGate, OriginOf, OriginOptions, OriginPolicy, OriginStatistics,
};
pub use persist::{PersistOptions, PersistStatistics, Persistence};
pub use policy::{CachePolicies, CachePolicy, NegativeRule, PolicyRule, StatusClass};
pub use poll::{PollInterval, Polling};
pub use queries::{Combined, QueriesObserver, QueryEntry};
pub use select::Selection;
pub use share::{Tabs, TabsOptions};
pub use source::Source;
pub use state::{FetchStatus, QueryState, Status};
pub use statistics::QueryStatistics;
pub use store::{Store, Stored};
pub use tags::{Tag, tags_changed_by, tags_of_path};
