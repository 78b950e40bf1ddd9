//! Conditions in a request.

mod expression;
mod json;
mod operators;
mod parameters;

pub use operators::filter_operators;

use super::code::code_of;
use super::parts::Parts;
use crate::api::{Filter, FilterGroup, FilterOperator, FilterStyle, Kind, Resource, Word};
use serde_json::Value;

/// A condition that the grammar has no words for.
pub(super) type Unsupported = Filter;

/// Adds the conditions of `group`, all of which must hold.
pub(super) fn push_filters(
    parts: &mut Parts,
    resource: &Resource,
    group: &FilterGroup,
) -> Result<(), Unsupported> {
    match &resource.dialect.filter {
        FilterStyle::None if group.filters.is_empty() && group.groups.is_empty() => {}
        FilterStyle::None => return Err(first(group)),
        FilterStyle::Parameters { separator, any, .. } => {
            parameters::push(parts, resource, group, any.as_deref(), separator.as_deref())?;
        }
        FilterStyle::Expression { parameter, whole, .. } => {
            match (tree(resource, group, true)?, whole) {
                (Some(Value::String(text)), Some(whole)) => {
                    parts.text(parameter, &whole.replace("{value}", &text));
                }
                (Some(text), _) => parts.push(parameter, text),
                (None, _) => {}
            }
        }
        FilterStyle::Json { parameter, .. } => {
            match tree(resource, group, true)? {
                // A body takes the conditions beside its other members.
                Some(Value::Object(members)) if parameter.is_empty() => {
                    members.into_iter().for_each(|(name, value)| parts.push(&name, value));
                }
                Some(object) => parts.push(parameter, object),
                None => {}
            }
        }
    }
    Ok(())
}

/// Returns the conditions of `group` as one sentence or object; `None` where
/// there are none.
fn tree(
    resource: &Resource,
    group: &FilterGroup,
    is_outer: bool,
) -> Result<Option<Value>, Unsupported> {
    let mut conditions = Vec::new();
    for filter in &group.filters {
        conditions.push(condition(resource, filter)?);
    }
    for group in &group.groups {
        conditions.extend(tree(resource, group, false)?);
    }
    if conditions.is_empty() {
        return Ok(None);
    }
    let style = &resource.dialect.filter;
    let joined = match style {
        FilterStyle::Json { .. } => json::join(style, group.is_any, conditions),
        _ => expression::join(style, group.is_any, is_outer, conditions),
    };
    joined.map(Some).ok_or_else(|| first(group))
}

fn condition(resource: &Resource, filter: &Filter) -> Result<Value, Unsupported> {
    let style = &resource.dialect.filter;
    let (_, fields) = style.words();
    let is_known = fields.is_empty() || fields.contains(&filter.field);
    let word = word(style, filter.operator).filter(|_| is_known);
    let Some((_, name, template)) = word else {
        // A grammar without lists says: this or that.
        let is_list = filter.operator == FilterOperator::In && is_known;
        if !is_list || !matches!(style, FilterStyle::Expression { any: Some(_), .. }) {
            return Err(filter.clone());
        }
        let equal = |value: &str| Filter {
            field: filter.field.clone(),
            operator: FilterOperator::Eq,
            value: value.to_owned(),
        };
        let filters = filter.value.split(',').map(equal).collect();
        let group = FilterGroup { is_any: true, filters, groups: Vec::new() };
        return tree(resource, &group, false)?.ok_or_else(|| filter.clone());
    };
    let kind = match code_of(&resource.dialect, &filter.field) {
        Some(_) => Kind::Integer,
        None => resource.field(&filter.field).map_or(Kind::Unknown, |field| field.kind),
    };
    let values: Vec<String> =
        values(filter).into_iter().map(|value| template.replace("{value}", value)).collect();
    Ok(match style {
        FilterStyle::Json { .. } => json::condition(filter, name, kind, &values),
        _ => expression::condition(style, filter, name, kind, &values),
    })
}

/// Returns a condition of `group` to name in an error.
fn first(group: &FilterGroup) -> Filter {
    let inner = || group.groups.first().map(first);
    group.filters.first().cloned().or_else(inner).unwrap_or_default()
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
