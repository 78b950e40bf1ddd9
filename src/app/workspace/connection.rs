//! One API that was connected.

use serde::{Deserialize, Serialize};
use std::rc::Rc;
use vitrine_core::api::Api;

/// An API that was connected, as it is kept on the device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Connection {
    /// Its part of the address, unique in the workspace.
    pub slug: String,
    /// Its name in the menu.
    pub name: String,
    /// The address of its description, or its base address; the name of a file
    /// when the description came from one.
    pub url: String,
    /// The description, when it came from a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// What was understood the last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<Rc<Api>>,
    /// Whether it comes with the application, from `config.json`.
    #[serde(skip)]
    pub is_configured: bool,
}

/// Makes the part of an address out of a name, distinct from those `taken`.
#[must_use]
pub fn slug(name: &str, taken: &[&str]) -> String {
    let mut slug = String::new();
    for character in name.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
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
