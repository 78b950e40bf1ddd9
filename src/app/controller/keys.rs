//! The keys under which answers are cached.
//!
//! Everything of a resource stands below one prefix, so that a write can
//! invalidate it as a whole.

use vitrine_core::api::{ListParams, Resource};
use vitrine_core::query::QueryKey;
use vitrine_core::record::Identifier;

/// Returns the prefix of all answers about a resource, below any parents.
#[must_use]
pub fn resource_key(resource: &str) -> QueryKey {
    QueryKey::new([resource])
}

/// Returns the key of a part of a list: its address names its whole state.
#[must_use]
pub fn list_key(resource: &Resource, params: &ListParams) -> QueryKey {
    key(resource, "list", &crate::app::route::write_list(params, 0))
}

/// Returns the key of one record.
#[must_use]
pub fn record_key(resource: &Resource, identifier: &Identifier) -> QueryKey {
    key(resource, "record", identifier.as_str())
}

fn key(resource: &Resource, what: &str, which: &str) -> QueryKey {
    let parents = resource.within.iter().map(|(_, key)| key.as_str());
    QueryKey::new([resource.name.as_str(), what].into_iter().chain(parents).chain([which]))
}
