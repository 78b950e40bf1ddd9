//! The keys under which answers are cached.
//!
//! Everything of a resource stands below one prefix, so that a write can
//! invalidate it as a whole.

use crate::app::route::{read_list, write_list};
use vitrine_core::api::{ListParams, Resource};
use vitrine_core::query::{QueryFilter, QueryKey};
use vitrine_core::record::Identifier;

/// Returns the prefix of all answers about a resource, below any parents.
#[must_use]
pub fn resource_key(resource: &str) -> QueryKey {
    QueryKey::new([resource])
}

/// Returns the key of a part of a list: its address names its whole state.
#[must_use]
pub fn list_key(resource: &Resource, params: &ListParams) -> QueryKey {
    key(resource, "list", &write_list(params, 0))
}

/// Returns the key of one record.
#[must_use]
pub fn record_key(resource: &Resource, identifier: &Identifier) -> QueryKey {
    key(resource, "record", identifier.as_str())
}

/// Returns the filter that chooses all lists of a resource.
#[must_use]
pub fn lists_of(resource: &Resource) -> QueryFilter {
    QueryFilter::prefix(QueryKey::new([resource.name.as_str(), "list"]))
}

/// Returns whether the rows of the list at `key` may be other ones, or stand in
/// another order, once the fields named by `changed` of a record are different.
#[must_use]
pub fn moves_rows(key: &QueryKey, changed: &[String]) -> bool {
    let address = key.segments().last().and_then(|segment| segment.as_str());
    let params = read_list(address.unwrap_or_default(), 0);
    let is_changed = |name: &str| changed.iter().any(|changed| changed == name);
    params.search.is_some()
        || !params.groups.is_empty()
        || params.sort.iter().any(|sort| is_changed(&sort.field))
        || params.filter.iter().any(|filter| is_changed(&filter.field))
}

fn key(resource: &Resource, what: &str, which: &str) -> QueryKey {
    let parents = resource.within.iter().map(|(_, key)| key.as_str());
    QueryKey::new([resource.name.as_str(), what].into_iter().chain(parents).chain([which]))
}
