//! What a resource can do.

use crate::api::dialect::filter_operators;
use crate::api::{Capabilities, Kind, Paging, Resource, SortStyle, Total};

/// Returns what `resource` can do, by its endpoints and its dialect.
pub(super) fn capabilities(resource: &Resource) -> Capabilities {
    let dialect = &resource.dialect;
    let scalars = resource
        .fields
        .iter()
        .filter(|field| !matches!(field.kind, Kind::Array | Kind::Object | Kind::Password));
    let scalars: Vec<String> = scalars.map(|field| field.name.clone()).collect();
    Capabilities {
        can_page: dialect.paging != Paging::None,
        can_size: match &dialect.paging {
            Paging::None => false,
            Paging::Page { size, .. } | Paging::Cursor { size, .. } => size.is_some(),
            _ => true,
        },
        has_total: dialect.total != Total::None || dialect.paging == Paging::None,
        can_sort_many: dialect.can_sort_many && dialect.sort != SortStyle::None,
        can_search: dialect.search.is_some(),
        filters: filter_operators(&dialect.filter, &scalars),
        sort_fields: match dialect.sort {
            SortStyle::None => Vec::new(),
            _ if dialect.sort_fields.is_empty() => scalars,
            _ => dialect.sort_fields.clone(),
        },
        can_read: resource.item.is_some(),
        can_create: resource.create.is_some(),
        can_update: resource.update.is_some(),
        can_delete: resource.delete.is_some(),
    }
}
