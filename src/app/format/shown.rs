//! One value as it is shown.

use crate::app::locale::{t, t_count};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use vitrine_core::api::{Field, Kind};
use vitrine_core::platform::locale;

/// How a value is shown; the view decides on the elements.
#[derive(Debug, Clone, PartialEq)]
pub enum Shown {
    /// The row has no value.
    Empty,
    /// A line of text.
    Text(String),
    /// Text with its own line breaks.
    LongText(String),
    /// A number, aligned at its end.
    Number(String),
    /// Yes or no.
    Flag(bool),
    /// One of a few values.
    Badge(String),
    /// An address that is safe to open.
    Link {
        /// Where it leads.
        href: String,
        /// What is shown.
        text: String,
    },
    /// The address of a picture; it is loaded when asked for.
    Picture(String),
    /// A color that can be shown as a swatch.
    Color(String),
    /// Several short values.
    List(Vec<String>),
    /// Nested data in short.
    Nested(String),
}

/// Returns the value of `field` in a row, an amount with the currency that
/// stands beside it.
#[must_use]
pub fn worth<'a>(field: &Field, row: &'a Value) -> Option<Cow<'a, Value>> {
    let value = field.path.get(row)?;
    let currency = field.currency.as_ref().and_then(|path| path.get(row)).and_then(Value::as_str);
    match currency.filter(|_| !value.is_null()) {
        Some(currency) => Some(Cow::Owned(json!({ "amount": value, "currency": currency }))),
        None => Some(Cow::Borrowed(value)),
    }
}

/// Returns how `value` is shown as `field`.
#[must_use]
pub fn show(field: &Field, value: Option<&Value>) -> Shown {
    let Some(value) = value.filter(|value| !value.is_null()) else { return Shown::Empty };
    match value {
        Value::Bool(flag) => Shown::Flag(*flag),
        Value::Number(number) => match field.kind {
            Kind::Boolean if number.as_u64() == Some(0) => Shown::Flag(false),
            Kind::Boolean if number.as_u64() == Some(1) => Shown::Flag(true),
            Kind::Enum => Shown::Badge(choice(field, value)),
            _ if is_key(field) => Shown::Number(number.to_string()),
            kind => Shown::Number(show_number(number, kind)),
        },
        Value::String(text) if text.trim().is_empty() => Shown::Empty,
        Value::String(text) => show_text(field, value, text),
        Value::Array(elements) => show_list(elements),
        Value::Object(members) => {
            let is_money = matches!(field.kind, Kind::Money | Kind::Amount);
            let text = if is_money { show_amount(members) } else { None };
            text.map_or_else(|| Shown::Nested(summary(value)), Shown::Number)
        }
        Value::Null => Shown::Empty,
    }
}

/// Writes an amount in its currency; `None` where there are no such two members.
fn show_amount(members: &Map<String, Value>) -> Option<String> {
    let code = |value: &Value| {
        let code: [u8; 3] = value.as_str()?.as_bytes().try_into().ok()?;
        code.iter().all(u8::is_ascii_alphabetic).then(|| code.map(|byte| byte.to_ascii_uppercase()))
    };
    let number = |value: &Value| match value {
        Value::String(text) => locale::parse_number(text),
        value => value.as_f64(),
    };
    // Other numbers, such as that of the digits, have other names.
    let named = ["amount", "value", "price", "total", "number"].into_iter().find_map(|name| {
        let mut known = members.iter().filter(|(own, _)| locale::lowercase(own).contains(name));
        known.find_map(|(_, value)| number(value))
    })?;
    match members.values().find_map(code) {
        Some(currency) => Some(locale::money(named, currency)),
        // A sign, or a word that is no code.
        None if members.len() == 2 => {
            let word = members.values().find(|value| number(value).is_none())?.as_str()?;
            Some([locale::number(named, decimals(Kind::Money)).as_str(), word].join("\u{a0}"))
        }
        None => None,
    }
}

fn show_text(field: &Field, value: &Value, text: &str) -> Shown {
    match field.kind {
        Kind::Password => Shown::Text("\u{2022}".repeat(8)),
        Kind::Enum => Shown::Badge(choice(field, value)),
        Kind::Date => locale::date(text).map_or_else(|| Shown::Text(text.into()), Shown::Text),
        Kind::DateTime => {
            locale::date_time(text).map_or_else(|| Shown::Text(text.into()), Shown::Text)
        }
        Kind::Money | Kind::Number => match locale::parse_number(text) {
            Some(number) => Shown::Number(locale::number(number, decimals(field.kind))),
            None => Shown::Text(text.to_owned()),
        },
        Kind::Email => Shown::Link { href: format!("mailto:{text}"), text: text.to_owned() },
        Kind::Image if is_web_address(text) => Shown::Picture(text.to_owned()),
        Kind::Url if is_web_address(text) => {
            Shown::Link { href: text.to_owned(), text: short_address(text) }
        }
        Kind::Color => Shown::Color(text.to_owned()),
        Kind::LongText | Kind::Markdown => Shown::LongText(text.to_owned()),
        Kind::Html => Shown::LongText(without_tags(text)),
        Kind::Json => match serde_json::from_str(text) {
            Ok(Value::Array(elements)) => show_list(&elements),
            Ok(value @ Value::Object(_)) => Shown::Nested(summary(&value)),
            _ => Shown::Text(text.to_owned()),
        },
        _ => Shown::Text(text.to_owned()),
    }
}

/// Returns the words of a text with tags, which are never shown as what they
/// mean: they may hold anything.
fn without_tags(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut is_tag = false;
    for letter in text.chars() {
        match letter {
            '<' => is_tag = true,
            '>' if is_tag => is_tag = false,
            _ if !is_tag => words.push(letter),
            _ => {}
        }
    }
    words
}

