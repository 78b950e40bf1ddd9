//! A small reader of XML: elements and attributes, without their text.
//!
//! It is tolerant: what is no tag is skipped, and prefixes of names are cut
//! off, as descriptions of APIs mean the same with any of them. It expands no
//! entities but the five of XML and numbers, so no document can blow up.

/// A tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Tag<'a> {
    /// The beginning of an element, with its attributes.
    Open(&'a str, Vec<(&'a str, String)>),
    /// The end of an element.
    Close(&'a str),
}

/// Returns the tags of `text`, from top to bottom; an empty element opens and
/// closes.
pub(super) fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")];
        if let Some((_, end)) = skipped.iter().find(|(start, _)| rest.starts_with(start)) {
            let Some(behind) = rest.find(end) else { break };
            rest = &rest[behind + end.len()..];
            continue;
        }
        let Some(end) = end_of(rest) else { break };
        let inside = &rest[1..end];
        rest = &rest[end + 1..];
        if let Some(name) = inside.strip_prefix('/') {
            tags.push(Tag::Close(local(name.trim())));
            continue;
        }
        let (inside, is_empty) = match inside.strip_suffix('/') {
            Some(inside) => (inside, true),
            None => (inside, false),
        };
        let name = inside.split(char::is_whitespace).next().unwrap_or_default();
        let attributes = attributes(&inside[name.len()..]);
        tags.push(Tag::Open(local(name), attributes));
        if is_empty {
            tags.push(Tag::Close(local(name)));
        }
    }
    tags
}

/// Returns where a tag ends: at the first angle outside quotes.
fn end_of(text: &str) -> Option<usize> {
    let mut quote = None;
    for (position, letter) in text.char_indices() {
        match (quote, letter) {
            (None, '>') => return Some(position),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            _ => {}
        }
    }
    None
}

fn attributes(mut text: &str) -> Vec<(&str, String)> {
    let mut attributes = Vec::new();
    while let Some((name, behind)) = text.split_once('=') {
        let behind = behind.trim_start();
        let Some(quote) = behind.chars().next().filter(|quote| matches!(quote, '"' | '\'')) else {
            break;
        };
        let Some((value, rest)) = behind[1..].split_once(quote) else { break };
        attributes.push((local(name.trim()), unescape(value)));
        text = rest;
    }
    attributes
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Source: XML 1.0, section 4.6.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        plain.push_str(before);
        let Some((name, after)) = behind.split_once(';') else {
            plain.push('&');
            rest = behind;
            continue;
        };
        let number = match name.strip_prefix('#') {
            Some(digits) => match digits.strip_prefix('x') {
                Some(digits) => u32::from_str_radix(digits, 16).ok(),
                None => digits.parse().ok(),
            },
            None => None,
        };
        let letter = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => number.and_then(char::from_u32),
        };
        plain.extend(letter);
        rest = after;
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open<'a>(name: &'a str, attributes: &[(&'a str, &str)]) -> Tag<'a> {
        let owned = attributes.iter().map(|(name, value)| (*name, (*value).to_owned()));
        Tag::Open(name, owned.collect())
    }

    #[test]
    fn elements_and_attributes_are_read() {
        let text = "<?xml version='1.0'?><!-- <no/> --><edmx:Edmx Version=\"4.0\">\n\
            <Property Name='a &amp; b' m:Type = \"x>y\"/><![CDATA[<no/>]]>text</edmx:Edmx>";
        let expected = [
            open("Edmx", &[("Version", "4.0")]),
            open("Property", &[("Name", "a & b"), ("Type", "x>y")]),
            Tag::Close("Property"),
            Tag::Close("Edmx"),
        ];
        assert_eq!(tags(text), expected);
    }

    #[test]
    fn what_is_broken_ends_the_reading() {
        assert_eq!(tags("<a><b x='1"), [open("a", &[])]);
        assert_eq!(tags("no tag at all"), []);
        assert_eq!(tags("<a b=c d='&#x41;&unknown;&'>"), [open("a", &[])]);
        assert_eq!(tags("<a d='&#x41;&#66;&none;&'>"), [open("a", &[("d", "AB&")])]);
    }
}
