//! Conditions as a JSON object.

use crate::api::dialect::parts::typed;
use crate::api::{Filter, FilterOperator, FilterStyle, Kind};
use serde_json::{Map, Value};

/// Returns the object of several conditions; `None` where the grammar has no
/// member for them.
pub(super) fn join(style: &FilterStyle, is_any: bool, conditions: Vec<Value>) -> Option<Value> {
    let FilterStyle::Json { all, any, .. } = style else { return None };
    if is_any {
        return Some(member(any.as_ref()?, Value::Array(conditions)));
    }
    let mut merged = Value::Object(Map::new());
    let mut rest = Vec::new();
    for condition in conditions {
        if !merge(&mut merged, &condition) {
            rest.push(condition);
        }
    }
    if !rest.is_empty() {
        merge(&mut merged, &member(all.as_ref()?, Value::Array(rest)));
    }
    Some(merged)
}

/// Returns the object of a condition; without a `name` the value stands
/// directly under the field.
pub(super) fn condition(filter: &Filter, name: &str, kind: Kind, values: &[String]) -> Value {
    let mut typed: Vec<Value> = values.iter().map(|value| typed(kind, value)).collect();
    let mut value = match typed.pop() {
        Some(value) if filter.operator != FilterOperator::In => value,
        last => {
            typed.extend(last);
            Value::Array(typed)
        }
    };
    if !name.is_empty() {
        value = member(name, value);
    }
    member(&filter.field, value)
}

fn member(name: &str, value: Value) -> Value {
    let mut members = Map::new();
    members.insert(name.to_owned(), value);
    Value::Object(members)
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
