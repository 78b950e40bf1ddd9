//! Addresses: joining, origins and percent-encoding.
//!
//! A small own reading of RFC 3986: a browser has `URL`, a native process has
//! not, and a crate for it costs more than everything else here.

use crate::platform::percent;
use crate::record::Identifier;

/// Returns scheme and authority, such as `https://example.org:8080`; an empty
/// text for an address without them.
///
/// ```
/// use vitrine_core::api::origin;
/// assert_eq!(origin("https://example.org/v1/pets?page=2"), "https://example.org");
/// assert_eq!(origin("/v1"), "");
/// ```
#[must_use]
pub fn origin(url: &str) -> &str {
    let Some(authority) = authority_start(url) else { return "" };
    let length = url[authority..].find(['/', '?', '#']).unwrap_or(url.len() - authority);
    &url[..authority + length]
}

/// Returns where the authority starts, for an address with a scheme.
fn authority_start(url: &str) -> Option<usize> {
    let colon = url.find("://")?;
    let scheme = &url[..colon];
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme.then_some(colon + 3)
}

/// Returns `reference` as seen from `base`; both may lack an origin.
///
/// ```
/// use vitrine_core::api::join;
/// assert_eq!(join("https://example.org/app/", "../api/"), "https://example.org/api/");
/// ```
///
/// Source: RFC 3986, section 5.2.
#[must_use]
pub fn join(base: &str, reference: &str) -> String {
    if authority_start(reference).is_some() {
        return reference.to_owned();
    }
    let origin = origin(base);
    if let Some(rest) = reference.strip_prefix("//") {
        let scheme = origin.split("//").next().unwrap_or_default();
        return format!("{scheme}//{rest}");
    }
    if reference.starts_with('/') {
        return format!("{origin}{}", normalize(reference));
    }
    let path = path_of(base);
    if reference.is_empty() || reference.starts_with(['?', '#']) {
        return format!("{origin}{path}{reference}");
    }
    let folder = path.rfind('/').map_or("/", |last| &path[..=last]);
    format!("{origin}{}", normalize(&format!("{folder}{reference}")))
}

/// Returns the path without query and fragment.
pub(crate) fn path_of(url: &str) -> &str {
    let rest = &url[origin(url).len()..];
    rest.split(['?', '#']).next().unwrap_or_default()
}

/// Returns the address without query, fragment and final slashes.
pub(crate) fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/')
}

/// Returns the key at the end of a link.
pub(crate) fn last_segment(link: &str) -> Option<Identifier> {
    let path = path_of(link).trim_end_matches('/');
    let last = path.rsplit('/').next().filter(|last| !last.is_empty())?;
    Some(Identifier::new(decode(last)))
}

/// Resolves `.` and `..`, leaving query and fragment alone.
fn normalize(path: &str) -> String {
    let end = path.find(['?', '#']).unwrap_or(path.len());
    let (path, rest) = path.split_at(end);
    let mut segments: Vec<&str> = Vec::new();
    let mut is_folder = false;
    for segment in path.split('/').skip(1) {
        is_folder = matches!(segment, "." | "..");
        match segment {
            "." => {}
            ".." => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    if is_folder {
        segments.push("");
    }
    format!("/{}{rest}", segments.join("/"))
}

/// Percent-encodes everything but the unreserved characters.
///
/// Source: RFC 3986, section 2.3.
#[must_use]
pub(crate) fn encode(text: &str) -> String {
    percent::encode(text)
}

/// Percent-encodes the name of a query parameter, whose brackets and dollar
/// signs stay readable: some servers compare names before they decode them.
#[must_use]
pub(crate) fn encode_name(text: &str) -> String {
    percent::encode_keeping(text, b"-._~[]$:@")
}

/// Percent-encodes the value of a query parameter, whose commas and colons
/// stay readable.
#[must_use]
pub(crate) fn encode_value(text: &str) -> String {
    percent::encode_keeping(text, b"-._~,:@/")
}

/// Decodes a part of a query, where a plus sign is a space.
#[must_use]
pub(crate) fn decode(text: &str) -> String {
    percent::decode(&text.replace('+', " "))
}

/// A query under construction.
#[derive(Debug, Default, Clone)]
pub(crate) struct Query(String);

impl Query {
    /// Adds a parameter.
    pub(crate) fn push(&mut self, name: &str, value: &str) {
        self.0.push(if self.0.is_empty() { '?' } else { '&' });
        self.0.push_str(&encode_name(name));
        self.0.push('=');
        self.0.push_str(&encode_value(value));
    }

    /// Returns `address` with the query behind it.
    pub(crate) fn append_to(&self, address: &str) -> String {
        if address.contains('?') {
            return format!("{address}{}", self.0.replacen('?', "&", 1));
        }
        format!("{address}{}", self.0)
    }
}

/// Returns the value of the parameter `name` in the query of `url`.
pub(crate) fn query_value(url: &str, name: &str) -> Option<String> {
    let query = url.split('#').next()?.split_once('?')?.1;
    let mut pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.find(|(key, _)| decode(key) == name).map(|(_, value)| decode(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(base: &str, reference: &str, expected: &str) {
        assert_eq!(join(base, reference), expected, "{base} + {reference}");
    }

    #[test]
    fn references_are_resolved_against_their_base() {
        check("https://a.org/v1/openapi.json", "/api", "https://a.org/api");
        check("https://a.org/v1/openapi.json", "api", "https://a.org/v1/api");
        check("https://a.org/v1/openapi.json", "../api", "https://a.org/api");
        check("https://a.org/v1/openapi.json", "./", "https://a.org/v1/");
        check("https://a.org/v1/openapi.json", "//b.org/x", "https://b.org/x");
        check("https://a.org/v1/openapi.json", "http://b.org/x", "http://b.org/x");
        check("https://a.org/v1/?x=1", "?page=2", "https://a.org/v1/?page=2");
        check("https://a.org", "pets", "https://a.org/pets");
        check("https://a.org", "", "https://a.org");
        check("/api/openapi.json", "v1", "/api/v1");
    }

    #[test]
    fn the_authority_ends_at_path_query_or_fragment() {
        assert_eq!(origin("http://127.0.0.1:80?x=a/b"), "http://127.0.0.1:80");
        assert_eq!(origin("mailto:a@b.c"), "");
        assert_eq!(path_of("http://a.org/b/c?x=1"), "/b/c");
    }

    #[test]
    fn percent_encoding_round_trips() {
        let text = "a b/ü&=+%[x]";
        assert_eq!(decode(&encode(text)), text);
        assert_eq!(decode("a+b%zz"), "a b%zz");
        assert_eq!(query_value("/x?a=1&page%5Bn%5D=2", "page[n]").as_deref(), Some("2"));
    }

    #[test]
    fn a_query_continues_one_that_is_there() {
        let mut query = Query::default();
        query.push("price[gte]", "5");
        query.push("q", "a b&c");
        assert_eq!(query.append_to("/x"), "/x?price[gte]=5&q=a%20b%26c");
        assert_eq!(query.append_to("/x?y=1"), "/x?y=1&price[gte]=5&q=a%20b%26c");
    }
}
