//! Rows and text, compared with a parser.

use super::json::{Scanner, at_path, is_same_json, member, parse};
use super::{Identifier, Path, Rows, RowsAt};
use crate::platform::SeededRandom;
use serde_json::{Value, json};
use std::fmt::Write;

/// Writes values as no serializer would: with white space, escapes and members
/// twice.
struct Writer {
    random: SeededRandom,
    text: String,
}

impl Writer {
    fn new(seed: u64) -> Self {
        Self { random: SeededRandom::new(seed), text: String::new() }
    }

    fn space(&mut self) {
        for _ in 0..self.random.below(3).saturating_sub(1) {
            self.text.push([' ', '\n', '\t', '\r'][below(&self.random, 4)]);
        }
    }

    fn string(&mut self, text: &str) {
        self.text.push('"');
        for character in text.chars() {
            if self.random.below(5) == 0 || character < ' ' || matches!(character, '"' | '\\') {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(self.text, "\\u{unit:04x}").unwrap();
                }
            } else {
                self.text.push(character);
            }
        }
        self.text.push('"');
    }

    fn value(&mut self, value: &Value) {
        self.space();
        match value {
            Value::String(text) => self.string(text),
            Value::Array(elements) => {
                self.text.push('[');
                for (place, element) in elements.iter().enumerate() {
                    if place > 0 {
                        self.text.push(',');
                    }
                    self.value(element);
                }
                self.space();
                self.text.push(']');
            }
            Value::Object(members) => {
                self.text.push('{');
                for (place, (name, member)) in members.iter().enumerate() {
                    if place > 0 {
                        self.text.push(',');
                    }
                    if self.random.below(20) == 0 {
                        // A parser takes the last one.
                        self.string(name);
                        self.text.push_str(":{\"early\":[1]},");
                    }
                    self.space();
                    self.string(name);
                    self.space();
                    self.text.push(':');
                    self.value(member);
                }
                self.space();
                self.text.push('}');
            }
            scalar => self.text.push_str(&scalar.to_string()),
        }
        self.space();
    }

    fn write(seed: u64, value: &Value) -> String {
        let mut writer = Self::new(seed);
        writer.value(value);
        writer.text
    }
}

fn below(random: &SeededRandom, limit: usize) -> usize {
    usize::try_from(random.below(limit as u64)).unwrap()
}

/// Returns any value; texts hold what has to be escaped.
fn any_value(random: &SeededRandom, depth: usize) -> Value {
    let texts = ["", "a", "a\"b", "\\", "line\nend", "é", "😀 x", "/", "\u{1}", "true"];
    match random.below(if depth == 0 { 6 } else { 8 }) {
        0 => Value::Null,
        1 => Value::Bool(random.below(2) == 0),
        2 => json!(random.bits()),
        3 => json!(-(i64::try_from(random.below(1 << 40)).unwrap())),
        4 => json!(0.5 + f64::from(u16::try_from(random.below(1_000)).unwrap())),
        5 => json!(texts[below(random, texts.len())]),
        6 => (0..random.below(4)).map(|_| any_value(random, depth - 1)).collect(),
        _ => {
            let names = ["id", "name", "a\"b", "é", "data", "x y"];
            let member =
                |_| (names[below(random, names.len())].to_owned(), any_value(random, depth - 1));
            Value::Object((0..random.below(5)).map(member).collect())
        }
    }
}

/// Returns the value of a text that holds one and nothing else.
fn scanned(text: &[u8]) -> Option<std::ops::Range<usize>> {
    let mut scanner = Scanner::new(text);
    let value = scanner.value()?;
    (scanner.is_at_end() && std::str::from_utf8(text).is_ok()).then_some(value)
}

#[test]
fn every_text_of_a_value_is_passed_and_found_by_path() {
    for seed in 0..2_000 {
        let random = SeededRandom::new(seed);
        let value = any_value(&random, 4);
        let text = Writer::write(seed, &value);
        let range = scanned(text.as_bytes()).unwrap_or_else(|| panic!("seed {seed}: {text}"));
        assert_eq!(parse(&text.as_bytes()[range]), value, "seed {seed}");
        for (name, inside) in value.as_object().into_iter().flatten() {
            let found = member(text.as_bytes(), name).unwrap();
            assert_eq!(&parse(&text.as_bytes()[found]), inside, "seed {seed}: {name} in {text}");
            for (name, deeper) in inside.as_object().into_iter().flatten() {
                let path = Path::field(value.as_object().unwrap().keys().next().unwrap());
                let Some(first) = path.get(&value) else { continue };
                if first == inside {
                    let found = at_path(text.as_bytes(), path.child(name.clone()).segments());
                    assert_eq!(&parse(&text.as_bytes()[found.unwrap()]), deeper, "seed {seed}");
                }
            }
        }
    }
}

