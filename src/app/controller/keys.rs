//! The keys under which answers are cached.
//!
//! Everything of a resource stands below one prefix, so that a write can
//! invalidate it as a whole.

use vitrine_core::api::ListParams;
use vitrine_core::query::QueryKey;
use vitrine_core::record::Identifier;

/// Returns the prefix of all answers about a resource.
#[must_use]
pub fn resource_key(resource: &str) -> QueryKey {
    QueryKey::new([resource])
}

/// Returns the key of a part of a list: its address names its whole state.
#[must_use]
pub fn list_key(resource: &str, params: &ListParams) -> QueryKey {
    let state = crate::app::route::write_list(params, 0);
    QueryKey::new([resource, "list", &state])
}

/// Returns the key of one record.
#[must_use]
pub fn record_key(resource: &str, identifier: &Identifier) -> QueryKey {
    QueryKey::new([resource, "record", identifier.as_str()])
}
