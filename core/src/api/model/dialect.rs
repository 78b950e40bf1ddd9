//! How an API lists and writes: about ten independent choices, as data.
//!
//! A choice with details is written as `{"page": {...}}`, one without as
//! `"none"`: a tag inside the details would double the code that reads it.

use super::field::is_false;
use crate::record::Path;
use serde::{Deserialize, Serialize};

/// The choices of one resource. Encoding a request and decoding an answer are
/// pure functions of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Dialect {
    /// How a part of the list is asked for.
    pub paging: Paging,
    /// How an order is asked for.
    pub sort: SortStyle,
    /// The fields that the order may name; none listed means any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sort_fields: Vec<String>,
    /// Whether an order may have several criteria.
    #[serde(skip_serializing_if = "is_false")]
    pub can_sort_many: bool,
    /// The words for ascending and descending, where they are not `asc` and
    /// `desc`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub directions: Option<(String, String)>,
    /// How rows are filtered.
    pub filter: FilterStyle,
    /// The parameter of the full-text search.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Where the number of all rows stands.
    pub total: Total,
    /// Where the rows stand.
    pub rows: Rows,
    /// Where the record stands in the answer for one.
    pub item: ItemShape,
    /// How several records are asked for by key.
    pub many: ManyById,
    /// How a record is changed.
    pub update: UpdateVerb,
    /// Whether `If-Match` is declared or was seen to work.
    #[serde(skip_serializing_if = "is_false")]
    pub has_if_match: bool,
}

/// How a part of a list is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Paging {
    /// The whole list comes at once.
    #[default]
    None,
    /// By page number.
    Page {
        /// The parameter of the page number.
        page: String,
        /// The parameter of the page size.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        size: Option<String>,
        /// The number of the first page.
        first: u32,
        /// The largest size that is granted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_size: Option<u32>,
    },
    /// By the number of rows to skip.
    Offset {
        /// The parameter of the offset.
        offset: String,
        /// The parameter of the size.
        limit: String,
        /// The largest size that is granted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_size: Option<u32>,
    },
    /// By first and last row.
    Range {
        /// The parameter of the first row, counted from 0.
        start: String,
        /// The parameter of the row behind the last.
        end: String,
    },
    /// By an opaque token of the answer before.
    Cursor {
        /// The parameter of the token.
        cursor: String,
        /// The parameter of the size.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        size: Option<String>,
        /// Where the next token stands in the answer.
        next: Path,
    },
}

/// How an order is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SortStyle {
    /// Not at all.
    #[default]
    None,
    /// `sort=-price,name`.
    Signed {
        /// The parameter.
        parameter: String,
    },
    /// `_sort=price,name&_order=desc,asc`.
    Pair {
        /// The parameter of the fields.
        field: String,
        /// The parameter of the directions.
        order: String,
    },
    /// `sort=price:desc` or `sort=price,desc`.
    Suffixed {
        /// The parameter.
        parameter: String,
        /// What stands between field and direction.
        separator: String,
    },
}

/// How rows are filtered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FilterStyle {
    /// Not at all.
    #[default]
    None,
    /// `category=tech`, for these fields; none listed means any.
    Plain {
        /// The parameters that are known.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fields: Vec<String>,
    },
    /// `price_gte=5`, `price__gte=5`.
    Suffix {
        /// What stands between field and operator.
        separator: String,
        /// The operators in the words of the API, as `(ours, theirs)`.
        operators: Vec<(super::super::FilterOperator, String)>,
        /// The parameters that are known, operators included; none listed
        /// means any.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fields: Vec<String>,
    },
    /// `price[gte]=5`.
    Bracket {
        /// The operators in the words of the API, as `(ours, theirs)`.
        operators: Vec<(super::super::FilterOperator, String)>,
        /// The parameters that are known, operators included; none listed
        /// means any.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fields: Vec<String>,
    },
}

/// Where the number of all rows stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Total {
    /// Nowhere.
    #[default]
    None,
    /// In this header, as a number or as `0-9/319`.
    Header {
        /// The name of the header.
        name: String,
    },
    /// In the body.
    Body {
        /// Where.
        path: Path,
    },
}

/// Where the rows stand in the body of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rows {
    /// The body is the array.
    #[default]
    Root,
    /// The array stands inside an envelope.
    Path {
        /// Where.
        path: Path,
    },
}

/// Where the record stands in the answer for one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ItemShape {
    /// The body is the record.
    #[default]
    Flat,
    /// The record stands inside an envelope.
    Path {
        /// Where.
        path: Path,
    },
}

/// How several records are asked for by key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ManyById {
    /// One request for each.
    #[default]
    Each,
    /// `id=1&id=2`.
    Repeated {
        /// The parameter.
        parameter: String,
    },
    /// `id[in]=1,2` or `id__in=1,2`.
    Joined {
        /// The parameter.
        parameter: String,
        /// What stands between the keys.
        separator: String,
    },
}

/// How a record is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UpdateVerb {
    /// `PATCH` with the changed fields.
    #[default]
    Patch,
    /// `PUT` with the whole record.
    Put,
    /// `POST` to the item with the changed fields.
    Post,
    /// `PUT` on the collection with the whole record, its key inside.
    PutCollection,
}
