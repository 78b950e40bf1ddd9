//! Amounts of money with their currency.

use super::kind::is_money;
use super::words::{compact, words};
use crate::api::{Field, Kind};
use serde_json::Value;

/// The most members of an object that is an amount: beside the two there may be
/// a text for people and the digits behind the point.
const MEMBERS: usize = 4;

/// Returns whether an object with these members is an amount with its currency.
///
/// Whole numbers are left alone: some APIs count cents by them, and nothing says
/// which do.
pub(super) fn is_amount(members: &[(&str, &Value)]) -> bool {
    let has = |fits: &dyn Fn(&str, &Value) -> bool| {
        members.iter().any(|(name, schema)| fits(&compact(name), schema))
    };
    let is_fraction = |schema: &Value| {
        let is = |kind: &str| {
            let kinds = &schema["type"];
            kinds == kind || kinds.as_array().is_some_and(|all| all.iter().any(|it| it == kind))
        };
        is("number") || is("string") && schema.get("enum").is_none()
    };
    let is_number = |name: &str, schema: &Value| {
        (name.contains("amount") || matches!(name, "value" | "price" | "total" | "number"))
            && is_fraction(schema)
    };
    let is_currency = |name: &str, _: &Value| name.contains("currency") || name == "ccy";
    members.len() <= MEMBERS && has(&is_number) && has(&is_currency)
}

/// Tells amounts among `fields`, which are those of one row, where their
/// currency stands.
pub(super) fn relate(fields: &mut [Field]) {
    let currencies: Vec<(Vec<String>, Field)> = fields
        .iter()
        .filter(|field| matches!(field.kind, Kind::Text | Kind::Enum | Kind::Unknown))
        .filter_map(|field| Some((subject(&field.name)?, field.clone())))
        .collect();
    let mut plain = currencies.iter().filter(|(subject, _)| subject.is_empty());
    // Of two that are nobody's own it is not known whose they are.
    let plain = plain.next().filter(|_| plain.next().is_none());
    for field in fields.iter_mut().filter(|it| matches!(it.kind, Kind::Money | Kind::Number)) {
        let name = words(&field.name);
        let own =
            currencies.iter().find(|(subject, _)| !subject.is_empty() && name.starts_with(subject));
        let of_row = plain.filter(|_| field.kind == Kind::Money || is_money(&field.name));
        if let Some((_, currency)) = own.or(of_row) {
            field.kind = Kind::Money;
            field.currency = Some(currency.path.clone());
        }
    }
}

/// Returns the words of what a field tells the currency of, which are none in
/// `currency_code`; `None` where it tells none.
fn subject(name: &str) -> Option<Vec<String>> {
    let mut words = words(name);
    let count = words.len();
    words.retain(|word| !matches!(word.as_str(), "currency" | "ccy"));
    if words.len() == count {
        return None;
    }
    words.retain(|word| !matches!(word.as_str(), "code" | "iso" | "id" | "symbol"));
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Path;
    use serde_json::json;

    #[test]
    fn an_object_with_an_amount_and_a_currency_is_one_amount() {
        let check = |members: Value, expected: bool| {
            let members: Vec<(&str, &Value)> =
                members.as_object().unwrap().iter().map(|(name, it)| (name.as_str(), it)).collect();
            assert_eq!(is_amount(&members), expected, "{members:?}");
        };
        let (number, text, whole) =
            (json!({"type": "number"}), json!({"type": "string"}), json!({"type": "integer"}));
        check(json!({"amount": number, "currency": text}), true);
        check(json!({"value": text, "currency_code": text}), true);
        check(json!({"price": number, "priceCurrency": text, "formatted": text}), true);
        check(json!({"amount": {"type": ["number", "null"]}, "ccy": {}}), true);
        check(json!({"amount": whole, "currency": text}), false);
        check(json!({"amount": number, "unit": text}), false);
        check(json!({"value": {"type": "object"}, "currency": text}), false);
        check(json!({"amount": number, "currency": text, "a": {}, "b": {}, "c": {}}), false);
    }

    fn check(fields: &[(&str, Kind)], expected: &[(&str, &str)]) {
        let mut fields: Vec<Field> =
            fields.iter().map(|(name, kind)| Field::new(name, *kind)).collect();
        relate(&mut fields);
        let found: Vec<(&str, Path)> = fields
            .iter()
            .filter_map(|field| Some((field.name.as_str(), field.currency.clone()?)))
            .collect();
        let expected: Vec<(&str, Path)> =
            expected.iter().map(|(name, path)| (*name, Path::field(*path))).collect();
        assert_eq!(found, expected);
        assert!(fields.iter().all(|it| it.currency.is_none() || it.kind == Kind::Money));
    }

    #[test]
    fn an_amount_finds_the_currency_beside_it() {
        use Kind::{Integer, Money, Number, Text};
        check(&[("price", Money), ("currency", Text)], &[("price", "currency")]);
        check(
            &[("price", Money), ("weight", Number), ("currencyCode", Text)],
            &[("price", "currencyCode")],
        );
        // Its own comes before that of the row.
        check(
            &[("total", Money), ("fare", Number), ("fare_currency", Text), ("currency", Text)],
            &[("total", "currency"), ("fare", "fare_currency")],
        );
        check(&[("fareAmount", Money), ("fareCurrency", Text)], &[("fareAmount", "fareCurrency")]);
        // Cents are counted in whole numbers, and two currencies are nobody's.
        check(&[("price", Integer), ("currency", Text)], &[]);
        check(&[("price", Money), ("currency", Text), ("currency_symbol", Text)], &[]);
        check(&[("price", Money), ("country", Text)], &[]);
    }
}