#[test]
fn no_broken_text_is_passed_that_a_parser_refuses() {
    let bytes = b"\"\\{}[]:,0123456789.-+eEtrufalsn \n\x00\x1f\x80\xffduDc";
    let (mut refused, mut passed) = (0, 0);
    for seed in 0..6_000 {
        let random = SeededRandom::new(seed);
        let mut text = Writer::write(seed, &any_value(&random, 3)).into_bytes();
        for _ in 0..=random.below(2) {
            let place = below(&random, text.len().max(1));
            match random.below(3) {
                0 if !text.is_empty() => drop(text.remove(place)),
                1 => text.insert(place, bytes[below(&random, bytes.len())]),
                _ if !text.is_empty() => text[place] = bytes[below(&random, bytes.len())],
                _ => {}
            }
        }
        let is_valid = serde_json::from_slice::<Value>(&text).is_ok();
        let shown = String::from_utf8_lossy(&text).into_owned();
        assert_eq!(scanned(&text).is_some(), is_valid, "seed {seed}: {shown:?}");
        if is_valid { passed += 1 } else { refused += 1 }
    }
    assert!(passed > 500 && refused > 2_000, "{passed} passed, {refused} refused");
}

#[test]
fn texts_at_the_edges_are_judged_as_by_a_parser() {
    let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
    let deep_object =
        |levels: usize| format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels));
    let long = format!("1{}", "0".repeat(400));
    let texts = [
        "",
        " ",
        "nul",
        "nulll",
        "01",
        "-",
        "-0",
        "1.",
        ".5",
        "1e5",
        "1e999",
        "-1e999",
        "1e-999",
        "1E+",
        long.as_str(),
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ud83d\\u0041\"",
        "\"\\ud83d\\n\"",
        "\"\\x\"",
        "\"\\u12\"",
        "[1,]",
        "[,1]",
        "{\"a\"}",
        "{\"a\":1,}",
        "{a:1}",
        "[1}",
        "{\"a\":1]",
        "1 2",
        "\u{feff}1",
        "[]",
        "{}",
        "[[]]",
        "[{}]",
        "{\"a\":{}}",
        "\"\t\"",
        "\u{a0}1",
        "[1 2]",
    ];
    for text in texts {
        let is_valid = serde_json::from_str::<Value>(text).is_ok();
        assert_eq!(scanned(text.as_bytes()).is_some(), is_valid, "{text:?}");
    }
    for levels in 120..135 {
        for text in [deep(levels), deep_object(levels)] {
            let is_valid = serde_json::from_str::<Value>(&text).is_ok();
            assert_eq!(scanned(text.as_bytes()).is_some(), is_valid, "{levels} levels");
        }
    }
}

