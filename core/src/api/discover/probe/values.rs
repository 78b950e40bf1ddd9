//! A schema for values that came without one.

use super::texts::format_of;
use crate::api::discover::kind::{is_flag, is_moment, of_text};
use serde_json::{Map, Value, json};

/// The rows that an enumeration is believed by, at least.
const ROWS: usize = 12;
/// The values of an enumeration at most.
const CHOICES: usize = 6;

/// Returns a JSON Schema that all of `rows` meet, with formats and
/// enumerations where the values speak for them.
pub(in crate::api::discover) fn schema_of_rows(rows: &[Value]) -> Value {
    let mut names: Vec<&String> = Vec::new();
    for (name, _) in rows.iter().filter_map(Value::as_object).flatten() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut properties = Map::new();
    let mut required = Vec::new();
    for name in names {
        let values: Vec<&Value> = rows.iter().filter_map(|row| row.get(name)).collect();
        if values.len() == rows.len() {
            required.push(name.clone());
        }
        let mut schema = schema_of(&values);
        // What reads like free text is no enumeration, however often it repeats.
        if of_text(name).is_some()
            && let Value::Object(members) = &mut schema
        {
            members.shift_remove("enum");
        }
        if let Some(format) = stands_for(name, &values) {
            schema["format"] = json!(format);
        }
        properties.insert(name.clone(), schema);
    }
    json!({"type": "object", "properties": properties, "required": required})
}

/// Returns the format of whole numbers that stand for something else: those of
/// a flag are 0 and 1, and those of moments lie between 1973 and 2099.
fn stands_for(name: &str, values: &[&Value]) -> Option<&'static str> {
    const SECONDS: std::ops::Range<u64> = 100_000_000..4_102_444_800;
    let present = values.iter().filter(|value| !value.is_null());
    let numbers: Vec<u64> = present.map(|value| value.as_u64()).collect::<Option<_>>()?;
    let all = |fits: &dyn Fn(u64) -> bool| {
        !numbers.is_empty() && numbers.iter().all(|number| fits(*number))
    };
    if is_flag(name) && all(&|number| number < 2) {
        return Some("flag");
    }
    if !is_moment(name) {
        return None;
    }
    if all(&|number| SECONDS.contains(&number)) {
        return Some("unix-time");
    }
    all(&|number| SECONDS.contains(&(number / 1000))).then_some("unix-time-ms")
}

/// Returns a JSON Schema of one answer, so that rows and totals are found in
/// it as they are in a described one.
pub(super) fn schema_of_answer(value: &Value) -> Value {
    match value {
        Value::Array(rows) if rows.iter().all(Value::is_object) => {
            json!({"type": "array", "items": schema_of_rows(rows)})
        }
        Value::Object(members) => {
            let properties =
                members.iter().map(|(name, member)| (name.clone(), schema_of_answer(member)));
            json!({"type": "object", "properties": properties.collect::<Map<_, _>>()})
        }
        other => schema_of(&[other]),
    }
}

