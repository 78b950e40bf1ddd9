//! Start tags of a page, read and rewritten.
//!
//! Enough for the page that trunk writes, also minified (values without quotes): no scripts or
//! styles with text in them occur there, and no attribute value has a `>`.

use std::fmt::Write;

use crate::{Error, Result};

/// One start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    name: String,
    attributes: Vec<(String, Option<String>)>,
}

impl Tag {
    /// Returns the name in lower case.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the value of an attribute; empty for one without a value.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(key, _)| key == name)?;
        Some(value.as_deref().unwrap_or_default())
    }

    /// Sets an attribute, whose value must not need escaping.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = Some(value.into());
        match self.attributes.iter_mut().find(|(key, _)| key == name) {
            Some((_, old)) => *old = value,
            None => self.attributes.push((name.to_owned(), value)),
        }
    }

    fn parse(inside: &str) -> Option<Self> {
        // Behind a value without quotes the slash belongs to the value: `<base href=/>`.
        let inside = inside
            .strip_suffix('/')
            .filter(|inside| inside.ends_with(['"', '\'', ' ', '\n']))
            .unwrap_or(inside);
        let end = inside.find(|c: char| c.is_ascii_whitespace()).unwrap_or(inside.len());
        let (name, mut rest) = inside.split_at(end);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            if rest.is_empty() {
                return Some(Self { name: name.to_ascii_lowercase(), attributes });
            }
            let end =
                rest.find(|c: char| c == '=' || c.is_ascii_whitespace()).unwrap_or(rest.len());
            let (key, after) = rest.split_at(end);
            rest = after;
            let mut value = None;
            if let Some(after) = rest.strip_prefix('=') {
                let (text, after) = match after.chars().next() {
                    Some(quote @ ('"' | '\'')) => after[1..].split_once(quote)?,
                    _ => after.split_at(
                        after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len()),
                    ),
                };
                value = Some(text.to_owned());
                rest = after;
            }
            attributes.push((key.to_ascii_lowercase(), value));
        }
    }

    fn write(&self, page: &mut String) {
        let _ = write!(page, "<{}", self.name);
        for (name, value) in &self.attributes {
            let _ = match value {
                Some(value) if value.contains('"') => write!(page, " {name}='{value}'"),
                Some(value) => write!(page, " {name}=\"{value}\""),
                None => write!(page, " {name}"),
            };
        }
        page.push('>');
    }
}

/// Rewrites a page: `edit` may change each `link`, `script`, `base` and `meta` tag, and returns
/// what to put before it.
///
/// # Errors
/// When `edit` fails, or one of those tags cannot be read.
pub fn rewrite(page: &str, mut edit: impl FnMut(&mut Tag) -> Result<String>) -> Result<String> {
    let mut result = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        result.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|end| end + 2)
        } else {
            rest.find('>')
        };
        let Some(end) = end else { break };
        let (whole, after) = rest.split_at(end + 1);
        rest = after;
        let name: String = whole[1..].chars().take_while(char::is_ascii_alphabetic).collect();
        if !["link", "script", "base", "meta"].contains(&name.to_ascii_lowercase().as_str()) {
            result.push_str(whole);
            continue;
        }
        let mut tag = Tag::parse(&whole[1..whole.len() - 1])
            .ok_or_else(|| Error::new("cannot read a tag of the page").because(whole))?;
        result.push_str(&edit(&mut tag)?);
        tag.write(&mut result);
    }
    result.push_str(rest);
    Ok(result)
}

/// Returns the path for which a page was built: what its `<base>` says.
#[must_use]
pub fn base_of(page: &str) -> String {
    let after = page.split_once("<base href=\"").map_or("/\"", |(_, after)| after);
    after.split('"').next().unwrap_or("/").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_is_read_from_the_page() {
        assert_eq!(base_of(r#"<meta x><base href="/sub/"><title>"#), "/sub/");
        assert_eq!(base_of("<title>"), "/");
    }

    fn check(page: &str, expected: &str) {
        let result = rewrite(page, |tag| {
            if tag.get("href") == Some("a.css") {
                tag.set("href", "b.css");
                return Ok("<hr>".to_owned());
            }
            Ok(String::new())
        });
        assert_eq!(result.unwrap(), expected);
    }

    #[test]
    fn a_quoted_tag_is_rewritten() {
        check(
            "<p>x</p><link rel='stylesheet' href=\"a.css\" />y",
            "<p>x</p><hr><link rel=\"stylesheet\" href=\"b.css\">y",
        );
    }

    #[test]
    fn a_minified_tag_is_rewritten() {
        check(
            "<link crossorigin href=a.css rel=x>",
            "<hr><link crossorigin href=\"b.css\" rel=\"x\">",
        );
    }

    #[test]
    fn a_slash_may_be_a_value_without_quotes() {
        check("<base href=/><meta a=\"b\"/>", "<base href=\"/\"><meta a=\"b\">");
    }

    #[test]
    fn other_tags_and_comments_stay_as_they_are() {
        let page = "<!doctype html><!-- <link href=a.css> --><a href=a.css>1 < 2</a>";
        check(page, page);
    }

    #[test]
    fn an_apostrophe_in_a_value_stays() {
        let page = "<meta content=\"default-src 'none'\">";
        check(page, page);
    }
}
