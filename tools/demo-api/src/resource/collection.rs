//! A collection of records.

use utoipa::openapi::{RefOr, Schema};

use super::{Column, RESOURCES};
use crate::rules::Rules;

/// One collection of records.
#[derive(Debug)]
pub(crate) struct Resource {
    /// Its path without the slash, and its tag.
    pub name: &'static str,
    /// The name of its records' schema.
    pub title: &'static str,
    /// One sentence about it, for the document.
    pub summary: &'static str,
    pub table: &'static str,
    pub columns: &'static [Column],
    /// The stored columns that `search=` looks into; empty where it is not offered.
    pub search: &'static [&'static str],
    /// The fields that a create request sets and no later request changes.
    pub immutable: &'static [&'static str],
    pub create: Access,
    pub change: Access,
    /// The field that says whose a record is.
    pub owner: Option<&'static str>,
    pub parent: Option<Parent>,
    pub schema: fn() -> RefOr<Schema>,
    pub rules: Rules,
}

/// The collection that another one is also reachable through.
#[derive(Debug)]
pub(crate) struct Parent {
    pub resource: &'static str,
    /// The field that points to it, which is also the name of the path parameter.
    pub field: &'static str,
    /// The name of its records' schema.
    pub title: &'static str,
}

/// Who may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Admin,
    /// An admin, or whom the record belongs to.
    Owner,
}

impl Resource {
    pub(crate) fn by_name(name: &str) -> Option<&'static Self> {
        RESOURCES.iter().find(|resource| resource.name == name)
    }

    pub(crate) fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Returns what one of its records is called in a sentence.
    pub(crate) fn noun(&self) -> String {
        self.title.to_lowercase()
    }
}
