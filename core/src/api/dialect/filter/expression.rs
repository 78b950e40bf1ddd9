//! Conditions as one sentence.

use super::{Unsupported, values, word};
use crate::api::dialect::parts::field;
use crate::api::{Filter, FilterGroup, FilterOperator, FilterStyle, Kind, Resource};

/// Returns the sentence; `None` where there is no condition.
pub(super) fn write(
    resource: &Resource,
    group: &FilterGroup,
    is_outer: bool,
) -> Result<Option<String>, Unsupported> {
    let FilterStyle::Expression { all, any, .. } = &resource.dialect.filter else {
        return Ok(None);
    };
    let mut conditions = Vec::new();
    for filter in &group.filters {
        conditions.push(condition(resource, filter)?);
    }
    for group in &group.groups {
        conditions.extend(write(resource, group, false)?);
    }
    let joint = if group.is_any { any.as_ref() } else { Some(all) };
    Ok(match (&conditions[..], joint) {
        ([], _) => None,
        ([one], _) => Some(one.clone()),
        (several, Some((_, between, _))) if is_outer => Some(several.join(between)),
        (several, Some((before, between, behind))) => {
            Some(format!("{before}{}{behind}", several.join(between)))
        }
        (_, None) => return Err(super::first(group).cloned().unwrap_or_default()),
    })
}

fn condition(resource: &Resource, filter: &Filter) -> Result<String, Unsupported> {
    let style = &resource.dialect.filter;
    let FilterStyle::Expression { any, quote, bare, fields, .. } = style else {
        return Err(filter.clone());
    };
    if !fields.is_empty() && !fields.contains(&filter.field) {
        return Err(filter.clone());
    }
    let Some((_, whole, value)) = word(style, filter.operator) else {
        // A grammar without lists says: this or that.
        if filter.operator != FilterOperator::In || any.is_none() {
            return Err(filter.clone());
        }
        let equal = |value: &&str| Filter {
            operator: FilterOperator::Eq,
            value: (*value).to_owned(),
            ..filter.clone()
        };
        let filters = values(filter).iter().map(equal).collect();
        let group = FilterGroup { is_any: true, filters, groups: Vec::new() };
        return Ok(write(resource, &group, false)?.unwrap_or_default());
    };
    let kind = field(resource, &filter.field).map_or(Kind::Unknown, |field| field.kind);
    let is_bare = bare.contains(&kind);
    let values: Vec<String> = values(filter)
        .into_iter()
        .map(|text| {
            let text = value.replace("{value}", text);
            if is_bare { text } else { quoted(quote, &text) }
        })
        .collect();
    Ok(whole.replace("{field}", &filter.field).replace("{value}", &values.join(",")))
}

/// Puts the first sign of `quote` around `text` and the second one before
/// each of both inside.
fn quoted(quote: &str, text: &str) -> String {
    let mut signs = quote.chars();
    let (Some(sign), Some(escape)) = (signs.next(), signs.next()) else { return text.to_owned() };
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push(sign);
    for character in text.chars() {
        if character == sign || character == escape {
            quoted.push(escape);
        }
        quoted.push(character);
    }
    quoted.push(sign);
    quoted
}
