//! Numbers that stand for moments and for true and false.

use crate::api::{Code, Dialect, FilterGroup};
use serde_json::Value;

/// Puts what is meant in the place of the numbers of an answer; what does not
/// fit stays as it is.
pub(crate) fn decode_codes(dialect: &Dialect, record: &mut Value) {
    replace(dialect, record, decoded);
}

/// Puts the numbers of a request in the place of what is meant.
pub(super) fn encode_codes(dialect: &Dialect, record: &mut Value) {
    replace(dialect, record, |code, value| match value {
        Value::Bool(flag) => encoded(code, if *flag { "true" } else { "false" }),
        Value::String(text) => encoded(code, text),
        _ => None,
    });
}

/// Puts numbers into the conditions on coded fields.
pub(super) fn encode_conditions(dialect: &Dialect, group: &mut FilterGroup) {
    for filter in &mut group.filters {
        if let Some(code) = code_of(dialect, &filter.field) {
            let values = filter.value.split(',').map(|value| {
                encoded(code, value).map_or_else(|| value.to_owned(), |number| number.to_string())
            });
            let values: Vec<String> = values.collect();
            filter.value = super::parts::joined(&mut values.iter().map(String::as_str), ",");
        }
    }
    group.groups.iter_mut().for_each(|group| encode_conditions(dialect, group));
}

/// Returns what the values of a field stand for, where they stand for anything.
pub(super) fn code_of(dialect: &Dialect, field: &str) -> Option<Code> {
    dialect.coded.iter().find(|(name, _)| name == field).map(|(_, code)| *code)
}

fn replace(dialect: &Dialect, record: &mut Value, by: fn(Code, &Value) -> Option<Value>) {
    for (name, code) in &dialect.coded {
        if let Some(value) = record.get_mut(name)
            && let Some(new) = by(*code, value)
        {
            *value = new;
        }
    }
}

fn decoded(code: Code, value: &Value) -> Option<Value> {
    let number = value.as_i64()?;
    Some(match code {
        Code::Flag => Value::Bool(match number {
            0 => false,
            1 => true,
            _ => return None,
        }),
        Code::Seconds => Value::String(moment(number.checked_mul(1000)?)),
        Code::Milliseconds => Value::String(moment(number)),
    })
}

fn encoded(code: Code, text: &str) -> Option<Value> {
    Some(match (code, text) {
        (Code::Flag, "true") => Value::from(1),
        (Code::Flag, "false") => Value::from(0),
        (Code::Flag, _) => return None,
        (Code::Seconds, text) => Value::from(milliseconds(text)?.div_euclid(1000)),
        (Code::Milliseconds, text) => Value::from(milliseconds(text)?),
    })
}

const DAY: i64 = 86_400_000;
/// The days of 400 years, after which the calendar repeats itself.
const ERA: i64 = 146_097;
/// The days from the first of March of the year 0 to the first day of 1970.
const EPOCH: i64 = 719_468;

/// Writes a moment as RFC 3339 has it, in UTC.
///
/// Source of the calendar: Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", `civil_from_days`.
fn moment(milliseconds: i64) -> String {
    let days = milliseconds.div_euclid(DAY) + EPOCH;
    let (era, day) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    let year = (day - day / 1460 + day / 36_524 - day / (ERA - 1)) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    // The year of this calendar begins in March.
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year + i64::from(month < 3);
    let time = milliseconds.rem_euclid(DAY);
    let mut text = String::with_capacity(24);
    push(&mut text, year, 4, "-");
    push(&mut text, month, 2, "-");
    push(&mut text, day, 2, "T");
    push(&mut text, time / 3_600_000, 2, ":");
    push(&mut text, time / 60_000 % 60, 2, ":");
    let fraction = time % 1000;
    push(&mut text, time / 1000 % 60, 2, if fraction == 0 { "Z" } else { "." });
    if fraction > 0 {
        push(&mut text, fraction, 3, "Z");
    }
    text
}

fn push(text: &mut String, number: i64, width: usize, end: &str) {
    let digits = number.to_string();
    (digits.len()..width).for_each(|_| text.push('0'));
    text.push_str(&digits);
    text.push_str(end);
}

