//! Conditions as one sentence.

use crate::api::dialect::parts::joined;
use crate::api::{Filter, FilterStyle, Kind};
use serde_json::Value;

/// Returns the sentence of several conditions; `None` where the grammar has no
/// word between them.
pub(super) fn join(
    style: &FilterStyle,
    is_any: bool,
    is_outer: bool,
    mut conditions: Vec<Value>,
) -> Option<Value> {
    if conditions.len() == 1 {
        return conditions.pop();
    }
    let FilterStyle::Expression { all, any, .. } = style else { return None };
    let (before, between, behind) = if is_any { any.as_ref()? } else { all };
    let text = joined(&mut conditions.iter().filter_map(Value::as_str), between);
    Some(Value::from(if is_outer { text } else { format!("{before}{text}{behind}") }))
}

/// Returns the sentence of a condition: `whole` with field and values.
pub(super) fn condition(
    style: &FilterStyle,
    filter: &Filter,
    whole: &str,
    kind: Kind,
    values: &[String],
) -> Value {
    let mut text = String::new();
    if let FilterStyle::Expression { quote, bare, .. } = style {
        let quote = if bare.contains(&kind) { "" } else { quote };
        for (position, value) in values.iter().enumerate() {
            if position > 0 {
                text.push(',');
            }
            push_quoted(&mut text, quote, value);
        }
    }
    Value::from(whole.replace("{field}", &filter.field).replace("{value}", &text))
}

/// Adds `text` with the first sign of `quote` around it, and the second one
/// before each of both inside.
fn push_quoted(target: &mut String, quote: &str, text: &str) {
    let mut signs = quote.chars();
    let (Some(sign), Some(escape)) = (signs.next(), signs.next()) else {
        return target.push_str(text);
    };
    target.push(sign);
    for character in text.chars() {
        if character == sign || character == escape {
            target.push(escape);
        }
        target.push(character);
    }
    target.push(sign);
}
