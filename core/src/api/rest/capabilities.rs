//! What a resource can do.

use crate::api::dialect::filter_operators;
use crate::api::{
    Capabilities, FilterOperator, Kind, Outcome, Paging, Resource, SortStyle, Source, Total,
};

/// Returns what `resource` can do, by its endpoints and its dialect, without
/// what a test refuted.
pub(in crate::api) fn capabilities(resource: &Resource) -> Capabilities {
    let dialect = &resource.dialect;
    let scalars = resource.fields.iter().filter(|field| {
        !matches!(
            field.kind,
            Kind::Array | Kind::Object | Kind::GeoPoint | Kind::Amount | Kind::Password
        )
    });
    let scalars: Vec<String> = scalars.map(|field| field.name.clone()).collect();
    let can_sort = dialect.sort != SortStyle::None && !is_refuted(resource, "sort");
    let mut sort_fields = if !can_sort {
        Vec::new()
    } else if dialect.sort_fields.is_empty() {
        scalars.clone()
    } else {
        dialect.sort_fields.clone()
    };
    sort_fields.retain(|name| !is_refuted_of(resource, "sort", name));
    let can_page = dialect.paging != Paging::None && !is_refuted(resource, "paging");
    let can_filter = !is_refuted(resource, "filter");
    Capabilities {
        can_page,
        can_size: can_page
            && !is_refuted(resource, "size")
            && (dialect.paging.size().0.is_some()
                || matches!(dialect.paging, Paging::Range { .. } | Paging::Window { .. })),
        has_total: dialect.paging == Paging::None
            || !matches!(dialect.total, Total::None | Total::Pages { .. })
                && !is_refuted(resource, "total"),
        can_sort_many: can_sort && dialect.can_sort_many,
        can_search: (dialect.search.is_some() || !dialect.search_in.is_empty())
            && !is_refuted(resource, "search"),
        filters: if can_filter { filters(resource, &scalars) } else { Vec::new() },
        has_alternatives: can_filter && dialect.filter.has_alternatives(),
        sort_fields,
        can_read: resource.item.is_some(),
        can_create: resource.create.is_some(),
        can_update: resource.update.is_some(),
        can_delete: resource.delete.is_some(),
    }
}

/// Returns whether a test showed that the API does not do `subject`.
pub(super) fn is_refuted(resource: &Resource, subject: &str) -> bool {
    is_refuted_of(resource, subject, "")
}

/// Returns whether a test showed that the API does not do `subject` with the
/// field called `name`.
fn is_refuted_of(resource: &Resource, subject: &str, name: &str) -> bool {
    let mut is_refuted = false;
    for reason in &resource.evidence {
        let (known, field) = reason.subject.split_once(':').unwrap_or((&reason.subject, ""));
        if known == subject && field == name {
            // A person who says otherwise is right.
            if reason.source == Source::User {
                return false;
            }
            is_refuted |= reason.outcome == Some(Outcome::Refuted);
        }
    }
    is_refuted
}

/// Returns the filters; of those that the API has for any field, only the ones
/// that make sense for the kind of each.
fn filters(resource: &Resource, scalars: &[String]) -> Vec<(String, Vec<FilterOperator>)> {
    let mut filters = filter_operators(&resource.dialect.filter, scalars);
    for (name, operators) in &mut filters {
        let Some(field) = resource.field(name) else { continue };
        let is_text = matches!(
            field.kind,
            Kind::Text
                | Kind::LongText
                | Kind::Html
                | Kind::Markdown
                | Kind::Json
                | Kind::Email
                | Kind::Url
                | Kind::Ip
                | Kind::Duration
        );
        let is_choice =
            matches!(field.kind, Kind::Boolean | Kind::Enum) || field.reference.is_some();
        operators.retain(|operator| match operator {
            FilterOperator::Contains => is_text || field.kind == Kind::Unknown,
            // Of two values a list tells nothing, and some servers refuse it.
            FilterOperator::In => field.kind != Kind::Boolean,
            FilterOperator::Lt | FilterOperator::Lte | FilterOperator::Gt | FilterOperator::Gte => {
                !is_text && !is_choice
            }
            _ => true,
        });
    }
    filters.retain(|(name, operators)| {
        !operators.is_empty() && !is_refuted_of(resource, "filter", name)
    });
    filters
}
