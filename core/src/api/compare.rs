//! Rows and values side by side.

use crate::api::{Filter, FilterOperator};
use crate::record::Record;
use serde_json::Value;
use std::cmp::Ordering;

/// Returns what tells a row from others: its key, or all of it.
pub(in crate::api) fn identity(record: &Record) -> String {
    match &record.identifier {
        Some(identifier) => identifier.to_string(),
        None => record.fields.to_string(),
    }
}

/// Returns whether the two lists are the same rows in the same order.
pub(in crate::api) fn is_same(one: &[Record], other: &[Record]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| identity(one) == identity(other))
}

/// Returns whether no row of `one` is in `other`.
pub(in crate::api) fn is_apart(one: &[Record], other: &[Record]) -> bool {
    let known: Vec<String> = other.iter().map(identity).collect();
    !one.iter().any(|record| known.contains(&identity(record)))
}

/// Returns a number, also one that is written as text: decimals often are.
pub(in crate::api) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

/// Returns a value as it stands in a query; `None` for nothing and for what
/// has parts.
pub(in crate::api) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) => Some(value.to_string()),
        Value::Number(number) => Some(match number.as_f64() {
            // `5.0` and `5` are the same number, and some servers compare texts.
            Some(float) if number.is_f64() => float.to_string(),
            _ => number.to_string(),
        }),
        _ => None,
    }
}

/// Returns whether `values` come in this order by any of the ways in which
/// servers compare: as numbers, byte by byte, or with case and signs aside.
/// Nothing may stand anywhere.
pub(in crate::api) fn is_ordered(values: &[&Value], is_descending: bool) -> bool {
    let present: Vec<&Value> = values.iter().copied().filter(|value| !value.is_null()).collect();
    let fits = |order: Option<Ordering>| match order {
        Some(Ordering::Less) => !is_descending,
        Some(Ordering::Equal) => true,
        Some(Ordering::Greater) => is_descending,
        None => false,
    };
    let by = |compare: &dyn Fn(&Value, &Value) -> Option<Ordering>| {
        present.windows(2).all(|pair| fits(compare(pair[0], pair[1])))
    };
    let letters = |value: &Value| -> Option<String> {
        let text = text(value)?;
        Some(text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect())
    };
    by(&|one, other| number(one)?.partial_cmp(&number(other)?))
        || by(&|one, other| Some(text(one)?.cmp(&text(other)?)))
        || by(&|one, other| Some(text(one)?.to_lowercase().cmp(&text(other)?.to_lowercase())))
        || by(&|one, other| Some(letters(one)?.cmp(&letters(other)?)))
}

/// Returns how two values compare, as numbers where both are.
pub(in crate::api) fn order(one: &Value, other: &Value) -> Ordering {
    match (number(one), number(other)) {
        (Some(one), Some(other)) => one.total_cmp(&other),
        _ => text(one).cmp(&text(other)),
    }
}

/// Returns whether `value` meets the condition; `None` where that cannot be
/// told.
pub(in crate::api) fn meets(value: &Value, filter: &Filter) -> Option<bool> {
    if let Value::Array(elements) = value {
        // A list meets a condition where one of its elements does.
        return Some(elements.iter().any(|element| meets(element, filter) == Some(true)));
    }
    let own = text(value)?;
    let wanted = Value::String(filter.value.clone());
    let order = order(value, &wanted);
    Some(match filter.operator {
        FilterOperator::Eq => order == Ordering::Equal || own.eq_ignore_ascii_case(&filter.value),
        FilterOperator::Ne => order != Ordering::Equal,
        FilterOperator::Lt => order == Ordering::Less,
        FilterOperator::Lte => order != Ordering::Greater,
        FilterOperator::Gt => order == Ordering::Greater,
        FilterOperator::Gte => order != Ordering::Less,
        FilterOperator::In => filter.value.split(',').any(|wanted| own == wanted),
        FilterOperator::Contains => own.to_lowercase().contains(&filter.value.to_lowercase()),
    })
}
