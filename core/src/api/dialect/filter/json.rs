//! Conditions as a JSON object.

use super::{Unsupported, first, values, word};
use crate::api::dialect::parts::{field, typed};
use crate::api::{Filter, FilterGroup, FilterOperator, FilterStyle, Kind, Resource};
use serde_json::{Map, Value};

/// Returns the object; `None` where there is no condition.
pub(super) fn write(
    resource: &Resource,
    group: &FilterGroup,
) -> Result<Option<Value>, Unsupported> {
    let FilterStyle::Json { all, any, .. } = &resource.dialect.filter else { return Ok(None) };
    let refused = || first(group).cloned().unwrap_or_default();
    let mut objects = Vec::new();
    for filter in &group.filters {
        objects.push(condition(resource, filter)?);
    }
    for group in &group.groups {
        objects.extend(write(resource, group)?);
    }
    if objects.is_empty() {
        return Ok(None);
    }
    if group.is_any {
        let any = any.clone().ok_or_else(refused)?;
        return Ok(Some(Value::Object(Map::from_iter([(any, Value::Array(objects))]))));
    }
    let mut merged = Value::Object(Map::new());
    let mut rest = Vec::new();
    for object in objects {
        if !merge(&mut merged, &object) {
            rest.push(object);
        }
    }
    if let Value::Object(members) = &mut merged
        && !rest.is_empty()
    {
        members.insert(all.clone().ok_or_else(refused)?, Value::Array(rest));
    }
    Ok(Some(merged))
}

/// Puts the members of `object` into `target`, unless one is there already.
fn merge(target: &mut Value, object: &Value) -> bool {
    let (Value::Object(target), Value::Object(object)) = (target, object) else { return false };
    let mut fits = true;
    for (name, value) in object {
        match target.get_mut(name) {
            None => drop(target.insert(name.clone(), value.clone())),
            Some(known) => fits &= merge(known, value),
        }
    }
    fits
}

fn condition(resource: &Resource, filter: &Filter) -> Result<Value, Unsupported> {
    let style = &resource.dialect.filter;
    let (_, name, template) = word(style, filter.operator).ok_or_else(|| filter.clone())?;
    let fields = style.words().1;
    if !fields.is_empty() && !fields.contains(&filter.field) {
        return Err(filter.clone());
    }
    let kind = field(resource, &filter.field).map_or(Kind::Unknown, |field| field.kind);
    let mut values: Vec<Value> = values(filter)
        .into_iter()
        .map(|text| typed(kind, &template.replace("{value}", text)))
        .collect();
    let mut value = if filter.operator == FilterOperator::In {
        Value::Array(values)
    } else {
        values.pop().unwrap_or_default()
    };
    if !name.is_empty() {
        value = Value::Object(Map::from_iter([(name.clone(), value)]));
    }
    Ok(Value::Object(Map::from_iter([(filter.field.clone(), value)])))
}
