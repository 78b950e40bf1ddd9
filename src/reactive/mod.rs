//! The bridge between the core and the views: `use_x` for each layer.
//!
//! # Model
//! A bridge holds a subscription of the core in the calling Owner and tells
//! Leptos by one trigger; the value itself is read from the core.
//!
//! # Invariants
//! A subscription ends with the Owner that made it: nothing is left behind by
//! a view that is gone.

mod atom;
mod form;
mod query;

pub use atom::{AtomHandle, store, use_atom};
pub use form::{FieldHandle, FormHandle, use_field, use_form};
pub use query::{
    ActivityHandle, InfiniteHandle, MutationHandle, QueriesHandle, QueryHandle, SelectionHandle,
    prefetch, use_fetching, use_infinite, use_mutating, use_mutation, use_observer, use_queries,
    use_query,
};
