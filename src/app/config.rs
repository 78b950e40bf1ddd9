//! `config.json`: what the person who deploys the application decides.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
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

/// Reads a list of APIs: a [`Config`], or the connections that a device keeps.
///
/// A model that another version of the application wrote may not be readable
/// any more. Then the models are left out and read again from their APIs: the
/// APIs themselves are not lost over it. What is no JSON is an empty list.
#[must_use]
pub fn read_apis<T: DeserializeOwned + Default>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_else(|_| {
        let mut value: Value = serde_json::from_str(text).unwrap_or_default();
        let apis = if value.is_array() { Some(&mut value) } else { value.get_mut("apis") };
        for api in apis.and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(api) = api.as_object_mut() {
                api.remove("model");
            }
        }
        serde_json::from_value(value).unwrap_or_default()
    })
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

    #[test]
    fn a_model_of_another_version_does_not_lose_its_api() {
        let json = r#"{"apis": [{"name": "Shop", "url": "/api", "model": {"resources": 7}}]}"#;
        assert!(serde_json::from_str::<Config>(json).is_err());
        let config: Config = read_apis(json);
        assert_eq!((config.apis[0].name.as_str(), &config.apis[0].model), ("Shop", &None));
        assert_eq!(read_apis::<Config>("<!doctype html>"), Config::default());
    }
}
