//! One API that was connected.

use serde::Serialize;
use serde_json::Value;
use std::rc::Rc;
use vitrine_core::api::discover::Input;
use vitrine_core::api::{Api, join};
use vitrine_core::platform::locale;

/// An API that was connected, as it is kept on the device.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Connection {
    /// Its part of the address, unique in the workspace.
    pub slug: String,
    /// Its name in the menu.
    pub name: String,
    /// The address of its description, or its base address; the name of a file
    /// when the description came from one.
    pub url: String,
    /// The description, when it came from a file; empty when that is too large
    /// to be kept: then what was understood of it is all there is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// What was understood the last time, without corrections.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<Rc<Api>>,
    /// A person's corrections, as an `Overlay` is written; nothing where those
    /// of `config.json` hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overlay: Option<Rc<Value>>,
    /// The resources whose lists were tested.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub verified: Vec<String>,
    /// What those tests found, where the worker keeps the model.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub tested: Value,
    /// How the description was when it was read; only discovery looks inside.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub origin: Value,
    /// Whether it comes with the application, from `config.json`.
    #[serde(skip)]
    pub is_configured: bool,
    /// Whether the model came along as well.
    #[serde(skip)]
    pub is_deployed: bool,
    /// Whether the worker has kept the model, which is a large one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_stored: bool,
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
            overlay: json.get("overlay").cloned().map(Rc::new),
            verified: json.get("verified").and_then(Value::as_array).map_or_else(Vec::new, |it| {
                it.iter().filter_map(Value::as_str).map(str::to_owned).collect()
            }),
            tested: json.get("tested").cloned().unwrap_or_default(),
            origin: json.get("origin").cloned().unwrap_or_default(),
            is_stored: json.get("is_stored").is_some(),
            ..Self::default()
        })
    }

    /// Returns where its discovery begins; what the deployment names is
    /// relative to `page_url`.
    pub(super) fn input(&self, page_url: Option<&str>) -> Input {
        if self.document.is_some() {
            // The text goes to the worker beside the question.
            let name = Some(self.url.clone());
            return Input::Document { text: String::new(), name, url: None };
        }
        match page_url.filter(|_| self.is_configured) {
            Some(page) => Input::Url(join(page, &self.url)),
            None => Input::Url(self.url.clone()),
        }
    }

    /// Returns the corrections, if there are any.
    pub(super) fn corrections(&self) -> Option<Rc<Value>> {
        let overlay = self.overlay.as_ref();
        overlay.filter(|it| it.as_object().is_some_and(|it| !it.is_empty())).cloned()
    }

    /// Takes what the device kept of the same API.
    pub(super) fn take(&mut self, kept: Self) {
        if kept.overlay.is_some() {
            self.overlay = kept.overlay;
        }
        if self.model.is_none() {
            (self.model, self.verified, self.origin) = (kept.model, kept.verified, kept.origin);
            self.tested = kept.tested;
            self.is_stored = kept.is_stored;
        }
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
    use super::*;
    use serde_json::json;

    #[test]
    fn a_connection_reads_back_as_it_was_kept() {
        let kept = json!({
            "slug": "shop", "name": "Shop", "url": "/openapi.json",
            "overlay": {"resources": [{"name": "pets", "search": "q"}]},
            "verified": ["pets"], "origin": {"etag": "\"7\""}, "is_stored": true,
        });
        let connection = Connection::read(&kept).unwrap();
        assert_eq!(serde_json::to_value(&connection).unwrap(), kept);
        assert!(connection.corrections().is_some());
    }

    #[test]
    fn what_the_deployment_names_is_relative_to_the_page() {
        let check = |url: &str, is_configured: bool, expected: &str| {
            let json = json!({"slug": "shop", "name": "Shop", "url": url});
            let mut connection = Connection::read(&json).unwrap();
            connection.is_configured = is_configured;
            let input = connection.input(Some("https://app.org/tools/"));
            assert_eq!(input, Input::Url(expected.to_owned()), "{url}");
        };
        check("shop.json", true, "https://app.org/tools/shop.json");
        check("/api/", true, "https://app.org/api/");
        check("https://a.org/v1", true, "https://a.org/v1");
        // What a person types without a scheme is a host.
        check("shop.json", false, "shop.json");
    }

    #[test]
    fn corrections_of_the_device_replace_those_of_the_deployment() {
        let read = |overlay: Option<Value>| {
            let mut json = json!({"slug": "shop", "name": "Shop", "url": "/openapi.json"});
            if let Some(overlay) = overlay {
                json["overlay"] = overlay;
            }
            Connection::read(&json).unwrap()
        };
        let mut configured = read(Some(json!({"title": "Deployed"})));
        configured.take(read(None));
        assert_eq!(configured.overlay.as_deref(), Some(&json!({"title": "Deployed"})));
        // Whoever took all corrections back keeps none, and not those again.
        configured.take(read(Some(json!({}))));
        assert_eq!(configured.overlay.as_deref(), Some(&json!({})));
        assert_eq!(configured.corrections(), None);
    }

    #[test]
    fn a_slug_is_readable_and_unique() {
        assert_eq!(slug("Demo shop & blog", &[]), "demo-shop-blog");
        assert_eq!(slug("http://127.0.0.1:4000/", &[]), "http-127-0-0-1-4000");
        assert_eq!(slug("店", &[]), "店");
        assert_eq!(slug("???", &["api", "api-2"]), "api-3");
    }
}
