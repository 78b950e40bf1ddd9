//! Equality of JSON text.

use super::Scanner;
use super::text::parse;

/// Returns whether two texts of one value each are the same data, white space
/// and the writing of strings aside.
///
/// Numbers are compared as they are written, for `1.0` and `1.00`, or two
/// decimals of 30 digits, are not the same to everybody. So is the order of an
/// object's members. Where in doubt, it says that they differ.
///
/// ```
/// use vitrine_core::record::json::is_same_json;
/// assert!(is_same_json(br#"{"a": "\u00e9"}"#, "{\"a\":\"é\"}".as_bytes()));
/// assert!(!is_same_json(b"12345678901234567890.10", b"12345678901234567890.1"));
/// ```
#[must_use]
pub fn is_same_json(left: &[u8], right: &[u8]) -> bool {
    if left == right {
        return true;
    }
    let (mut one, mut other) = (Scanner::new(left), Scanner::new(right));
    loop {
        let (Some(first), Some(second)) = (one.peek(), other.peek()) else {
            return one.is_at_end() && other.is_at_end();
        };
        if first != second {
            return false;
        }
        if first == b'"' {
            let (Some(one), Some(other)) = (one.string(), other.string()) else { return false };
            let (one, other) = (&left[one], &right[other]);
            let is_escaped = |text: &[u8]| text.contains(&b'\\');
            let is_same = one == other
                || ((is_escaped(one) || is_escaped(other)) && parse(one) == parse(other));
            if !is_same {
                return false;
            }
        } else if matches!(first, b'{' | b'}' | b'[' | b']' | b',' | b':') {
            one.take(first);
            other.take(first);
        } else {
            let (Some(one), Some(other)) = (one.value(), other.value()) else { return false };
            if left[one] != right[other] {
                return false;
            }
        }
    }
}
