//! How an API lists and writes: independent choices, as data.
//!
//! A choice with details is written as `{"page": {...}}`, one without as
//! `"none"`: a tag inside the details would double the code that reads it.
//! What differs in spelling only is a template: `{field}`, `{value}` and the
//! like stand for what a request puts there.

use super::field::is_false;
use super::{Code, FilterStyle, Naming, Paging, ParameterPlace, SortStyle};
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
    /// How rows are filtered.
    pub filter: FilterStyle,
    /// The parameter of the full-text search.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// The fields that are searched by a condition on each, one of which must
    /// hold, where there is no parameter for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub search_in: Vec<String>,
    /// The path that answers searches, where it is not that of the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search_path: Option<String>,
    /// How the fields are named that rows and records are to hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub select: Option<Naming>,
    /// How the fields are named in whose place the records are to stand that
    /// they point to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expand: Option<Naming>,
    /// The parameter that carries page, order and filter together, as one
    /// JSON object whose members have the names that stand here elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// What is sent along with every request of a kind.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub always: Vec<Always>,
    /// Where the number of all rows stands.
    pub total: Total,
    /// Whether that number counts the rows that a filter takes away, too.
    #[serde(skip_serializing_if = "is_false")]
    pub is_total_unfiltered: bool,
    /// Where an answer says that there is a further page: anything but
    /// `false`, null and an empty text says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<Path>,
    /// Where the rows stand.
    pub rows: Rows,
    /// The members of a row whose own members belong to the row, such as the
    /// `attributes` of JSON:API. What links to other records becomes their
    /// keys.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flatten: Vec<String>,
    /// The fields that hold a link to a record instead of its key, and that
    /// link with `{id}` in the place of the key.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<(String, String)>,
    /// The fields whose values stand for others, such as 1 for true.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub coded: Vec<(String, Code)>,
    /// Where the record stands in the answer for one.
    pub item: ItemShape,
    /// How several records are asked for by key.
    pub many: ManyById,
    /// What the body of a write looks like.
    pub body: BodyShape,
    /// How a record is changed.
    pub update: UpdateVerb,
    /// Where the key stands in the answer to a create, where that answer is
    /// not the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_key: Option<Path>,
    /// Whether `If-Match` is declared or was seen to work.
    #[serde(skip_serializing_if = "is_false")]
    pub has_if_match: bool,
}

/// Something that is sent along with every request of a kind, such as
/// `$count=true` or `Prefer: count=exact`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Always {
    /// The kind of request.
    pub on: Occasion,
    /// The name of the parameter or header.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Where it is sent.
    pub place: ParameterPlace,
}

/// A kind of request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// A part of the list, or several records by key.
    List,
    /// One record.
    Item,
    /// A create, an update or a delete.
    Write,
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
    /// Only the number of pages is told, in the body.
    Pages {
        /// Where.
        path: Path,
    },
    /// In a header that only `HEAD` brings.
    Head {
        /// The name of the header.
        name: String,
    },
    /// A path of its own answers with the number of rows under a filter.
    Count {
        /// The path.
        path: String,
        /// Where the number stands in its answer.
        at: Path,
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
    /// An object whose names are the keys of the rows.
    Map {
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
    /// `/products/1,2`: the path of one record takes several keys.
    Path {
        /// What stands between the keys.
        separator: String,
    },
    /// A filter of the list: the key is one of several.
    Filter,
}

/// What the body of a write looks like.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BodyShape {
    /// The body is the record.
    #[default]
    Flat,
    /// The record stands inside an envelope, such as `{"data": {...}}`.
    Path {
        /// Where.
        path: Path,
    },
    /// A document of JSON:API.
    JsonApi {
        /// The type of the record.
        kind: String,
        /// The fields that are relationships, with the type that each points
        /// to; the others are attributes.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        relationships: Vec<(String, String)>,
    },
}

/// How a record is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum UpdateVerb {
    /// `PATCH` with the changed fields; a list of steps where the content type
    /// is that of JSON Patch.
    #[default]
    Patch,
    /// `PUT` with the whole record.
    Put,
    /// `PUT` with the changed fields.
    PutChanges,
    /// `POST` to the item with the changed fields.
    Post,
    /// `PUT` on the collection with the whole record, its key inside.
    PutCollection,
}
