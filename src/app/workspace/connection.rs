//! One API that was connected.

use serde::Serialize;
use serde_json::Value;
use std::rc::Rc;
use vitrine_core::api::Api;
use vitrine_core::platform::locale;

/// An API that was connected, as it is kept on the device.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Connection {
    /// Its part of the address, unique in the workspace.
    pub slug: String,
    /// Its name in the menu.
    pub name: String,
    /// The address of its description, or its base address; the name of a file
    /// when the description came from one.
    pub url: String,
    /// The description, when it came from a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// What was understood the last time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<Rc<Api>>,
    /// Whether it comes with the application, from `config.json`.
    #[serde(skip)]
    pub is_configured: bool,
}

impl Connection {
    /// Reads a connection that the device kept; a model of another version is
    /// left out, and the API is discovered anew.
    #[must_use]
    pub fn read(json: &Value) -> Option<Self> {
        let text = |name: &str| json.get(name).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            slug: text("slug")?,
            name: text("name")?,
            url: text("url")?,
            document: text("document"),
            model: json.get("model").and_then(Api::from_json).map(Rc::new),
            is_configured: false,
        })
    }
}

/// Makes the part of an address out of a name, distinct from those `taken`.
#[must_use]
pub fn slug(name: &str, taken: &[&str]) -> String {
    let mut slug = String::new();
    for character in locale::lowercase(name).chars() {
        // Letters of every script stay; an address may hold them.
        if character.is_ascii_alphanumeric() || !character.is_ascii() {
            slug.push(character);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    let slug = if slug.is_empty() { "api" } else { slug };
    let mut candidate = slug.to_owned();
    let mut number = 2;
    while taken.contains(&candidate.as_str()) {
        candidate = format!("{slug}-{number}");
        number += 1;
    }
    candidate
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_slug_is_readable_and_unique() {
        assert_eq!(slug("Demo shop & blog", &[]), "demo-shop-blog");
        assert_eq!(slug("http://127.0.0.1:4000/", &[]), "http-127-0-0-1-4000");
        assert_eq!(slug("店", &[]), "店");
        assert_eq!(slug("???", &["api", "api-2"]), "api-3");
    }
}
