//! `config.json`: what the person who deploys the application decides.

use serde::Deserialize;
use vitrine_core::api::Api;

/// The content of `config.json`; a missing or broken file is an empty one.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Config {
    /// The APIs that are offered from the start.
    pub apis: Vec<ConfiguredApi>,
}

/// An API that needs no connecting.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ConfiguredApi {
    /// Its name in the menu.
    pub name: String,
    /// The address of its description, or its base address; absolute or
    /// relative to the application.
    pub url: String,
    /// The understood model, as `cargo xtask model` prints it: with it nothing
    /// is discovered at start.
    #[serde(default)]
    pub model: Option<Api>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_api_needs_a_name_and_an_address_only() {
        let json = r#"{"apis": [{"name": "Shop", "url": "https://example.org/openapi.json"}]}"#;
        let config: Config = serde_json::from_str(json).unwrap();
        assert_eq!(config.apis[0].name, "Shop");
        assert_eq!(config.apis[0].model, None);
        assert_eq!(serde_json::from_str::<Config>("{}").unwrap(), Config::default());
    }
}
