//! The check of a body against its schema, telling every field that is wrong.
//!
//! It reads the keywords that the schemas of `model` use, so what the document declares is what is
//! checked.

use serde_json::{Map, Value};

use crate::{model::FieldError, schema, timestamp};

/// Looks up the schemas that a `$ref` names.
pub(crate) type Components = Map<String, Value>;

/// Checks a value and returns what is wrong with it.
pub(crate) fn validate(value: &Value, schema: &Value, components: &Components) -> Vec<FieldError> {
    let mut check = Check { components, errors: Vec::new() };
    check.value(value, schema, "");
    check.errors
}

struct Check<'a> {
    components: &'a Components,
    errors: Vec<FieldError>,
}

impl Check<'_> {
    fn say(&mut self, pointer: &str, detail: impl Into<String>) {
        self.errors.push(FieldError::at(pointer, detail));
    }

    fn value(&mut self, value: &Value, schema: &Value, pointer: &str) {
        let components = self.components;
        let target = schema
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| reference.strip_prefix("#/components/schemas/"))
            .and_then(|name| components.get(name));
        let schema = target.unwrap_or(schema);
        let kinds = kinds(schema);
        if !kinds.is_empty() && !kinds.iter().any(|kind| is_of(value, kind)) {
            let expected = kinds.iter().map(|kind| article(kind)).collect::<Vec<_>>().join(" or ");
            return self.say(pointer, format!("must be {expected}"));
        }
        if let Some(words) = schema.get("enum").and_then(Value::as_array)
            && !words.contains(value)
        {
            let words: Vec<_> = words.iter().map(|word| word.as_str().unwrap_or("null")).collect();
            return self.say(pointer, format!("must be one of {}", words.join(", ")));
        }
        match value {
            Value::String(text) => self.text(text, schema, pointer),
            Value::Number(number) => {
                self.number(number.as_f64().unwrap_or(f64::NAN), schema, pointer);
            }
            Value::Array(items) => self.items(items, schema, pointer),
            Value::Object(map) => self.object(map, schema, pointer),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn object(&mut self, map: &Map<String, Value>, schema: &Value, pointer: &str) {
        let required = schema.get("required").and_then(Value::as_array);
        for (name, property) in schema::properties(schema) {
            let is_required = required.is_some_and(|names| names.iter().any(|other| other == name));
            // What only the server sets may come back with a whole record, and says nothing.
            if schema::is_set(property, "readOnly") {
                continue;
            }
            match map.get(name) {
                Some(value) => self.value(value, property, &join(pointer, name)),
                None if is_required => self.say(&join(pointer, name), "is required"),
                None => {}
            }
        }
        for name in map.keys().filter(|name| schema["properties"].get(name).is_none()) {
            self.say(&join(pointer, name), "is not a known field");
        }
    }

    fn items(&mut self, items: &[Value], schema: &Value, pointer: &str) {
        if let Some(least) = bound(schema, "minItems").filter(|least| items.len() < *least) {
            self.say(pointer, format!("must have at least {least} {}", plural(least, "entry")));
        }
        if let Some(most) = bound(schema, "maxItems").filter(|most| items.len() > *most) {
            return self.say(pointer, format!("must have at most {most} entries"));
        }
        if let Some(schema) = schema.get("items") {
            for (index, item) in items.iter().enumerate() {
                self.value(item, schema, &format!("{pointer}/{index}"));
            }
        }
    }

    fn number(&mut self, number: f64, schema: &Value, pointer: &str) {
        let limit = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
        if let Some(least) = limit("minimum").filter(|least| number < *least) {
            self.say(pointer, format!("must be at least {least}"));
        } else if let Some(most) = limit("maximum").filter(|most| number > *most) {
            self.say(pointer, format!("must be at most {most}"));
        } else if let Some(step) = limit("multipleOf") {
            let steps = number / step;
            // 19.99 is no whole number of doubles of 0.01, only very nearly.
            if (steps - steps.round()).abs() > 1e-6 * steps.abs().max(1.0) {
                self.say(pointer, format!("must be a multiple of {step}"));
            }
        }
    }

    fn text(&mut self, text: &str, schema: &Value, pointer: &str) {
        let length = text.chars().count();
        if let Some(least) = bound(schema, "minLength").filter(|least| length < *least) {
            let detail = match (length, least) {
                (0, _) => "must not be empty".to_owned(),
                _ => format!("must have at least {least} {}", plural(least, "character")),
            };
            return self.say(pointer, detail);
        }
        if let Some(most) = bound(schema, "maxLength").filter(|most| length > *most) {
            return self
                .say(pointer, format!("must have at most {most} {}", plural(most, "character")));
        }
        let is_required = bound(schema, "minLength").is_some_and(|least| least > 0);
        if is_required && text.trim().is_empty() {
            return self.say(pointer, "must not be blank");
        }
        let complaint = match schema.get("format").and_then(Value::as_str) {
            Some("email") if !is_email(text) => Some("must be an e-mail address"),
            Some("uri") if !is_url(text) => Some("must be an http or https address"),
            Some("date-time") if timestamp::parse(text).is_none() => {
                Some("must be a date and time like 2025-01-15T10:30:00Z")
            }
            _ => None,
        };
        let complaint = complaint.or_else(|| {
            let pattern = schema.get("pattern").and_then(Value::as_str)?;
            mismatch(pattern, text)
        });
        if let Some(complaint) = complaint {
            self.say(pointer, complaint);
        }
    }
}

