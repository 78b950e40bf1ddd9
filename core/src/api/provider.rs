//! The nine verbs by which records are read and written.

use super::Result;
use crate::record::{Identifier, Record};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// Reads and writes the records of an API's resources, by resource name.
///
/// Dropping a future aborts its requests.
#[async_trait(?Send)]
pub trait DataProvider: fmt::Debug {
    /// Returns a part of a list.
    async fn get_list(&self, resource: &str, params: &ListParams) -> Result<Page>;

    /// Returns one record.
    async fn get_one(&self, resource: &str, identifier: &Identifier) -> Result<Record>;

    /// Returns the records with these keys, in any order, without those that
    /// do not exist.
    async fn get_many(&self, resource: &str, identifiers: &[Identifier]) -> Result<Vec<Record>>;

    /// Returns a part of the records of `resource` whose `field` points to
    /// `target`.
    async fn get_many_reference(
        &self,
        resource: &str,
        field: &str,
        target: &Identifier,
        params: &ListParams,
    ) -> Result<Page>;

    /// Makes a record; returns it as the server has it now.
    async fn create(&self, resource: &str, data: &Value) -> Result<Record>;

    /// Changes a record; returns it as the server has it now.
    async fn update(&self, resource: &str, write: &Write) -> Result<Record>;

    /// Makes the same change to several records; one result for each.
    async fn update_many(&self, resource: &str, writes: &[Write]) -> Vec<Result<Record>>;

    /// Removes a record.
    async fn delete(&self, resource: &str, write: &Write) -> Result<()>;

    /// Removes several records; one result for each.
    async fn delete_many(&self, resource: &str, writes: &[Write]) -> Vec<Result<()>>;

    /// Returns what the resource can do.
    fn capabilities(&self, resource: &str) -> Capabilities;
}

/// Which rows of a list, in which order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListParams {
    /// The order: most significant first.
    pub sort: Vec<Sort>,
    /// Conditions that every row meets.
    pub filter: Vec<Filter>,
    /// Groups of conditions that every row meets, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<FilterGroup>,
    /// Words to search for.
    pub search: Option<String>,
    /// Which part.
    pub page: PageRequest,
    /// The fields that the rows are to hold, besides their keys; none listed
    /// means all. An API that cannot choose answers with all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// The fields in whose place the records are to stand that they point to,
    /// where the API has them come along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expand: Vec<String>,
}

/// One criterion of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// The field's name.
    pub field: String,
    /// Whether the largest comes first.
    pub is_descending: bool,
}

/// Conditions that all hold, or of which at least one holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FilterGroup {
    /// Whether one of them is enough.
    pub is_any: bool,
    /// The conditions.
    pub filters: Vec<Filter>,
    /// Groups that count as conditions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Self>,
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Filter {
    /// The field's name, or the parameter's where the API knows no field.
    pub field: String,
    /// How the field is compared.
    pub operator: FilterOperator,
    /// What with; several for [`FilterOperator::In`], joined by commas.
    pub value: String,
}

/// How a field is compared with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FilterOperator {
    /// Equal.
    #[default]
    Eq,
    /// Not equal.
    Ne,
    /// Less.
    Lt,
    /// Less or equal.
    Lte,
    /// Greater.
    Gt,
    /// Greater or equal.
    Gte,
    /// One of several.
    In,
    /// Contains, case aside.
    Contains,
}

/// Which part of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRequest {
    /// The page, counted from 1.
    pub number: u32,
    /// The rows on a page.
    pub size: u32,
    /// The token of the answer before, where the API pages by tokens.
    pub cursor: Option<String>,
}

impl Default for PageRequest {
    fn default() -> Self {
        Self { number: 1, size: 25, cursor: None }
    }
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Page {
    /// The rows.
    pub records: Vec<Record>,
    /// The number of all rows, where the API tells.
    pub total: Option<u64>,
    /// Whether there is a further page, where it can be told.
    pub has_next: Option<bool>,
    /// The token of the next page, where the API pages by tokens.
    pub next_cursor: Option<String>,
}

/// A change of one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// The key.
    pub identifier: Identifier,
    /// The changed fields; null for a removal.
    pub changes: Value,
    /// The record as it was read, for APIs that want the whole of it.
    pub previous: Option<Record>,
    /// What must hold on the server.
    pub precondition: Precondition,
}

/// What must hold on the server for a write to happen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Precondition {
    /// Nothing.
    #[default]
    None,
    /// The record still has this entity tag.
    IfMatch(String),
}

/// What a resource can do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent ability")]
pub struct Capabilities {
    /// Pages can be turned.
    pub can_page: bool,
    /// The size of a page can be chosen.
    pub can_size: bool,
    /// The number of all rows is told.
    pub has_total: bool,
    /// The fields by which the list can be ordered.
    pub sort_fields: Vec<String>,
    /// More than one criterion of order can be given.
    pub can_sort_many: bool,
    /// The list can be searched.
    pub can_search: bool,
    /// The parameters that narrow the list, with the operators each takes.
    pub filters: Vec<(String, Vec<FilterOperator>)>,
    /// Conditions can be alternatives.
    pub has_alternatives: bool,
    /// A record can be read by its key.
    pub can_read: bool,
    /// A record can be made.
    pub can_create: bool,
    /// A record can be changed.
    pub can_update: bool,
    /// A record can be removed.
    pub can_delete: bool,
}
