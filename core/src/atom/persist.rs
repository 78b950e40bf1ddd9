//! Atoms whose values outlive the page.

use super::Atom;
use super::source::Origin;
use crate::platform::KeyValue;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// How a persisted atom is kept.
pub struct PersistedOptions<T> {
    /// The key in the store's [`KeyValue`], and the atom's label.
    pub key: Cow<'static, str>,
    /// The version of the value's shape; what has another version is not read.
    pub version: u32,
    /// The value where nothing readable is kept.
    pub default: T,
    /// Turns what an older or newer version kept, given that version, into a
    /// value; `None` means the default.
    pub migrate: fn(u32, Value) -> Option<T>,
}

impl<T: fmt::Debug> fmt::Debug for PersistedOptions<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PersistedOptions")
            .field("key", &self.key)
            .field("version", &self.version)
            .field("default", &self.default)
            .finish_non_exhaustive()
    }
}

/// Returns an atom that is kept under `key` as `{"version": .., "value": ..}`.
///
/// It is read when a store first needs it and written once per flush in which
/// it changed. What cannot be read, or has another version, is ignored.
#[must_use]
pub fn persisted<T>(key: impl Into<Cow<'static, str>>, version: u32, default: T) -> Atom<T>
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + 'static,
{
    persisted_with(PersistedOptions { key: key.into(), version, default, migrate: |_, _| None })
}

/// Returns a persisted atom that can read what other versions kept.
#[must_use]
pub fn persisted_with<T>(options: PersistedOptions<T>) -> Atom<T>
where
    T: Clone + PartialEq + Serialize + DeserializeOwned + 'static,
{
    let label = options.key.clone();
    Atom::from_origin(label, true, Kept(options))
}

struct Kept<T>(PersistedOptions<T>);

impl<T> Origin<T> for Kept<T>
where
    T: Clone + Serialize + DeserializeOwned,
{
    fn default(&self) -> T {
        self.0.default.clone()
    }

    fn load(&self, storage: &dyn KeyValue) -> Option<T> {
        let (version, value) = load(storage, &self.0.key)?;
        if version == self.0.version {
            serde_json::from_value(value).ok()
        } else {
            (self.0.migrate)(version, value)
        }
    }

    fn save(&self, storage: &dyn KeyValue, value: Option<&T>) {
        let value = value.and_then(|value| serde_json::to_value(value).ok());
        save(storage, &self.0.key, self.0.version, value);
    }
}

fn load(storage: &dyn KeyValue, key: &str) -> Option<(u32, Value)> {
    let mut kept: Value = serde_json::from_slice(storage.get(key)?.as_bytes()).ok()?;
    let version = u32::try_from(kept.get("version")?.as_u64()?).ok()?;
    Some((version, kept.get_mut("value")?.take()))
}

fn save(storage: &dyn KeyValue, key: &str, version: u32, value: Option<Value>) {
    match value {
        Some(value) => {
            // A full storage keeps nothing; the atom works on without it.
            storage.set(key, &serde_json::json!({"version": version, "value": value}).to_string());
        }
        None => storage.remove(key),
    }
}
