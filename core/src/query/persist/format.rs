//! What is kept, as bytes.

use crate::query::{Entity, ListPage};
use crate::record::Identifier;
use serde_json::{Map, Value, json};
use std::rc::Rc;

/// What is said of something kept: a line of JSON before its text.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Header {
    pub(super) buster: String,
    /// When it arrived, in milliseconds since the Unix epoch; 0 if it is known
    /// to be stale.
    pub(super) at: u64,
    /// The entity tag of a record, or what marks the answer of a query.
    pub(super) validator: Option<String>,
}

impl Header {
    pub(super) fn write(&self, text: &[u8]) -> Vec<u8> {
        let mut line = Map::new();
        line.insert("buster".to_owned(), json!(self.buster));
        line.insert("at".to_owned(), json!(self.at));
        if let Some(validator) = &self.validator {
            line.insert("validator".to_owned(), json!(validator));
        }
        let mut bytes = Value::Object(line).to_string().into_bytes();
        bytes.push(b'\n');
        bytes.extend_from_slice(text);
        bytes
    }

    /// Returns the header and the text behind it.
    pub(super) fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let line: Value = serde_json::from_slice(&bytes[..end]).ok()?;
        let header = Self {
            buster: line.get("buster")?.as_str()?.to_owned(),
            at: line.get("at")?.as_u64()?,
            validator: line.get("validator").and_then(Value::as_str).map(str::to_owned),
        };
        Some((header, &bytes[end + 1..]))
    }
}

/// A list as it is kept: the keys of its rows, and the text of rows without.
#[derive(Debug, PartialEq)]
pub(super) struct KeptList {
    pub(super) resource: String,
    pub(super) total: Option<u64>,
    pub(super) rows: Vec<KeptRow>,
}

#[derive(Debug, PartialEq)]
pub(super) enum KeptRow {
    Key(Identifier),
    Text(String),
}

impl KeptList {
    /// Returns what is kept of `page`; `None` where it has no rows to name a
    /// resource by, which is kept under no name, or a row is gone.
    pub(super) fn of(page: &ListPage) -> Option<Self> {
        let row = |row: &Entity| match row.identifier() {
            Some(identifier) => Some(KeptRow::Key(identifier)),
            None => row.known_text().map(KeptRow::Text),
        };
        let rows = page.rows().iter().map(row).collect::<Option<_>>()?;
        let resource = page.rows().first().map(|row| row.resource().to_string());
        Some(Self { resource: resource.unwrap_or_default(), total: page.total(), rows })
    }

    pub(super) fn write(&self) -> Vec<u8> {
        let row = |row: &KeptRow| match row {
            KeptRow::Key(identifier) => json!(identifier.as_str()),
            KeptRow::Text(text) => json!([text]),
        };
        let rows: Vec<Value> = self.rows.iter().map(row).collect();
        json!({"resource": self.resource, "total": self.total, "rows": rows}).to_string().into()
    }

    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let value: Value = serde_json::from_slice(text).ok()?;
        let row = |row: &Value| match row {
            Value::String(key) => Some(KeptRow::Key(Identifier::new(key.as_str()))),
            row => Some(KeptRow::Text(row.get(0)?.as_str()?.to_owned())),
        };
        Some(Self {
            resource: value.get("resource")?.as_str()?.to_owned(),
            total: value.get("total")?.as_u64(),
            rows: value.get("rows")?.as_array()?.iter().map(row).collect::<Option<_>>()?,
        })
    }

    /// Returns the names under which its records are kept.
    pub(super) fn record_names(&self) -> Vec<String> {
        let names = self.rows.iter().filter_map(|row| match row {
            KeptRow::Key(identifier) => Some(record_name(&self.resource, identifier)),
            KeptRow::Text(_) => None,
        });
        names.collect()
    }
}

/// Stands between a resource and a key: no resource has it in its name.
pub(super) const NAME_SEPARATOR: char = '\u{1}';

/// Returns the name under which a record is kept.
pub(super) fn record_name(resource: &str, identifier: &Identifier) -> String {
    format!("{resource}{NAME_SEPARATOR}{identifier}")
}

/// Returns the validator in the form that queries hold it.
pub(super) fn shared(validator: Option<String>) -> Option<Rc<str>> {
    validator.map(Into::into)
}
