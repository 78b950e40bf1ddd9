//! The rows of a list in its body.

use super::json::{Scanner, at_path, parse};
use super::{Identifier, Path, Segment};
use std::ops::Range;

/// Where the rows of a list stand, and the key of each in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowsAt {
    /// The array of rows, from the outermost value of the body.
    pub rows: Path,
    /// The key of a row, from the row.
    pub key: Path,
    /// The number of all rows, where the body tells.
    pub total: Option<Path>,
}

impl RowsAt {
    /// Returns the description of a bare array of rows with a key of this name.
    #[must_use]
    pub fn root(key: &str) -> Self {
        Self { key: Path::field(key), ..Self::default() }
    }

    /// Returns the key of the row in `text`; `None` where it has none.
    #[must_use]
    pub fn key_of(&self, text: &[u8]) -> Option<Identifier> {
        let key = &text[at_path(text, self.key.segments())?];
        // A number is known by how it is written: beyond 64 bits a parser would round it.
        if key.iter().all(u8::is_ascii_digit) {
            return Some(Identifier::new(std::str::from_utf8(key).ok()?));
        }
        Identifier::from_value(&parse(key))
    }
}

/// The rows of one body, one after the other.
///
/// Tolerant of everything around the rows and linear in the length of the
/// body. A row that is expected is recognized by comparing bytes, which is
/// several times faster than to walk over it.
///
/// ```
/// use vitrine_core::record::{Path, Rows, RowsAt};
///
/// let body = br#"{"data": [{"id": 7, "n": 1.50}, {"id": 8}], "total": 2}"#;
/// let at = RowsAt { rows: Path::field("data"), key: Path::field("id"), total: Some(Path::field("total")) };
/// let mut rows = Rows::new(body, &at).unwrap();
/// assert_eq!(rows.next_row(None), Some(10..30));
/// assert_eq!(rows.next_row(Some(br#"{"id": 8}"#)), Some(32..41));
/// assert_eq!(rows.next_row(None), None);
/// assert_eq!(rows.finish(), Some(Some(2)));
/// ```
#[derive(Debug)]
pub struct Rows<'a> {
    body: &'a [u8],
    at: &'a RowsAt,
    scanner: Scanner<'a>,
    /// Where the array of rows begins.
    start: usize,
    state: State,
    was_expected: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    First,
    Further,
    Ended,
    Failed,
}

impl<'a> Rows<'a> {
    /// Returns the rows of `body`; `None` where there is no array at that place.
    #[must_use]
    pub fn new(body: &'a [u8], at: &'a RowsAt) -> Option<Self> {
        let mut scanner = Scanner::new(body);
        enter(body, &mut scanner, at.rows.segments())?;
        let start = if scanner.take(b'[') { scanner.position() - 1 } else { return None };
        Some(Self { body, at, scanner, start, state: State::First, was_expected: false })
    }

    /// Returns where the next row stands; `None` after the last one, and where
    /// the body is broken, which [`Rows::finish`] tells apart.
    ///
    /// `expected` is a row that was valid before and may stand here again.
    pub fn next_row(&mut self, expected: Option<&[u8]>) -> Option<Range<usize>> {
        self.was_expected = false;
        match self.state {
            State::First | State::Further if self.scanner.take(b']') => {
                self.state = State::Ended;
            }
            State::Further if !self.scanner.take(b',') => self.state = State::Failed,
            State::First | State::Further => {
                self.state = State::Further;
                self.scanner.peek();
                let start = self.scanner.position();
                // A number may be the beginning of another one.
                if let Some(expected @ [.., b'}' | b']' | b'"']) = expected
                    && self.body[start..].starts_with(expected)
                {
                    let end = start + expected.len();
                    self.scanner.set_position(end);
                    self.was_expected = true;
                    return Some(start..end);
                }
                let row = self.scanner.value();
                let is_text =
                    |row: &Range<usize>| std::str::from_utf8(&self.body[row.clone()]).is_ok();
                if row.as_ref().is_some_and(is_text) {
                    return row;
                }
                self.state = State::Failed;
            }
            State::Ended | State::Failed => {}
        }
        None
    }

    /// Returns whether the last row was the one that was expected.
    #[must_use]
    pub fn was_expected(&self) -> bool {
        self.was_expected
    }

    /// Reads what is around the rows; `None` where the body is broken or rows
    /// are left. Otherwise the total, where the body tells one.
    #[must_use]
    pub fn finish(self) -> Option<Option<u64>> {
        if self.state != State::Ended {
            return None;
        }
        let head = &self.body[..self.start];
        let around = [head, b"[]", &self.body[self.scanner.position()..]].concat();
        std::str::from_utf8(&around).ok()?;
        let mut scanner = Scanner::new(&around);
        let whole = scanner.value()?;
        // Of two members of the same name a parser takes the last one.
        let rows = at_path(&around[whole.clone()], self.at.rows.segments())?;
        if whole.start + rows.end != self.start + 2 || !scanner.is_at_end() {
            return None;
        }
        let Some(path) = &self.at.total else { return Some(None) };
        let total = at_path(&around, path.segments()).map(|total| parse(&around[total]));
        Some(total.and_then(|total| total.as_u64().or_else(|| total.as_str()?.parse().ok())))
    }
}

/// Moves the scanner to the value at `path`: the first of its name, for what
/// stands behind it has not been seen yet.
fn enter(body: &[u8], scanner: &mut Scanner<'_>, path: &[Segment]) -> Option<()> {
    for segment in path {
        match segment {
            Segment::Key(name) => {
                scanner.take(b'{').then_some(())?;
                loop {
                    let quoted = scanner.string()?;
                    scanner.take(b':').then_some(())?;
                    if parse(&body[quoted]).as_str() == Some(name) {
                        break;
                    }
                    scanner.value()?;
                    scanner.take(b',').then_some(())?;
                }
            }
            Segment::Index(index) => {
                scanner.take(b'[').then_some(())?;
                for _ in 0..*index {
                    scanner.value()?;
                    scanner.take(b',').then_some(())?;
                }
            }
        }
    }
    Some(())
}
