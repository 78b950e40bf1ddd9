//! The fields of a resource's rows.

use crate::record::Path;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One field of a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is an independent property")]
pub struct Field {
    /// The name as it stands in the row.
    pub name: String,
    /// Where it stands in the row.
    pub path: Path,
    /// Its name for people, where it is not made of the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it holds.
    pub kind: Kind,
    /// Whether every row has it and it is never null.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_required: bool,
    /// Whether it may be null.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_nullable: bool,
    /// Whether only the server writes it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_read_only: bool,
    /// The values it may take, in the order of the description.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Whether it is not shown.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_hidden: bool,
    /// What it points to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// Where the currency of an amount stands, beside it in the row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Path>,
    /// What the description says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Field {
    /// Returns a field at the root of the row of which only this is known.
    #[must_use]
    pub fn new(name: &str, kind: Kind) -> Self {
        Self {
            name: name.to_owned(),
            path: Path::field(name),
            title: None,
            kind,
            is_required: false,
            is_nullable: false,
            is_read_only: false,
            choices: Vec::new(),
            is_hidden: false,
            reference: None,
            currency: None,
            description: None,
        }
    }
}

/// What a field holds, as far as showing and sorting it is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Kind {
    /// A line of text.
    Text,
    /// Text of several lines.
    LongText,
    /// Text with tags.
    Html,
    /// Text with signs for its structure.
    Markdown,
    /// A value as JSON in a text.
    Json,
    /// A whole number.
    Integer,
    /// A number with decimals.
    Number,
    /// An amount of money.
    Money,
    /// An object with an amount of money and its currency.
    Amount,
    /// True or false.
    Boolean,
    /// One of [`Field::choices`].
    Enum,
    /// A day.
    Date,
    /// A moment.
    DateTime,
    /// A time of day.
    Time,
    /// An e-mail address.
    Email,
    /// A link.
    Url,
    /// The address of a picture.
    Image,
    /// A UUID.
    Uuid,
    /// A color.
    Color,
    /// A place on Earth: an object or a text with latitude and longitude.
    GeoPoint,
    /// The address of a machine.
    Ip,
    /// A length of time, such as `PT5M`.
    Duration,
    /// A secret that is written and never shown.
    Password,
    /// A list of values.
    Array,
    /// A nested object.
    Object,
    /// Nothing is known.
    Unknown,
}

/// One value of an enumeration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The value as it is sent.
    pub value: Value,
    /// Its name for people, where the description has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// A field that holds the key of a record of another resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The name of the resource that is pointed to.
    pub resource: String,
    /// Whether the field holds a list of keys.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_many: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
pub(super) fn is_false(value: &bool) -> bool {
    !value
}
