//! `config.json`: what the person who deploys the application decides.

use serde_json::Value;
use vitrine_core::api::Api;

/// The content of `config.json`; a missing or broken file is an empty one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// The APIs that are offered from the start.
    pub apis: Vec<ConfiguredApi>,
    /// Origins that are reached through an address of this one.
    pub through: Vec<(String, String)>,
}

/// An API that needs no connecting.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfiguredApi {
    /// Its name in the menu.
    pub name: String,
    /// The address of its description, or its base address; absolute or
    /// relative to the application.
    pub url: String,
    /// The understood model, as `cargo xtask model` prints it: with it nothing
    /// is discovered at start.
    pub model: Option<Api>,
    /// Corrections of what was understood, as the page "What was understood"
    /// writes them into a file.
    pub overlay: Option<Value>,
}

impl Config {
    /// Reads the file. What is no configuration is an empty one, and an entry
    /// without name or address is left out.
    ///
    /// A model that another version of the application wrote may not be
    /// readable any more; its API is discovered anew then.
    #[must_use]
    pub fn read(json: &str) -> Self {
        let json: Value = serde_json::from_slice(json.as_bytes()).unwrap_or_default();
        let apis = json.get("apis").and_then(Value::as_array).into_iter().flatten();
        let mut through = Vec::new();
        for (origin, address) in
            json.get("through").and_then(Value::as_object).into_iter().flatten()
        {
            // Credentials of one origin go to no other one.
            if let Some(address) = address.as_str().filter(|address| is_own(address)) {
                through.push((origin.clone(), address.to_owned()));
            }
        }
        Self { apis: apis.filter_map(ConfiguredApi::read).collect(), through }
    }
}

/// Returns whether an address is one of this origin.
fn is_own(address: &str) -> bool {
    !address.contains(':') && !address.starts_with("//")
}

impl ConfiguredApi {
    fn read(json: &Value) -> Option<Self> {
        Some(Self {
            name: json.get("name")?.as_str()?.to_owned(),
            url: json.get("url")?.as_str()?.to_owned(),
            model: json.get("model").and_then(Api::from_json),
            overlay: json.get("overlay").filter(|overlay| overlay.is_object()).cloned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_api_needs_a_name_and_an_address_only() {
        let json = r#"{"apis": [{"name": "Shop", "url": "/openapi.json"}, {"name": "x"}]}"#;
        let config = Config::read(json);
        assert_eq!(config.apis.len(), 1);
        assert_eq!(config.apis[0].name, "Shop");
        assert_eq!(config.apis[0].model, None);
        assert_eq!(Config::read("{}"), Config::default());
        assert_eq!(Config::read("<!doctype html>"), Config::default());
    }

    #[test]
    fn a_detour_stays_within_the_origin_of_the_page() {
        let json = r#"{"apis": [], "through": {"https://a.org": "/api/", "https://b.org": "b",
            "https://c.org": "https://evil.org/", "https://d.org": "//evil.org", "e": 7}}"#;
        let ways = [("https://a.org", "/api/"), ("https://b.org", "b")];
        let ways = ways.map(|(origin, address)| (origin.to_owned(), address.to_owned()));
        assert_eq!(Config::read(json).through, ways);
    }

    #[test]
    fn corrections_stand_beside_the_model() {
        let json = r#"{"apis": [
            {"name": "Shop", "url": "/api", "overlay": {"title": "Our shop"}},
            {"name": "Blog", "url": "/blog", "overlay": "nonsense"}
        ]}"#;
        let config = Config::read(json);
        assert_eq!(config.apis[0].overlay, Some(serde_json::json!({"title": "Our shop"})));
        assert_eq!(config.apis[1].overlay, None);
    }

    #[test]
    fn a_model_of_another_version_does_not_lose_its_api() {
        let json = r#"{"apis": [{"name": "Shop", "url": "/api", "model": {"resources": 7}}]}"#;
        let config = Config::read(json);
        assert_eq!((config.apis[0].name.as_str(), &config.apis[0].model), ("Shop", &None));
    }
}
