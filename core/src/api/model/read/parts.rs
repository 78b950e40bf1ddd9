//! A place in JSON that is read.
//!
//! What does not fit is noted and read as something empty, so that nothing has
//! to be given back half made: that is half of the code of such a reader.

use crate::record::Path;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};
use serde_json::Value;
use std::cell::Cell;

/// Reads all of `json` by `read`; `None` when something does not fit.
pub(super) fn whole<T>(json: &Value, read: fn(Place<'_>) -> T) -> Option<T> {
    let fits = Cell::new(true);
    let value = read(Place { json, fits: &fits });
    fits.get().then_some(value)
}

/// A place in JSON, with a note of whether all that was read fits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) json: &'a Value,
    fits: &'a Cell<bool>,
}

impl<'a> Place<'a> {
    /// Notes that something does not fit and returns something empty.
    pub(super) fn miss<T: Default>(self) -> T {
        self.fits.set(false);
        T::default()
    }

    /// Returns a member that may be missing.
    pub(super) fn get(self, name: &str) -> Option<Self> {
        let json = self.json.get(name).filter(|json| !json.is_null())?;
        Some(Self { json, ..self })
    }

    /// Returns a member that must be there.
    pub(super) fn child(self, name: &str) -> Self {
        self.get(name).unwrap_or_else(|| {
            self.fits.set(false);
            Self { json: &Value::Null, ..self }
        })
    }

    /// Returns an element that must be there.
    pub(super) fn at(self, index: usize) -> Self {
        let json = self.json.get(index);
        if json.is_none() {
            self.fits.set(false);
        }
        Self { json: json.unwrap_or(&Value::Null), ..self }
    }

    /// Returns the name of a choice and its details, which may be none.
    pub(super) fn choice(self) -> (&'a str, Self) {
        match self.json {
            Value::String(name) => (name, Self { json: &Value::Null, ..self }),
            Value::Object(members) if !members.is_empty() => {
                let (name, json) = members.iter().next().unwrap_or((&EMPTY, &Value::Null));
                (name, Self { json, ..self })
            }
            _ => ("", self),
        }
    }

    /// Reads a string.
    pub(super) fn string(self) -> String {
        match self.json {
            Value::String(text) => text.clone(),
            _ => self.miss(),
        }
    }

    pub(super) fn text(self, name: &str) -> String {
        self.child(name).string()
    }

    pub(super) fn maybe_text(self, name: &str) -> Option<String> {
        self.json.get(name)?.as_str().map(str::to_owned)
    }

    pub(super) fn flag(self, name: &str) -> bool {
        self.json.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    pub(super) fn number(self, name: &str) -> u32 {
        self.maybe_number(name).unwrap_or_else(|| self.miss())
    }

    pub(super) fn maybe_number(self, name: &str) -> Option<u32> {
        self.json.get(name)?.as_u64().and_then(|number| u32::try_from(number).ok())
    }

    pub(super) fn path(self, name: &str) -> Path {
        Path::from(self.text(name).as_str())
    }

    pub(super) fn maybe_path(self, name: &str) -> Option<Path> {
        self.json.get(name)?.as_str().map(Path::from)
    }

    pub(super) fn paths(self, name: &str) -> Vec<Path> {
        self.list(name, |path| Path::from(path.string().as_str()))
    }

    pub(super) fn texts(self, name: &str) -> Vec<String> {
        self.list(name, Self::string)
    }

    pub(super) fn pairs(self, name: &str) -> Vec<(String, String)> {
        self.list(name, |pair| (pair.at(0).string(), pair.at(1).string()))
    }

    /// Returns the elements of a member that may be missing.
    pub(super) fn list<T>(self, name: &str, read: fn(Self) -> T) -> Vec<T> {
        let mut values = Vec::new();
        match self.get(name).map(|list| list.json) {
            None => {}
            Some(Value::Array(elements)) => {
                for json in elements {
                    values.push(read(Self { json, ..self }));
                }
            }
            Some(_) => self.fits.set(false),
        }
        values
    }

    /// Returns a member that may be missing, but must fit where it is not.
    pub(super) fn optional<T>(self, name: &str, read: fn(Self) -> T) -> Option<T> {
        self.get(name).map(read)
    }

    /// Reads an enumeration without details by its derived names.
    pub(super) fn enumerated<T: Deserialize<'a>>(self) -> Option<T> {
        let deserializer: StrDeserializer<'a, Error> =
            self.json.as_str().unwrap_or_default().into_deserializer();
        let value = T::deserialize(deserializer).ok();
        if value.is_none() {
            self.fits.set(false);
        }
        value
    }

    /// Reads an enumeration; `other` stands for one that does not fit.
    pub(super) fn word<T: Deserialize<'a>>(self, name: &str, other: T) -> T {
        self.child(name).enumerated().unwrap_or(other)
    }
}

static EMPTY: String = String::new();