/// Reads a day, or a moment as RFC 3339 has it; without a zone it is in UTC.
///
/// Source of the calendar: as [`moment`], `days_from_civil`.
fn milliseconds(text: &str) -> Option<i64> {
    let number = |start: usize, end: usize| text.get(start..end)?.parse::<i64>().ok();
    let is_day = text.as_bytes().get(4) == Some(&b'-') && text.as_bytes().get(7) == Some(&b'-');
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10).filter(|_| is_day)?);
    let year = year - i64::from(month < 3);
    let month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let day = year * 365 + year / 4 - year / 100 + day_of_year;
    let days = era * ERA + day - EPOCH;
    let Some(time) = text.get(11..).filter(|time| !time.is_empty()) else {
        return Some(days * DAY);
    };
    let of_day = number(11, 13)? * 3600 + number(14, 16)? * 60;
    let seconds = if time.as_bytes().get(5) == Some(&b':') { number(17, 19)? } else { 0 };
    let fraction = time.split_once('.').map_or("", |(_, rest)| rest);
    let digits = fraction.bytes().take(3).take_while(u8::is_ascii_digit);
    let (fraction, width) =
        digits.fold((0, 0), |(sum, width), digit| (sum * 10 + i64::from(digit - b'0'), width + 1));
    let fraction = fraction * [1000, 100, 10, 1][width];
    let zone = time.rfind(['+', '-']).and_then(|sign| {
        let digits = |start: usize| time.get(sign + start..sign + start + 2)?.parse::<i64>().ok();
        let minutes = digits(1)? * 60 + digits(4).or_else(|| digits(3)).unwrap_or(0);
        Some(if time.as_bytes()[sign] == b'-' { -minutes } else { minutes })
    });
    let seconds = of_day + seconds - zone.unwrap_or(0) * 60;
    Some(days * DAY + seconds * 1000 + fraction)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Filter, FilterOperator};
    use serde_json::json;

    #[track_caller]
    fn check(code: Code, number: i64, meant: &Value) {
        let dialect = Dialect { coded: vec![("x".to_owned(), code)], ..Dialect::default() };
        let mut record = json!({"x": number, "y": number});
        decode_codes(&dialect, &mut record);
        assert_eq!(record, json!({"x": meant, "y": number}));
        encode_codes(&dialect, &mut record);
        assert_eq!(record, json!({"x": number, "y": number}));
    }

    #[test]
    fn numbers_become_what_they_mean_and_go_back_as_they_came() {
        check(Code::Flag, 0, &json!(false));
        check(Code::Flag, 1, &json!(true));
        check(Code::Flag, 2, &json!(2));
        check(Code::Seconds, 0, &json!("1970-01-01T00:00:00Z"));
        check(Code::Seconds, 1_709_210_096, &json!("2024-02-29T12:34:56Z"));
        check(Code::Seconds, -1, &json!("1969-12-31T23:59:59Z"));
        check(Code::Seconds, 4_102_444_800, &json!("2100-01-01T00:00:00Z"));
        check(Code::Milliseconds, 1_709_210_096_007, &json!("2024-02-29T12:34:56.007Z"));
        check(Code::Milliseconds, 951_782_400_000, &json!("2000-02-29T00:00:00Z"));
    }

    #[test]
    fn moments_are_read_in_every_spelling() {
        for (text, expected) in [
            ("2024-02-29", Some(1_709_164_800_000)),
            ("2024-02-29T12:34:56Z", Some(1_709_210_096_000)),
            ("2024-02-29T12:34", Some(1_709_210_040_000)),
            ("2024-02-29T12:34:56.5Z", Some(1_709_210_096_500)),
            ("2024-02-29T14:34:56+02:00", Some(1_709_210_096_000)),
            ("2024-02-29T05:04:56-0730", Some(1_709_210_096_000)),
            ("2024", None),
            ("yesterday at noon", None),
        ] {
            assert_eq!(milliseconds(text), expected, "{text}");
        }
    }

    #[test]
    fn conditions_ask_for_numbers() {
        let coded = vec![("made".to_owned(), Code::Seconds), ("open".to_owned(), Code::Flag)];
        let dialect = Dialect { coded, ..Dialect::default() };
        let filter = |field: &str, value: &str| Filter {
            field: field.to_owned(),
            operator: FilterOperator::Eq,
            value: value.to_owned(),
        };
        let inner =
            FilterGroup { filters: vec![filter("open", "true,false")], ..Default::default() };
        let filters = vec![filter("made", "2024-02-29"), filter("name", "true")];
        let mut group = FilterGroup { is_any: false, filters, groups: vec![inner] };
        encode_conditions(&dialect, &mut group);
        let values: Vec<&str> = group.filters.iter().map(|filter| filter.value.as_str()).collect();
        assert_eq!(values, ["1709164800", "true"]);
        assert_eq!(group.groups[0].filters[0].value, "1,0");
    }
}