/// Appends a name to a JSON Pointer.
pub(crate) fn join(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The schemas use two patterns; a regular expression engine for them would double the build.
fn mismatch(pattern: &str, text: &str) -> Option<&'static str> {
    match pattern {
        "^[a-z0-9]+(-[a-z0-9]+)*$" => {
            let is_part = |part: &str| {
                !part.is_empty()
                    && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            };
            (!text.split('-').all(is_part))
                .then_some("must be lower-case letters and digits, joined by single hyphens")
        }
        "^[A-Z]{2}$" => (!(text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())))
            .then_some("must be two capital letters"),
        _ => unreachable!("the schema has a pattern that is not checked: {pattern}"),
    }
}

fn kinds(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => true,
    }
}

fn article(kind: &str) -> &'static str {
    match kind {
        "string" => "a string",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "array" => "a list",
        "object" => "an object",
        _ => "null",
    }
}

fn bound(schema: &Value, keyword: &str) -> Option<usize> {
    schema.get(keyword).and_then(Value::as_u64).and_then(|bound| usize::try_from(bound).ok())
}

fn plural(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix('y')) {
        (1, _) => noun.to_owned(),
        (_, Some(stem)) => format!("{stem}ies"),
        (_, None) => format!("{noun}s"),
    }
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    !local.is_empty()
        && !local.contains('@')
        && domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty())
        && !text.contains(char::is_whitespace)
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(value: &Value, schema: &Value, expected: &[(&str, &str)]) {
        let errors = validate(value, schema, &Components::new());
        let errors: Vec<_> = errors
            .iter()
            .map(|error| (error.pointer.as_deref().unwrap_or_default(), error.detail.as_str()))
            .collect();
        assert_eq!(errors, expected, "{value}");
    }

    #[test]
    fn every_wrong_field_is_told_at_once() {
        let schema = json!({
            "type": "object",
            "required": ["name", "price", "id"],
            "properties": {
                "id": { "type": "integer", "readOnly": true },
                "name": { "type": "string", "minLength": 1 },
                "price": { "type": "number", "minimum": 0, "multipleOf": 0.01 },
                "items": { "type": "array", "minItems": 1, "items": { "type": "integer" } },
            },
        });
        check(
            &json!({ "price": -1, "items": [1, "x"], "colour": "red" }),
            &schema,
            &[
                ("/name", "is required"),
                ("/price", "must be at least 0"),
                ("/items/1", "must be a whole number"),
                ("/colour", "is not a known field"),
            ],
        );
        check(&json!({ "name": "x", "price": 19.99, "items": [1] }), &schema, &[]);
        check(
            &json!({ "name": " ", "price": 0.001, "items": [] }),
            &schema,
            &[
                ("/name", "must not be blank"),
                ("/price", "must be a multiple of 0.01"),
                ("/items", "must have at least 1 entry"),
            ],
        );
    }

    #[test]
    fn formats_are_checked() {
        for (format, good, bad) in [
            ("email", "zoë@example.com", "zoë@example"),
            ("uri", "https://example.com/a.png", "example.com/a.png"),
            ("date-time", "2025-01-15T10:30:00Z", "yesterday"),
        ] {
            let schema = json!({ "type": "string", "format": format });
            assert!(validate(&json!(good), &schema, &Components::new()).is_empty(), "{good}");
            assert_eq!(validate(&json!(bad), &schema, &Components::new()).len(), 1, "{bad}");
        }
    }

    #[test]
    fn null_is_taken_only_where_the_type_says_so() {
        check(&json!(null), &json!({ "type": ["string", "null"] }), &[]);
        check(&json!(null), &json!({ "type": "string" }), &[("", "must be a string")]);
    }
}
