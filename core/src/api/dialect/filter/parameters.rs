//! A parameter for each condition.

use super::{Unsupported, first, values, word};
use crate::api::dialect::parts::Parts;
use crate::api::{Filter, FilterGroup, Resource};

/// Adds the conditions of `group`.
pub(super) fn push(
    parts: &mut Parts,
    resource: &Resource,
    group: &FilterGroup,
    any: Option<&str>,
    separator: Option<&str>,
) -> Result<(), Unsupported> {
    let mut alternatives = None;
    all(parts, resource, group, separator, &mut alternatives)?;
    if let Some(group) = alternatives {
        let any = any.ok_or_else(|| first(group))?;
        let single = group.filters.iter().map(std::slice::from_ref);
        let several = group.groups.iter().map(|group| &group.filters[..]);
        for (index, filters) in single.chain(several).enumerate() {
            let place = any.replace("{index}", &index.to_string());
            for filter in filters {
                one(parts, resource, filter, Some(&place), separator)?;
            }
        }
        let is_deep = |group: &FilterGroup| group.is_any || !group.groups.is_empty();
        if let Some(group) = group.groups.iter().find(|group| is_deep(group)) {
            return Err(first(group));
        }
    }
    Ok(())
}

/// Writes conditions that must all hold; alternatives are kept for later,
/// since their places are counted and there is room for one group of them.
fn all<'a>(
    parts: &mut Parts,
    resource: &Resource,
    group: &'a FilterGroup,
    separator: Option<&str>,
    alternatives: &mut Option<&'a FilterGroup>,
) -> Result<(), Unsupported> {
    if group.is_any {
        return alternatives.replace(group).map_or(Ok(()), |group| Err(first(group)));
    }
    for filter in &group.filters {
        one(parts, resource, filter, None, separator)?;
    }
    group.groups.iter().try_for_each(|group| all(parts, resource, group, separator, alternatives))
}

fn one(
    parts: &mut Parts,
    resource: &Resource,
    filter: &Filter,
    place: Option<&str>,
    separator: Option<&str>,
) -> Result<(), Unsupported> {
    let style = &resource.dialect.filter;
    let (_, name, value) = word(style, filter.operator).ok_or_else(|| filter.clone())?;
    let fields = style.words().1;
    let plain = name.replace("{field}", &filter.field);
    // Where all conditions share a parameter, the fields are listed instead.
    let known = if name.contains("{field}") { &plain } else { &filter.field };
    if !fields.is_empty() && !fields.contains(known) {
        return Err(filter.clone());
    }
    let field = place.map(|place| place.replace("{field}", &filter.field));
    let field = field.as_deref().unwrap_or(&filter.field);
    let name = name.replace("{field}", field);
    let value = value.replace("{field}", field);
    if value.contains("{each}") {
        for (index, each) in values(filter).into_iter().enumerate() {
            let name = name.replace("{index}", &index.to_string());
            parts.append(&name, &value.replace("{each}", each), separator);
        }
    } else {
        parts.append(&name, &value.replace("{value}", &filter.value), separator);
    }
    Ok(())
}
