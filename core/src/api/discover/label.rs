//! By which field people know a record, as the rows show it.

use super::kind;
use crate::api::{Field, Kind};
use crate::record::Path;
use serde_json::Value;

/// Returns the field by which people know a record: the one with a telling
/// name, unless its values repeat and others are as readable and do not.
pub(super) fn label(fields: &[Field], noun: &str, rows: &[Value]) -> Option<Path> {
    let by_name = kind::label(fields, noun);
    let share = |path: &Path| distinct(path, rows);
    // Few rows repeat nothing, whatever the field.
    if rows.len() < 4 || by_name.as_ref().is_some_and(|path| share(path) > 0.5) {
        return by_name;
    }
    let mut best: Option<(f64, &Field)> = None;
    for field in fields.iter().filter(|field| field.kind == Kind::Text) {
        let score = readability(&field.path, rows) * share(&field.path);
        if score > 0.4 && best.is_none_or(|(known, _)| score > known) {
            best = Some((score, field));
        }
    }
    best.map(|(_, field)| field.path.clone()).or(by_name)
}

fn texts<'a>(path: &Path, rows: &'a [Value]) -> Vec<&'a str> {
    rows.iter().filter_map(|row| path.get(row)?.as_str()).collect()
}

/// Returns which share of the values of a field differ from one another.
fn distinct(path: &Path, rows: &[Value]) -> f64 {
    let mut texts = texts(path, rows);
    let count = texts.len();
    texts.sort_unstable();
    texts.dedup();
    if count == 0 { 0.0 } else { share(texts.len(), rows.len()) }
}

/// Returns which share of the values reads like a name: letters, not too short
/// and not too long, without signs that names do not have.
fn readability(path: &Path, rows: &[Value]) -> f64 {
    let is_readable = |text: &&&str| {
        let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
        let count = text.chars().count();
        let is_code = !text.contains(' ') && text.chars().any(|letter| letter.is_ascii_digit());
        (2..=80).contains(&count) && letters * 2 > count && !is_code && !text.contains(['/', '@'])
    };
    let texts = texts(path, rows);
    share(texts.iter().filter(is_readable).count(), rows.len())
}

fn share(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    if whole == 0 { 0.0 } else { number(part) / number(whole) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::discover::openapi::fields;
    use crate::api::discover::openapi::schema::Document;
    use crate::api::discover::probe::schema_of_rows;
    use serde_json::json;

    fn check(rows: &Value, expected: Option<&str>) {
        let rows = rows.as_array().unwrap();
        let schema = schema_of_rows(rows);
        let document = Document::new(&schema);
        let fields = fields::fields(document, &document.shape(&schema));
        let found = label(&fields, "things", rows).map(|path| path.to_string());
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn a_name_that_repeats_names_nothing() {
        let row = |name: &str, wine: &str| json!({"name": name, "wine": wine, "sku": "a1-77"});
        let rows = json!([
            row("Red", "Blauer Portugieser"),
            row("Red", "Zweigelt"),
            row("Red", "Saint Laurent"),
            row("White", "Grauburgunder"),
            row("White", "Neuburger"),
        ]);
        check(&rows, Some("wine"));
        let rows = json!([row("A", "x"), row("B", "x"), row("C", "x"), row("D", "x")]);
        check(&rows, Some("name"));
    }

    #[test]
    fn codes_and_addresses_are_no_names() {
        let row = |number: u32| json!({"id": number, "code_of": format!("X{number}"), "wine": format!("Rebe {}", "abcdef".repeat(number as usize % 5 + 1))});
        let rows: Vec<Value> = (1..=5).map(row).collect();
        check(&json!(rows), Some("wine"));
    }
}