#[test]
fn rewritten_text_is_the_same_and_changed_text_is_not() {
    for seed in 0..2_000 {
        let random = SeededRandom::new(seed);
        let (one, other) = (any_value(&random, 3), any_value(&random, 3));
        let mut plain = Writer::new(seed);
        plain.text = one.to_string();
        let spaced = serde_json::to_string_pretty(&one).unwrap();
        assert!(is_same_json(plain.text.as_bytes(), spaced.as_bytes()), "seed {seed}");
        if one != other {
            let other = other.to_string();
            assert!(!is_same_json(plain.text.as_bytes(), other.as_bytes()), "seed {seed}");
        }
    }
    assert!(is_same_json(br#"["\u00e9"]"#, "[ \"é\" ]".as_bytes()));
    assert!(is_same_json(br#""\ud83d\ude00\/""#, "\"😀/\"".as_bytes()));
    assert!(!is_same_json(b"[1]", b"[1,1]"));
    assert!(!is_same_json(b"1", b""));
    assert!(!is_same_json(b"1.0", b"1.00"));
}

/// Reads the rows by parsing the whole body.
fn parsed_rows(body: &[u8], at: &RowsAt) -> Option<(Vec<Value>, Option<u64>)> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let total = at.total.as_ref().and_then(|path| path.get(&body)?.as_u64());
    Some((at.rows.get(&body)?.as_array()?.clone(), total))
}

fn scanned_rows(body: &[u8], at: &RowsAt) -> Option<(Vec<Value>, Option<u64>)> {
    let mut rows = Rows::new(body, at)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next_row(None) {
        found.push(parse(&body[row]));
    }
    Some((found, rows.finish()?))
}

#[test]
fn the_rows_are_those_that_a_parser_finds() {
    let places = ["", "data", "data.items", "0", "data.1"].map(Path::from);
    for seed in 0..3_000 {
        let random = SeededRandom::new(seed);
        let path = places[below(&random, places.len())].clone();
        let rows: Vec<Value> = (0..random.below(6)).map(|_| any_value(&random, 2)).collect();
        let mut body = if path.is_root() { Value::Null } else { any_value(&random, 2) };
        path.set(&mut body, Value::from(rows));
        if let Value::Object(members) = &mut body {
            members.insert("total".to_owned(), json!(seed));
        }
        let total = Some(Path::field("total"));
        let at = RowsAt { rows: path, key: Path::field("id"), total };
        let mut text = Writer::write(seed, &body).into_bytes();
        match scanned_rows(&text, &at) {
            Some(found) => assert_eq!(Some(found), parsed_rows(&text, &at), "seed {seed}"),
            None => assert!(String::from_utf8_lossy(&text).contains("early"), "seed {seed}"),
        }
        let place = below(&random, text.len());
        text[place] = b"x\"{}[],: "[below(&random, 9)];
        // Where a parser reads it otherwise, the caller must be told to use a parser.
        if let Some(found) = scanned_rows(&text, &at) {
            let shown = String::from_utf8_lossy(&text).into_owned();
            assert_eq!(Some(found), parsed_rows(&text, &at), "seed {seed}: {shown}");
        }
    }
}

#[test]
fn of_two_lists_of_one_name_neither_is_taken() {
    let at = RowsAt { rows: Path::field("data"), ..RowsAt::root("id") };
    assert_eq!(scanned_rows(br#"{"data": [1], "data": [2]}"#, &at), None);
    assert_eq!(scanned_rows(br#"{"data": [1], "other": [2]}"#, &at), Some((vec![json!(1)], None)));
}

#[test]
fn an_expected_row_is_taken_only_as_a_whole() {
    let at = RowsAt::root("id");
    for (body, expected) in [("[12]", "1"), ("[\"ab\"]", "\"a"), ("[{\"a\":1}]", "{\"a\":1")] {
        let mut rows = Rows::new(body.as_bytes(), &at).unwrap();
        let row = rows.next_row(Some(expected.as_bytes())).unwrap();
        assert_eq!(row, 1..body.len() - 1);
        assert_eq!(rows.finish(), None, "the end has not been seen yet");
    }
}

#[test]
fn keys_are_read_as_they_are_written() {
    let check = |row: &str, key: Option<&str>| {
        let at = RowsAt { key: Path::from("id"), ..RowsAt::default() };
        assert_eq!(at.key_of(row.as_bytes()), key.map(Identifier::new), "{row}");
    };
    check(r#"{"id": 7}"#, Some("7"));
    check(r#"{"id": 123456789012345678901234567890}"#, Some("123456789012345678901234567890"));
    check(r#"{"a": {"id": 1}, "\u0069d": "x\u0021"}"#, Some("x!"));
    check(r#"{"id": 1, "id": 2}"#, Some("2"));
    check(r#"{"id": null}"#, None);
    check(r#"{"id": ""}"#, None);
    check("[7]", None);
    let nested = RowsAt { key: Path::from("_id.$oid"), ..RowsAt::default() };
    assert_eq!(nested.key_of(br#"{"_id": {"$oid": "f0"}}"#), Some(Identifier::new("f0")));
}

#[test]
fn members_of_what_is_no_object_are_none() {
    use super::json::Members;
    for text in ["", "1", "[1]", "{", "{}", "{\"a\""] {
        assert_eq!(Members::of(text.as_bytes()).count(), 0, "{text}");
    }
}
