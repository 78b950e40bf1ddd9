//! The query cache in views.
//!
//! # Model
//! A handle is a `Copy` key to an observer of the core that lives in the calling
//! Owner. Reading through a handle subscribes the running view, by one trigger
//! for each thing that can change: the state of a query, its result, a
//! selection, a mutation.
//!
//! # Example
//! ```
//! # use leptos::prelude::*;
//! # use std::rc::Rc;
//! # use vitrine::reactive::{use_mutation, use_query};
//! # use vitrine_core::platform::{LocalSpawn, ManualClock};
//! # use vitrine_core::query::*;
//! # let owner = Owner::new();
//! # owner.set();
//! # let spawn = LocalSpawn::default();
//! # let client = QueryClient::new(QueryClientOptions {
//! #     clock: Rc::new(ManualClock::default()),
//! #     spawn: Rc::new(spawn.clone()),
//! #     defaults: QueryOptions::default(),
//! # });
//! // In a component:
//! let names = use_query(&client, || {
//!     let fetch = || -> futures::future::LocalBoxFuture<'static, Result<Vec<String>, QueryError>> {
//!         Box::pin(async { Ok(vec!["Ada".to_owned()]) })
//!     };
//!     (QueryKey::from("names"), fetch)
//! });
//! let count = names.select(|names| names.len());
//! let key = QueryKey::from("names");
//! let cache = client.clone();
//! let add = use_mutation(
//!     &client,
//!     MutationConfig::new(|name: &String| {
//!         let name = name.clone();
//!         Box::pin(async move { Ok(name) })
//!     })
//!     .on_success(move |name, _| {
//!         cache.update_data(&key, |names: Option<&Vec<String>>| {
//!             Some(names.into_iter().flatten().cloned().chain([(*name).clone()]).collect())
//!         });
//!         Box::pin(async { Ok(()) })
//!     }),
//! );
//! # spawn.run_until_stalled();
//! add.mutate("Grace".to_owned());
//! # spawn.run_until_stalled();
//! assert_eq!(count.get(), Some(2));
//! assert!(!add.with(MutationState::is_pending));
//! ```

mod activity;
mod handle;
mod infinite;
mod mutation;
mod selection;
mod several;
#[cfg(test)]
mod tests;

pub use activity::{ActivityHandle, use_fetching, use_mutating};
pub use handle::{QueryHandle, prefetch, use_observer, use_query};
pub use infinite::{InfiniteHandle, use_infinite};
pub use mutation::{MutationHandle, use_mutation};
pub use selection::SelectionHandle;
pub use several::{QueriesHandle, use_queries};
