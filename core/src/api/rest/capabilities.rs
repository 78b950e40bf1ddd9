//! What a resource can do.

use crate::api::dialect::filter_operators;
use crate::api::{Capabilities, FilterOperator, Kind, Paging, Resource, SortStyle, Total};

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
        filters: filters(resource, &scalars),
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

/// Returns the filters; of those that the API has for any field, only the ones
/// that make sense for the kind of each.
fn filters(resource: &Resource, scalars: &[String]) -> Vec<(String, Vec<FilterOperator>)> {
    let mut filters = filter_operators(&resource.dialect.filter, scalars);
    for (name, operators) in &mut filters {
        let Some(field) = resource.field(name) else { continue };
        let is_text = matches!(field.kind, Kind::Text | Kind::LongText | Kind::Email | Kind::Url);
        let is_choice =
            matches!(field.kind, Kind::Boolean | Kind::Enum) || field.reference.is_some();
        operators.retain(|operator| match operator {
            FilterOperator::Contains => is_text || field.kind == Kind::Unknown,
            FilterOperator::Lt | FilterOperator::Lte | FilterOperator::Gt | FilterOperator::Gte => {
                !is_text && !is_choice
            }
            _ => true,
        });
    }
    filters.retain(|(_, operators)| !operators.is_empty());
    filters
}
