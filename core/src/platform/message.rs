//! A sentence that has not been written yet.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A message key with its arguments; the sentence lives in a locale file.
///
/// ```
/// use vitrine_core::platform::Message;
/// let message = Message::new("validation.minimum").with("limit", 3);
/// assert_eq!(message.argument("limit"), Some("3"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Message {
    /// The key in `public/locales/*.json`, such as `validation.required`.
    pub key: Cow<'static, str>,
    /// Named arguments in the order they were given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<(Cow<'static, str>, String)>,
}

impl Message {
    /// Returns a message without arguments.
    #[must_use]
    pub fn new(key: impl Into<Cow<'static, str>>) -> Self {
        Self { key: key.into(), arguments: Vec::new() }
    }

    /// Adds an argument.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "literals and numbers read best by value")]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl ToString) -> Self {
        self.arguments.push((name.into(), value.to_string()));
        self
    }

    /// Returns the argument called `name`.
    #[must_use]
    pub fn argument(&self, name: &str) -> Option<&str> {
        self.arguments.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl From<&'static str> for Message {
    fn from(key: &'static str) -> Self {
        Self::new(key)
    }
}
