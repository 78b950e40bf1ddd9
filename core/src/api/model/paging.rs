//! How a part of a list is asked for, and in which order.

use super::ParameterPlace;
use crate::record::Path;
use serde::{Deserialize, Serialize};

/// How a part of a list is asked for. A prefix such as the brackets of
/// `page[number]` is a part of a parameter's name.
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
    /// By first and last row in one place: `Range: items=0-9`, `range=[0,9]`,
    /// `startIndex=1&count=10`.
    Window {
        /// The parameter or header.
        parameter: String,
        /// Where it is sent.
        place: ParameterPlace,
        /// Its value; `{first}` and `{last}` stand for the first and the last
        /// row, counted from 0, `{position}` for the first counted from 1.
        value: String,
        /// The parameter of the size.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        size: Option<String>,
    },
    /// By an opaque token of the answer before.
    Cursor {
        /// The parameter of the token.
        cursor: String,
        /// The parameter of the size.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        size: Option<String>,
        /// Where the next token stands in the answer.
        next: Next,
        /// The largest size that is granted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_size: Option<u32>,
    },
    /// By the address of the next page, which the answer before links to.
    Link {
        /// The parameter of the size.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        size: Option<String>,
        /// Where the link stands.
        next: Next,
    },
}

impl Paging {
    /// Returns the parameter of the size, and the largest size that is
    /// granted.
    #[must_use]
    pub fn size(&self) -> (Option<&str>, Option<u32>) {
        match self {
            Self::Page { size, max_size, .. } | Self::Cursor { size, max_size, .. } => {
                (size.as_deref(), *max_size)
            }
            Self::Offset { limit, max_size, .. } => (Some(limit), *max_size),
            Self::Link { size, .. } | Self::Window { size, .. } => (size.as_deref(), None),
            Self::None | Self::Range { .. } => (None, None),
        }
    }
}

/// Where an answer names the next page. A `Link` header is read wherever this
/// names nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Next {
    /// In the body: the token, or a link that holds it.
    Body {
        /// Where.
        path: Path,
    },
    /// In a header: the token, or a link that holds it.
    Header {
        /// The name of the header.
        name: String,
    },
    /// It is a field of the last row, mostly its key.
    LastRow {
        /// Where it stands in the row.
        path: Path,
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
    /// `sort=-price,name`, `sort=price:desc`, `order[price]=desc`.
    Terms {
        /// The parameter; a `{field}` in it makes one for each criterion.
        parameter: String,
        /// The parameter of descending criteria, where it is another one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        descending_parameter: Option<String>,
        /// A criterion, smallest first; `{field}` stands for the field.
        ascending: String,
        /// A criterion, largest first.
        descending: String,
        /// What stands between criteria; without it the parameter is repeated.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        separator: Option<String>,
    },
    /// `_sort=price,name&_order=desc,asc`.
    Pair {
        /// The parameter of the fields.
        field: String,
        /// The parameter of the directions.
        order: String,
        /// The word for smallest first.
        ascending: String,
        /// The word for largest first.
        descending: String,
    },
}

impl SortStyle {
    /// Returns the style of `sort=-price,name`.
    #[must_use]
    pub fn signed(parameter: &str) -> Self {
        Self::terms(parameter, "{field}", "-{field}", Some(","))
    }

    /// Returns the style of `sort=price:desc`, and of `sort=price,desc`, which
    /// repeats the parameter.
    #[must_use]
    pub fn suffixed(parameter: &str, separator: &str, words: (&str, &str)) -> Self {
        let term = |word| format!("{{field}}{separator}{word}");
        let between = (separator != ",").then_some(",");
        Self::terms(parameter, &term(words.0), &term(words.1), between)
    }

    /// Returns a style by its templates.
    #[must_use]
    pub fn terms(
        parameter: &str,
        ascending: &str,
        descending: &str,
        separator: Option<&str>,
    ) -> Self {
        Self::Terms {
            parameter: parameter.to_owned(),
            descending_parameter: None,
            ascending: ascending.to_owned(),
            descending: descending.to_owned(),
            separator: separator.map(str::to_owned),
        }
    }
}
