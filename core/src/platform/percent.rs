//! Percent-encoding of paths and queries.

use std::fmt::Write;

/// Encodes everything but the unreserved characters of RFC 3986.
///
/// ```
/// use vitrine_core::platform::percent;
/// assert_eq!(percent::encode("a/b é"), "a%2Fb%20%C3%A9");
/// ```
#[must_use]
pub fn encode(text: &str) -> String {
    encode_keeping(text, b"-._~")
}

/// Encodes what would end or split a query value, and leaves the rest
/// readable: commas, colons, slashes and brackets stay.
#[must_use]
pub fn encode_readable(text: &str) -> String {
    encode_keeping(text, b"-._~,:/[]@$!*()'")
}

/// Encodes everything but ASCII letters, digits and the characters in `kept`.
#[must_use]
pub fn encode_keeping(text: &str, kept: &[u8]) -> String {
    let mut encoded = String::with_capacity(text.len());
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("writing to a string does not fail");
        }
    }
    encoded
}

/// Decodes; a broken sequence stays as it stands.
#[must_use]
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut position = 0;
    while let Some(&byte) = bytes.get(position) {
        let pair = (byte == b'%').then(|| text.get(position + 1..position + 3)).flatten();
        if let Some(value) = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            decoded.push(value);
            position += 3;
        } else {
            decoded.push(byte);
            position += 1;
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_decodes_to_itself() {
        for text in ["", "a b", "100%", "Grüße/☕", "a=b&c", "%41"] {
            assert_eq!(decode(&encode(text)), text);
            assert_eq!(decode(&encode_readable(text)), text);
        }
    }

    #[test]
    fn broken_sequences_stay_as_they_stand() {
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%4"), "%zz%4");
        assert_eq!(decode("%FF"), "%FF");
    }
}