fn schema_of(values: &[&Value]) -> Value {
    let mut schema = Map::new();
    let present: Vec<&Value> = values.iter().copied().filter(|value| !value.is_null()).collect();
    let kinds: Vec<&str> = present.iter().map(|value| kind(value)).collect();
    let has = |wanted: &str| kinds.contains(&wanted);
    let single = match kinds.first() {
        Some(first) if kinds.iter().all(|kind| kind == first) => Some(*first),
        Some(_)
            if kinds.iter().all(|kind| matches!(*kind, "integer" | "number")) && has("number") =>
        {
            Some("number")
        }
        _ => None,
    };
    if let Some(kind) = single {
        let is_nullable = present.len() < values.len();
        schema.insert(
            "type".to_owned(),
            if is_nullable { json!([kind, "null"]) } else { json!(kind) },
        );
    }
    match single {
        Some("string") => texts(&mut schema, &present),
        Some("array") => {
            let elements: Vec<Value> =
                present.iter().filter_map(|value| value.as_array()).flatten().cloned().collect();
            let items = if elements.iter().all(Value::is_object) && !elements.is_empty() {
                schema_of_rows(&elements)
            } else {
                schema_of(&elements.iter().collect::<Vec<_>>())
            };
            schema.insert("items".to_owned(), items);
        }
        Some("object") => {
            let rows: Vec<Value> = present.into_iter().cloned().collect();
            let inner = schema_of_rows(&rows);
            schema.insert("properties".to_owned(), inner["properties"].clone());
        }
        _ => {}
    }
    Value::Object(schema)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Adds the format and the choices that texts show.
fn texts(schema: &mut Map<String, Value>, values: &[&Value]) {
    let texts: Vec<&str> = values.iter().filter_map(|value| value.as_str()).collect();
    let filled: Vec<&str> = texts.iter().copied().filter(|text| !text.is_empty()).collect();
    if let Some(format) = format_of(&filled) {
        schema.insert("format".to_owned(), json!(format));
        return;
    }
    let longest = texts.iter().map(|text| text.len()).max().unwrap_or_default();
    if longest > 120 || texts.iter().any(|text| text.contains('\n')) {
        schema.insert("format".to_owned(), json!("multiline"));
        return;
    }
    let mut distinct: Vec<&str> = Vec::new();
    for text in &texts {
        if !distinct.contains(text) {
            distinct.push(text);
        }
    }
    let repeats = distinct.len() * 3 <= texts.len();
    if texts.len() >= ROWS
        && distinct.len() > 1
        && distinct.len() <= CHOICES
        && repeats
        && longest <= 24
    {
        schema.insert("enum".to_owned(), json!(distinct));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &Value, expected: &Value) {
        let rows: Vec<Value> =
            values.as_array().unwrap().iter().map(|value| json!({"x": value})).collect();
        assert_eq!(&schema_of_rows(&rows)["properties"]["x"], expected);
    }

    #[test]
    fn values_speak_for_their_format() {
        check(&json!(["2024-02-23", "2024-10-09"]), &json!({"type": "string", "format": "date"}));
        check(&json!(["2024-01-01T00:00:00Z"]), &json!({"type": "string", "format": "date-time"}));
        check(&json!(["a@b.org", ""]), &json!({"type": "string", "format": "email"}));
        check(&json!(["#fff", "#a0b1c2"]), &json!({"type": "string", "format": "color"}));
        check(&json!(["12.50", "-0.99"]), &json!({"type": "string", "format": "decimal"}));
        check(&json!(["1.2.3", "1.2"]), &json!({"type": "string"}));
        check(&json!(["08:30", "17:05:30"]), &json!({"type": "string", "format": "time"}));
        check(&json!(["10.0.0.1"]), &json!({"type": "string", "format": "ipv4"}));
        check(&json!(["fe80::1", "::1"]), &json!({"type": "string", "format": "ipv6"}));
        check(&json!(["52.52, 13.405"]), &json!({"type": "string", "format": "geo"}));
        check(&json!(["1.5,2"]), &json!({"type": "string"}));
        check(&json!(["$12.50", "€1,000"]), &json!({"type": "string", "format": "money"}));
        check(&json!(["12.50 EUR", "USD 7"]), &json!({"type": "string", "format": "money"}));
        check(&json!(["12 items"]), &json!({"type": "string"}));
        let text = json!(["# Title\nwords", "a [link](https://a.org)", "**loud**"]);
        check(&text, &json!({"type": "string", "format": "markdown"}));
        check(&json!(["#1 in town"]), &json!({"type": "string"}));
        check(&json!(["PT5M", "P3DT4H"]), &json!({"type": "string", "format": "duration"}));
        check(&json!(["Plan"]), &json!({"type": "string"}));
        check(&json!(["{\"a\": 1}", "[]"]), &json!({"type": "string", "format": "json"}));
        check(&json!(["<p>Hi</p>"]), &json!({"type": "string", "format": "html"}));
        check(&json!(["1 < 2 and 3 > 2"]), &json!({"type": "string"}));
        let picture = json!(["https://a.org/x.PNG?s=1", "https://a.org/y.jpg"]);
        check(&picture, &json!({"type": "string", "format": "image"}));
        let link = json!(["https://a.org/x.png", "https://a.org/y"]);
        check(&link, &json!({"type": "string", "format": "uri"}));
        check(&json!(["2024-02-23", "soon"]), &json!({"type": "string"}));
        check(&json!([1, 2.5, null]), &json!({"type": ["number", "null"]}));
        check(&json!([1, "a"]), &json!({}));
    }

    #[test]
    fn names_and_values_together_tell_what_a_number_stands_for() {
        let check = |name: &str, values: &Value, expected: Option<&str>| {
            let rows: Vec<Value> =
                values.as_array().unwrap().iter().map(|value| json!({name: value})).collect();
            let schema = schema_of_rows(&rows);
            assert_eq!(schema["properties"][name]["format"].as_str(), expected, "{name}");
        };
        check("active", &json!([0, 1, null]), Some("flag"));
        check("active", &json!([0, 1, 2]), None);
        check("rating", &json!([0, 1]), None);
        check("created", &json!([1_700_000_000, null]), Some("unix-time"));
        check("created", &json!([1_700_000_000_123_u64]), Some("unix-time-ms"));
        check("created", &json!([1_700_000_000, 12]), None);
        check("views", &json!([1_700_000_000]), None);
        check("created", &json!([null]), None);
    }

    #[test]
    fn few_values_in_many_rows_are_choices() {
        let values: Vec<&str> = ["new", "paid"].into_iter().cycle().take(ROWS).collect();
        check(&json!(values), &json!({"type": "string", "enum": ["new", "paid"]}));
        check(&json!(values[..6]), &json!({"type": "string"}));
    }

    #[test]
    fn what_some_rows_lack_is_not_required() {
        let schema = schema_of_rows(&[json!({"a": 1, "b": 2}), json!({"a": 1})]);
        assert_eq!(schema["required"], json!(["a"]));
    }
}
