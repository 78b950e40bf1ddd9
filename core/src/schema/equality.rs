//! Equality and order of JSON values, by value and not by spelling.

use serde_json::{Number, Value};
use std::cmp::Ordering;

/// Returns whether two values are the same to JSON Schema: `1` equals `1.0`,
/// and the order of members does not count.
///
/// ```
/// use serde_json::json;
/// use vitrine_core::schema::equal;
/// assert!(equal(&json!({ "a": 1, "b": [2] }), &json!({ "b": [2.0], "a": 1.0 })));
/// assert!(!equal(&json!(0), &json!(false)));
/// ```
#[must_use]
pub fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left == right || order(left, right) == Some(Ordering::Equal)
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(a, b)| equal(a, b))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, a)| right.get(key).is_some_and(|b| equal(a, b)))
        }
        _ => left == right,
    }
}

/// Compares two numbers, integers of 64 bits exactly.
pub(super) fn order(left: &Number, right: &Number) -> Option<Ordering> {
    if let (Some(left), Some(right)) = (left.as_i64(), right.as_i64()) {
        return Some(left.cmp(&right));
    }
    if let (Some(left), Some(right)) = (left.as_u64(), right.as_u64()) {
        return Some(left.cmp(&right));
    }
    left.as_f64()?.partial_cmp(&right.as_f64()?)
}

/// Returns whether `number` is a whole multiple of `step`.
pub(super) fn is_multiple(number: &Number, step: &Number) -> bool {
    if let (Some(number), Some(step)) = (number.as_i64(), step.as_i64()) {
        return step == 0 || number.wrapping_rem(step) == 0;
    }
    let (Some(number), Some(step)) = (number.as_f64(), step.as_f64()) else { return true };
    if step == 0.0 {
        return true;
    }
    // 19.99 / 0.01 is not a whole number in binary, so a quotient counts as
    // whole within the error that a division of two rounded numbers has.
    let quotient = number / step;
    let tolerance = quotient.abs().max(1.0) * f64::EPSILON * 4.0;
    quotient.is_finite() && (quotient - quotient.round()).abs() <= tolerance
}

/// Returns whether `number` has no fraction.
pub(super) fn is_whole(number: &Number) -> bool {
    number.is_i64()
        || number.is_u64()
        || number.as_f64().is_some_and(|number| number.fract() == 0.0)
}

/// Returns a size such as `minLength`, which may be spelt `2.0`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a size is a whole number that is not negative"
)]
pub(super) fn size(value: &Value) -> Option<usize> {
    let whole = value.as_u64().or_else(|| {
        value.as_f64().filter(|size| *size >= 0.0 && size.fract() == 0.0).map(|size| size as u64)
    })?;
    usize::try_from(whole).ok()
}
