//! Conditions in the query.

use crate::api::address::Query;
use crate::api::{Filter, FilterOperator, FilterStyle};

/// Adds a condition; an error where the API has no words for it.
pub(super) fn push_filter(
    query: &mut Query,
    style: &FilterStyle,
    filter: &Filter,
) -> Result<(), ()> {
    let plain = matches!(filter.operator, FilterOperator::Eq | FilterOperator::In);
    let (operators, fields) = match style {
        FilterStyle::None => return Err(()),
        FilterStyle::Plain { fields } => (&[][..], fields),
        FilterStyle::Suffix { operators, fields, .. }
        | FilterStyle::Bracket { operators, fields } => (&operators[..], fields),
    };
    let is_known = |name: &String| fields.is_empty() || fields.contains(name);
    let word = operators.iter().find(|(ours, _)| *ours == filter.operator);
    let name = word.and_then(|(_, theirs)| parameter(style, &filter.field, theirs));
    if let Some(name) = name.filter(is_known) {
        query.push(&name, &filter.value);
        return Ok(());
    }
    if !plain || !is_known(&filter.field) {
        return Err(());
    }
    if filter.operator == FilterOperator::In {
        filter.value.split(',').for_each(|value| query.push(&filter.field, value));
    } else {
        query.push(&filter.field, &filter.value);
    }
    Ok(())
}

/// Returns the name of the parameter that compares `field` by `word`.
fn parameter(style: &FilterStyle, field: &str, word: &str) -> Option<String> {
    match style {
        FilterStyle::Suffix { separator, .. } => Some(format!("{field}{separator}{word}")),
        FilterStyle::Bracket { .. } => Some(format!("{field}[{word}]")),
        FilterStyle::None | FilterStyle::Plain { .. } => None,
    }
}

/// Returns the fields that can be filtered with the operators each takes;
/// `known` are the fields of a row, for APIs that filter by any of them.
#[must_use]
pub fn filter_operators(
    style: &FilterStyle,
    known: &[String],
) -> Vec<(String, Vec<FilterOperator>)> {
    let (operators, parameters) = match style {
        FilterStyle::None => return Vec::new(),
        FilterStyle::Plain { fields } => (&[][..], fields),
        FilterStyle::Suffix { operators, fields, .. }
        | FilterStyle::Bracket { operators, fields } => (&operators[..], fields),
    };
    if parameters.is_empty() {
        let mut all = vec![FilterOperator::Eq];
        all.extend(
            operators.iter().map(|(ours, _)| *ours).filter(|ours| *ours != FilterOperator::Eq),
        );
        return known.iter().map(|field| (field.clone(), all.clone())).collect();
    }
    let mut filters: Vec<(String, Vec<FilterOperator>)> = Vec::new();
    for name in parameters {
        let (field, operator) = split(style, operators, name);
        match filters.iter_mut().find(|(known, _)| known == field) {
            Some((_, operators)) if operators.contains(&operator) => {}
            Some((_, operators)) => operators.push(operator),
            None => filters.push((field.to_owned(), vec![operator])),
        }
    }
    filters
}

/// Takes the name of a parameter apart into field and operator.
fn split<'a>(
    style: &FilterStyle,
    operators: &[(FilterOperator, String)],
    name: &'a str,
) -> (&'a str, FilterOperator) {
    let parts = operators.iter().find_map(|(ours, theirs)| {
        let field = name.strip_suffix(&parameter(style, "", theirs)?)?;
        (!field.is_empty()).then_some((field, *ours))
    });
    parts.unwrap_or((name, FilterOperator::Eq))
}
