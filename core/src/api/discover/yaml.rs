//! YAML documents.
//!
//! Only [`parse_yaml`] is called from outside, so that the parser can be kept
//! out of what loads first.

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use serde_json::{Map, Number, Value};

/// Nested deeper than this, a text is an attack and no description.
const DEPTH: usize = 200;
/// Anchors may not blow a document up to more values than this.
const SIZE: usize = 4_000_000;

/// Reads the first document of a YAML text.
///
/// Scalars are typed by the core schema of YAML 1.2, so `no` and dates stay
/// text.
///
/// # Errors
/// When the text is no YAML; the error is the parser's own sentence.
pub fn parse_yaml(text: &str) -> Result<Value, String> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|error| error.to_string())?;
        if matches!(event, Event::DocumentEnd) {
            break;
        }
        builder.event(event)?;
    }
    builder.root.ok_or_else(|| "the document is empty".to_owned())
}

#[derive(Default)]
struct Builder {
    root: Option<Value>,
    open: Vec<Open>,
    anchors: Vec<(usize, Value)>,
    size: usize,
}

/// A collection that is being read.
struct Open {
    anchor: usize,
    /// The key that waits for its value.
    key: Option<String>,
    value: Value,
}

impl Builder {
    fn event(&mut self, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.add(anchor, scalar(&text, style, tag.as_deref()));
                Ok(())
            }
            Event::Alias(anchor) => {
                let known = self.anchors.iter().rev().find(|(known, _)| *known == anchor);
                let known = known.map(|(_, value)| value);
                self.size += known.map_or(1, count);
                if self.size > SIZE {
                    return Err("too big".to_owned());
                }
                let value = known.cloned().unwrap_or_default();
                self.add(0, value);
                Ok(())
            }
            Event::SequenceStart(anchor, ..) => self.open(anchor, Value::Array(Vec::new())),
            Event::MappingStart(anchor, ..) => self.open(anchor, Value::Object(Map::new())),
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    self.add(open.anchor, open.value);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn open(&mut self, anchor: usize, value: Value) -> Result<(), String> {
        if self.open.len() >= DEPTH {
            return Err("nested too deep".to_owned());
        }
        self.open.push(Open { anchor, key: None, value });
        Ok(())
    }

    fn add(&mut self, anchor: usize, value: Value) {
        self.size += 1;
        if anchor != 0 {
            self.anchors.push((anchor, value.clone()));
        }
        let Some(open) = self.open.last_mut() else {
            self.root.get_or_insert(value);
            return;
        };
        match (&mut open.value, open.key.take()) {
            (Value::Array(elements), _) => elements.push(value),
            (Value::Object(members), Some(key)) if key == "<<" => merge(members, value),
            (Value::Object(members), Some(key)) => {
                members.insert(key, value);
            }
            (_, None) => open.key = Some(key_text(&value)),
            _ => {}
        }
    }
}

/// Counts the values that an alias repeats.
fn count(value: &Value) -> usize {
    match value {
        Value::Array(elements) => 1 + elements.iter().map(count).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

/// Adds the members of a merge key that are not there yet.
fn merge(members: &mut Map<String, Value>, value: Value) {
    match value {
        Value::Object(others) => {
            for (name, value) in others {
                members.entry(name).or_insert(value);
            }
        }
        Value::Array(several) => several.into_iter().for_each(|value| merge(members, value)),
        _ => {}
    }
}

/// Returns a key as text: statuses such as `200` are numbers in YAML.
fn key_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    let is_text = tag.is_some_and(|tag| tag.suffix == "str");
    if style != ScalarStyle::Plain || is_text {
        return Value::String(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        plain => number(plain).unwrap_or_else(|| Value::String(plain.to_owned())),
    }
}

/// Source: YAML 1.2.2, section 10.3.2.
fn number(text: &str) -> Option<Value> {
    let hexadecimal = text.strip_prefix("0x").map(|digits| i64::from_str_radix(digits, 16));
    let octal = text.strip_prefix("0o").map(|digits| i64::from_str_radix(digits, 8));
    if let Some(Ok(number)) = hexadecimal.or(octal) {
        return Some(number.into());
    }
    let first = text.trim_start_matches(['+', '-']).chars().next()?;
    if !(first.is_ascii_digit() || first == '.') {
        return None;
    }
    let integer = text.parse::<i64>().map(Value::from).ok();
    let integer = integer.or_else(|| text.parse::<u64>().map(Value::from).ok());
    integer.or_else(|| Number::from_f64(text.parse().ok()?).map(Value::Number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn scalars_follow_the_core_schema() {
        let text = "a: 1\nb: -2.5\nc: '3'\nd: no\ne: ~\nf: true\ng: 2024-01-01\nh: 0x1F\ni: 1.0.3\n200: x\n";
        let expected = json!({"a": 1, "b": -2.5, "c": "3", "d": "no", "e": null, "f": true,
            "g": "2024-01-01", "h": 31, "i": "1.0.3", "200": "x"});
        assert_eq!(parse_yaml(text), Ok(expected));
    }

    #[test]
    fn collections_anchors_and_merges_are_read() {
        let text = "base: &b {x: 1, y: [a, 'b']}\nmore:\n  <<: *b\n  x: 2\ntext: |\n  one\n  two\n";
        let expected = json!({"base": {"x": 1, "y": ["a", "b"]},
            "more": {"x": 2, "y": ["a", "b"]}, "text": "one\ntwo\n"});
        assert_eq!(parse_yaml(text), Ok(expected));
    }

    #[test]
    fn what_is_no_yaml_says_why() {
        assert!(parse_yaml("a: [1, 2").is_err());
        assert!(parse_yaml("").is_err());
        assert!(parse_yaml(&"[".repeat(10_000)).is_err());
    }
}
