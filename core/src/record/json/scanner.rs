//! A walk over JSON text.

use std::ops::Range;

/// How deep values may be nested: as deep as `serde_json` reads them.
const MAX_DEPTH: u32 = 126;

/// A position in JSON text that moves over it value by value.
///
/// Each method returns `None` where the text is not what it names, and leaves
/// the position somewhere inside: a failed scanner is of no further use.
///
/// ```
/// use vitrine_core::record::json::Scanner;
/// let mut scanner = Scanner::new(br#" {"a": [1, 2]} "#);
/// assert_eq!(scanner.value(), Some(1..14));
/// assert!(scanner.is_at_end());
/// assert_eq!(Scanner::new(b"[1, 2").value(), None);
/// ```
#[derive(Debug, Clone)]
pub struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Scanner<'a> {
    /// Returns a scanner at the beginning of `text`.
    #[must_use]
    pub fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0 }
    }

    /// Returns the position, in bytes.
    #[must_use]
    pub fn position(&self) -> usize {
        self.at
    }

    /// Moves to `position`.
    pub fn set_position(&mut self, position: usize) {
        self.at = position;
    }

    /// Returns the byte at the position after white space.
    pub fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.text.get(self.at) {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    /// Moves over `byte`, after white space; returns whether it stands there.
    pub fn take(&mut self, byte: u8) -> bool {
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    /// Returns whether only white space is left.
    pub fn is_at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Moves over a value and returns where it stands.
    pub fn value(&mut self) -> Option<Range<usize>> {
        self.peek()?;
        let start = self.at;
        self.pass()?;
        Some(start..self.at)
    }

    /// Moves over a string and returns where it stands, quotes included.
    pub fn string(&mut self) -> Option<Range<usize>> {
        if self.peek()? != b'"' {
            return None;
        }
        let start = self.at;
        self.pass_string()?;
        Some(start..self.at)
    }

    /// Moves over the name of a member and its colon.
    pub(super) fn name(&mut self) -> Option<Range<usize>> {
        let name = self.string()?;
        self.take(b':').then_some(name)
    }

    /// Moves over one value of any depth.
    fn pass(&mut self) -> Option<()> {
        // A bit for each open value, the innermost lowest: 1 for an object.
        let (mut open, mut depth) = (0_u128, 0);
        loop {
            match self.peek()? {
                opening @ (b'{' | b'[') => {
                    self.at += 1;
                    if depth > MAX_DEPTH {
                        return None;
                    }
                    let is_object = opening == b'{';
                    if self.take(if is_object { b'}' } else { b']' }) {
                        // An empty value is complete; what follows belongs to the one around it.
                    } else {
                        (open, depth) = (open << 1 | u128::from(is_object), depth + 1);
                        if is_object {
                            self.name()?;
                        }
                        continue;
                    }
                }
                b'"' => self.pass_string()?,
                b't' => self.pass_word(b"true")?,
                b'f' => self.pass_word(b"false")?,
                b'n' => self.pass_word(b"null")?,
                _ => self.pass_number()?,
            }
            // A value has ended: close what ends with it.
            loop {
                if depth == 0 {
                    return Some(());
                }
                let is_object = open & 1 == 1;
                match self.peek()? {
                    b',' => {
                        self.at += 1;
                        if is_object {
                            self.name()?;
                        }
                        break;
                    }
                    b'}' if is_object => {}
                    b']' if !is_object => {}
                    _ => return None,
                }
                self.at += 1;
                (open, depth) = (open >> 1, depth - 1);
            }
        }
    }

    fn pass_word(&mut self, word: &[u8]) -> Option<()> {
        let is_there = self.text.get(self.at..)?.starts_with(word);
        self.at += word.len();
        is_there.then_some(())
    }

    fn pass_digits(&mut self) -> Option<usize> {
        let start = self.at;
        while self.text.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        (self.at > start).then_some(self.at - start)
    }

    fn pass_byte(&mut self, bytes: &[u8]) -> bool {
        let is_there = self.text.get(self.at).is_some_and(|byte| bytes.contains(byte));
        self.at += usize::from(is_there);
        is_there
    }

    fn pass_number(&mut self) -> Option<()> {
        let start = self.at;
        self.pass_byte(b"-");
        let mut is_large = false;
        if !self.pass_byte(b"0") {
            is_large = self.pass_digits()? > 300;
        }
        if self.pass_byte(b".") {
            self.pass_digits()?;
        }
        if self.pass_byte(b"eE") {
            self.pass_byte(b"+-");
            self.pass_digits()?;
            is_large = true;
        }
        // Only such numbers can be beyond what a parser takes.
        if is_large {
            let text = std::str::from_utf8(&self.text[start..self.at]).ok()?;
            text.parse::<f64>().ok().filter(|number| number.is_finite())?;
        }
        Some(())
    }

    /// Moves over a string; the position is at its opening quote.
    fn pass_string(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            let rest = self.text.get(self.at..)?;
            let plain = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
            self.at += plain + 1;
            match rest[plain] {
                b'"' => return Some(()),
                b'\\' => self.pass_escape()?,
                _ => return None,
            }
        }
    }

    fn pass_escape(&mut self) -> Option<()> {
        let escape = *self.text.get(self.at)?;
        self.at += 1;
        match escape {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => match self.pass_code_unit()? {
                0xdc00..=0xdfff => None,
                0xd800..=0xdbff => {
                    let is_escape = self.text.get(self.at..)?.starts_with(b"\\u");
                    self.at += 2;
                    let low = self.pass_code_unit()?;
                    (is_escape && (0xdc00..=0xdfff).contains(&low)).then_some(())
                }
                _ => Some(()),
            },
            _ => None,
        }
    }

    fn pass_code_unit(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |unit, digit| {
            let digit = char::from(*digit).to_digit(16)?;
            Some(unit << 4 | digit)
        })
    }
}
