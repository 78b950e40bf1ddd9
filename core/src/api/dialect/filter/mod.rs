//! Conditions in a request.

mod expression;
mod json;
mod operators;
mod parameters;

pub use operators::filter_operators;

use super::parts::Parts;
use crate::api::{Filter, FilterGroup, FilterOperator, FilterStyle, Resource, Word};

/// A condition that the grammar has no words for.
pub(super) type Unsupported = Filter;

/// Adds the conditions of `group`, all of which must hold.
pub(super) fn push_filters(
    parts: &mut Parts,
    resource: &Resource,
    group: &FilterGroup,
) -> Result<(), Unsupported> {
    match &resource.dialect.filter {
        FilterStyle::None => first(group).map_or(Ok(()), |filter| Err(filter.clone())),
        FilterStyle::Parameters { separator, any, .. } => {
            parameters::push(parts, resource, group, any.as_deref(), separator.as_deref())
        }
        FilterStyle::Expression { parameter, whole, .. } => {
            if let Some(text) = expression::write(resource, group, true)? {
                match whole {
                    Some(whole) => parts.text(parameter, &whole.replace("{value}", &text)),
                    None => parts.text(parameter, &text),
                }
            }
            Ok(())
        }
        FilterStyle::Json { parameter, .. } => {
            if let Some(object) = json::write(resource, group)? {
                parts.push(parameter, object);
            }
            Ok(())
        }
    }
}

/// Returns a condition of `group` to name in an error.
fn first(group: &FilterGroup) -> Option<&Filter> {
    group.filters.first().or_else(|| group.groups.iter().find_map(first))
}

/// Returns how a condition is written, where the grammar has words for it.
fn word(style: &FilterStyle, operator: FilterOperator) -> Option<&Word> {
    style.words().0.iter().find(|(known, ..)| *known == operator)
}

/// Returns the values of a condition: one, or several for [`FilterOperator::In`].
fn values(filter: &Filter) -> Vec<&str> {
    if filter.operator == FilterOperator::In {
        filter.value.split(',').collect()
    } else {
        vec![&filter.value]
    }
}
