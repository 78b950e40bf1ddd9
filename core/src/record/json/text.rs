//! Parts of JSON text.

use super::Scanner;
use crate::record::Segment;
use serde_json::Value;
use std::borrow::Cow;
use std::ops::Range;

/// The members of an object as text, in their order.
///
/// Ends early where the text is no object, or broken.
///
/// ```
/// use vitrine_core::record::json::Members;
/// let names: Vec<_> = Members::of(br#"{"a": 1, "b\u0021": [2]}"#).map(|(name, _)| name).collect();
/// assert_eq!(names, ["a", "b!"]);
/// ```
#[derive(Debug, Clone)]
pub struct Members<'a> {
    text: &'a [u8],
    scanner: Scanner<'a>,
    is_first: bool,
}

impl<'a> Members<'a> {
    /// Returns the members of the object in `text`.
    #[must_use]
    pub fn of(text: &'a [u8]) -> Self {
        let mut scanner = Scanner::new(text);
        let is_object = scanner.take(b'{');
        if !is_object {
            scanner.set_position(text.len());
        }
        Self { text, scanner, is_first: true }
    }

    /// Returns where the next name, quotes included, and its value stand.
    fn step(&mut self) -> Option<(Range<usize>, Range<usize>)> {
        if self.scanner.peek()? == b'}' || (!self.is_first && !self.scanner.take(b',')) {
            return None;
        }
        self.is_first = false;
        Some((self.scanner.name()?, self.scanner.value()?))
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = (Cow<'a, str>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, value) = self.step()?;
        Some((unquoted(&self.text[name])?, value))
    }
}

/// Returns where the value of the member called `name` stands; the last one,
/// as a parser does, where there are several.
#[must_use]
pub fn member(text: &[u8], name: &str) -> Option<Range<usize>> {
    let mut members = Members::of(text);
    let mut found = None;
    while let Some((quoted, value)) = members.step() {
        if is_named(&text[quoted], name) {
            found = Some(value);
        }
    }
    found
}

/// Returns where the value at `path` stands.
#[must_use]
pub fn at_path(text: &[u8], path: &[Segment]) -> Option<Range<usize>> {
    let mut whole = 0..text.len();
    for segment in path {
        let inside = &text[whole.clone()];
        let found = match segment {
            Segment::Key(name) => member(inside, name),
            Segment::Index(index) => element(inside, *index),
        }?;
        whole = whole.start + found.start..whole.start + found.end;
    }
    Some(whole)
}

fn element(text: &[u8], index: usize) -> Option<Range<usize>> {
    let mut scanner = Scanner::new(text);
    if !scanner.take(b'[') || scanner.peek()? == b']' {
        return None;
    }
    for _ in 0..index {
        scanner.value()?;
        if !scanner.take(b',') {
            return None;
        }
    }
    scanner.value()
}

/// Parses text that a scanner has passed; anything else is null.
#[must_use]
pub fn parse(text: &[u8]) -> Value {
    serde_json::from_slice(text).unwrap_or_default()
}

/// Returns whether a string with its quotes is `name`.
fn is_named(quoted: &[u8], name: &str) -> bool {
    let inside = &quoted[1..quoted.len() - 1];
    inside == name.as_bytes()
        || (inside.contains(&b'\\') && unquoted(quoted).is_some_and(|text| text == name))
}

/// Returns the text of a string with its quotes.
fn unquoted(quoted: &[u8]) -> Option<Cow<'_, str>> {
    let inside = &quoted[1..quoted.len() - 1];
    if inside.contains(&b'\\') {
        let Value::String(text) = serde_json::from_slice(quoted).ok()? else { return None };
        return Some(Cow::Owned(text));
    }
    std::str::from_utf8(inside).ok().map(Cow::Borrowed)
}
