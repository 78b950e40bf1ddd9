//! Values as text, and text as values.

use super::moment::{self, TimeZoneOffset};
use super::{FieldSpec, Widget};
use crate::platform::Message;
use crate::schema::equal;
use serde_json::{Number, Value};

/// Returns the text that an input shows for `value`.
pub(super) fn of_value(widget: &Widget, value: &Value, offset: &TimeZoneOffset) -> String {
    match (widget, value) {
        (Widget::Json, Value::Null) => String::new(),
        (Widget::Json, value) => serde_json::to_string_pretty(value).unwrap_or_default(),
        (Widget::Select { options }, value) => {
            let option = options.iter().find(|option| equal(&option.value, value));
            option.map_or_else(|| plain(value), |option| option.text.clone())
        }
        (Widget::DateTime, Value::String(text)) => {
            moment::to_local(text, offset).unwrap_or_else(|| text.clone())
        }
        (Widget::Time, Value::String(text)) => {
            text.split(['.', 'Z', 'z', '+', '-']).next().unwrap_or_default().to_owned()
        }
        (_, value) => plain(value),
    }
}

/// Returns a value as text without quotes; empty for null.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// Returns the value that a person means by `text`, `None` where it is empty.
/// `old` is the value before, whose spelling is kept.
///
/// # Errors
/// Returns what is wrong with a text that is no such value.
pub(super) fn parse(
    field: &FieldSpec,
    text: &str,
    old: Option<&Value>,
    offset: &TimeZoneOffset,
) -> Result<Option<Value>, Message> {
    if text.is_empty() {
        return Ok(None);
    }
    let old = old.and_then(Value::as_str);
    let value = match &field.widget {
        Widget::Number { is_integer, .. } => return number(text, *is_integer),
        Widget::Boolean | Widget::TriState => Value::Bool(text == "true"),
        Widget::Select { options } => {
            let option = options.iter().find(|option| option.text == text);
            option.map(|option| option.value.clone()).ok_or("validation.enum")?
        }
        Widget::Reference { is_numeric: true, .. } => {
            number(text, true).ok().flatten().unwrap_or_else(|| Value::from(text))
        }
        Widget::DateTime => {
            moment::from_local(text, old, offset).map(Value::from).ok_or("form.date_time")?
        }
        Widget::Time => Value::from(time(text, old)),
        Widget::Json | Widget::Object { .. } | Widget::Array { .. } => {
            if text.trim().is_empty() {
                return Ok(None);
            }
            serde_json::from_str(text).map_err(|error| {
                let message = Message::new("form.json");
                message.with("line", error.line()).with("column", error.column())
            })?
        }
        _ => Value::from(text),
    };
    Ok(Some(value))
}

/// Completes the seconds, which inputs leave out, and keeps the zone.
fn time(text: &str, old: Option<&str>) -> String {
    let seconds = if text.len() == 5 { ":00" } else { "" };
    let zone = old.and_then(|old| old.find(['Z', 'z', '+', '-']).map(|position| &old[position..]));
    [text, seconds, zone.unwrap_or_default()].concat()
}

fn number(text: &str, is_integer: bool) -> Result<Option<Value>, Message> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let problem = if is_integer { "form.integer" } else { "form.number" };
    let written = json_number(text).ok_or(problem)?;
    let number: Number = serde_json::from_str(&written).map_err(|_| problem)?;
    let is_whole = number.is_i64() || number.is_u64();
    if is_integer && !is_whole && number.as_f64().is_none_or(|number| number.fract() != 0.0) {
        return Err(problem.into());
    }
    // A number that the record cannot hold exactly is refused rather than
    // changed behind the person's back.
    let digits = significant_digits(&written);
    if digits.len() > 15 && digits != significant_digits(&number.to_string()) {
        return Err("form.precision".into());
    }
    Ok(Some(Value::Number(number)))
}

/// Returns the digits of the mantissa without zeros at its ends.
fn significant_digits(text: &str) -> String {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').to_owned()
}

/// Returns a number as people write it in the grammar of JSON: `+.5` as `0.5`.
fn json_number(text: &str) -> Option<String> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match rest.find(['e', 'E']) {
        Some(position) => rest.split_at(position),
        None => (rest, ""),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let power = exponent.get(1..).unwrap_or_default();
    let power = power.strip_prefix(['+', '-']).unwrap_or(power);
    let is_number = are_digits(whole)
        && are_digits(fraction)
        && whole.len() + fraction.len() > 0
        && are_digits(power)
        && exponent.is_empty() == power.is_empty();
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    is_number.then(|| [sign, whole, point, fraction, exponent].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(text: &str, is_integer: bool, expected: Result<Value, &str>) {
        let actual = number(text, is_integer).map(Option::unwrap_or_default);
        assert_eq!(
            actual.map_err(|message| message.key.into_owned()),
            expected.map_err(str::to_owned),
            "{text}"
        );
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        check("12", true, Ok(json!(12)));
        check(" +7 ", true, Ok(json!(7)));
        check("007", true, Ok(json!(7)));
        check("1.50", false, Ok(json!(1.5)));
        check(".5", false, Ok(json!(0.5)));
        check("-2.", false, Ok(json!(-2)));
        check("1e3", false, Ok(json!(1000.0)));
        check("", false, Ok(Value::Null));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["-", "1,5", "1e", "abc", "1 2", "inf", "NaN", "0x10", ".", "--1", "1e999"] {
            check(text, false, Err("form.number"));
        }
        check("1.5", true, Err("form.integer"));
    }

    #[test]
    fn integers_of_64_bits_are_exact() {
        check("9007199254740993", true, Ok(json!(9_007_199_254_740_993_u64)));
        check("-9223372036854775808", true, Ok(json!(i64::MIN)));
    }

    #[test]
    fn a_number_that_would_change_is_refused() {
        check("123456789012345678901234", true, Err("form.precision"));
        check("0.12345678901234567890123", false, Err("form.precision"));
        check("0.00000012", false, Ok(json!(0.000_000_12)));
        check("100000000000000000000", false, Ok(json!(1e20)));
    }

    #[test]
    fn times_get_seconds_and_keep_their_zone() {
        assert_eq!(time("09:30", None), "09:30:00");
        assert_eq!(time("09:30", Some("08:00:00Z")), "09:30:00Z");
        assert_eq!(time("09:30:15", Some("08:00:00.5+01:00")), "09:30:15+01:00");
    }
}