/// A number that names something is shown digit by digit.
fn is_key(field: &Field) -> bool {
    let name = field.name.as_str();
    field.reference.is_some()
        || name.eq_ignore_ascii_case("id")
        || name.eq_ignore_ascii_case("year")
        || name.ends_with("Id")
        || name.ends_with("_id")
}

fn show_number(number: &serde_json::Number, kind: Kind) -> String {
    let is_exact = number.as_f64().is_some_and(|float| float.abs() < 9e15);
    match number.as_f64() {
        Some(float) if is_exact => locale::number(float, decimals(kind)),
        // Beyond 53 bits the browser would round what the server sent.
        _ => number.to_string(),
    }
}

fn decimals(kind: Kind) -> (u8, u8) {
    match kind {
        Kind::Money => (2, 2),
        Kind::Integer => (0, 0),
        _ => (0, 6),
    }
}

fn choice(field: &Field, value: &Value) -> String {
    let known = field.choices.iter().find(|choice| choice.value == *value);
    known.and_then(|choice| choice.label.clone()).unwrap_or_else(|| plain(value))
}

fn show_list(elements: &[Value]) -> Shown {
    if elements.is_empty() {
        return Shown::Empty;
    }
    if elements.iter().all(|element| !element.is_object() && !element.is_array()) {
        return Shown::List(elements.iter().map(plain).collect());
    }
    Shown::Nested(t_count("value.items", elements.len() as u64))
}

/// Joins the first few plain members of an object.
fn summary(value: &Value) -> String {
    let members = value.as_object().into_iter().flat_map(|members| members.values());
    let parts: Vec<String> = members
        .filter(|member| !member.is_object() && !member.is_array() && !member.is_null())
        .map(plain)
        .filter(|text| !text.is_empty())
        .take(3)
        .collect();
    if parts.is_empty() { t("value.object") } else { parts.join(", ") }
}

/// Returns the text of a scalar, without quotes.
#[must_use]
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Only these schemes are ever made into links.
fn is_web_address(text: &str) -> bool {
    let lower = text.trim_start().get(..8).unwrap_or(text).to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://")
}

fn short_address(text: &str) -> String {
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    text.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[expect(clippy::needless_pass_by_value, reason = "test values read best by value")]
    #[track_caller]
    fn check(kind: Kind, value: Value, shown: Shown) {
        let field = Field::new("x", kind);
        assert_eq!(show(&field, Some(&value)), shown);
    }

    #[test]
    fn each_kind_is_shown_in_its_own_way() {
        check(Kind::Money, json!(3.5), Shown::Number("3.50".into()));
        check(Kind::Money, json!("3.5"), Shown::Number("3.50".into()));
        check(Kind::Boolean, json!(1), Shown::Flag(true));
        check(Kind::Enum, json!("open"), Shown::Badge("open".into()));
        check(Kind::Date, json!("2026-02-03"), Shown::Text("2026-02-03".into()));
        check(Kind::Array, json!(["a", 2]), Shown::List(vec!["a".into(), "2".into()]));
        check(Kind::Object, json!({"a": "x", "b": {"c": 1}, "d": 2}), Shown::Nested("x, 2".into()));
        check(Kind::Text, Value::Null, Shown::Empty);
        check(Kind::Html, json!("<p>Hi <b>you</b></p>"), Shown::LongText("Hi you".into()));
        check(Kind::Json, json!("{\"a\": \"x\"}"), Shown::Nested("x".into()));
        check(Kind::Json, json!("[1, 2]"), Shown::List(vec!["1".into(), "2".into()]));
        check(Kind::Json, json!("soon"), Shown::Text("soon".into()));
    }

    #[test]
    fn money_is_shown_in_its_currency() {
        let eur = || Shown::Number("EUR 3.50".into());
        check(Kind::Amount, json!({"amount": 3.5, "currency": "EUR"}), eur());
        check(Kind::Amount, json!({"digits": 2, "value": "3.5", "currency_code": "eur"}), eur());
        let sign = Shown::Number("3.50\u{a0}€".into());
        check(Kind::Amount, json!({"amount": 3.5, "currency": "€"}), sign);
        check(
            Kind::Amount,
            json!({"amount": null, "currency": "EUR"}),
            Shown::Nested("EUR".into()),
        );
        check(
            Kind::Object,
            json!({"amount": 3.5, "currency": "EUR"}),
            Shown::Nested("3.5, EUR".into()),
        );
        let row = json!({"price": "3.50", "free": null, "currency": "EUR"});
        let shown = |name: &str| {
            let currency = Some(vitrine_core::record::Path::field("currency"));
            let field = Field { currency, ..Field::new(name, Kind::Money) };
            show(&field, worth(&field, &row).as_deref())
        };
        assert_eq!(shown("price"), eur());
        assert_eq!(shown("free"), Shown::Empty);
        assert_eq!(shown("cost"), Shown::Empty);
    }

    #[test]
    fn only_web_addresses_become_links() {
        let href = "https://example.org/a";
        let link = Shown::Link { href: href.into(), text: "example.org/a".into() };
        check(Kind::Url, json!(href), link);
        check(Kind::Url, json!("javascript:alert(1)"), Shown::Text("javascript:alert(1)".into()));
        check(Kind::Image, json!("data:text/html,x"), Shown::Text("data:text/html,x".into()));
    }

    #[test]
    fn a_number_beyond_53_bits_keeps_every_digit() {
        let big = 9_007_199_254_740_993_u64;
        check(Kind::Integer, json!(big), Shown::Number(big.to_string()));
    }
}
