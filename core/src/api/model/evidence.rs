//! Where an inference comes from, and what could not be inferred.

use crate::platform::Message;
use serde::{Deserialize, Serialize};

/// Where an inference comes from, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A name or a habit of the field.
    Convention,
    /// The description of the API.
    Document,
    /// An answer of the API.
    Response,
    /// A safe request that was made to test it.
    Verified,
    /// A person.
    User,
}

/// How sure an inference is, in percent.
pub type Confidence = u8;

/// One reason for one choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What was inferred, such as `paging`, `total` or `reference:categoryId`.
    pub subject: String,
    /// Where it comes from.
    pub source: Source,
    /// How sure it is, 0 to 100.
    pub confidence: Confidence,
    /// The reason, for people.
    pub message: Message,
    /// What came of testing it, where it was tested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The address of the request that tested it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
}

/// What came of testing a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The API does what was understood.
    Proved,
    /// The API does not; what rests on it is not offered.
    Refuted,
    /// The records that are there cannot tell, such as a list of one row.
    Open,
}

/// How much an [`Issue`] matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Note,
    /// Something is missing in the application because of it.
    Warning,
    /// A part of the description could not be used.
    Error,
}

/// Something in a description or an answer that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// How much it matters.
    pub severity: Severity,
    /// Where it stands: a JSON pointer into the document, or an address.
    pub place: String,
    /// What it is, why it matters and what to do, for people.
    pub message: Message,
}
