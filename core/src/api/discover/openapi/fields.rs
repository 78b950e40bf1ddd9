//! The fields of a row, by its schema.

use super::schema::{Document, Shape};
use crate::api::discover::kind::{is_money, of_text};
use crate::api::{Choice, Field, Kind};
use crate::record::Path;

/// Returns the fields of `row` in the order of the description.
pub(in crate::api::discover) fn fields(document: Document<'_>, row: &Shape<'_>) -> Vec<Field> {
    let all = row.properties.iter().filter_map(|(name, schema)| {
        let shape = document.shape(schema);
        // What can only be written stands in no row.
        let is_shown = !shape.is_write_only;
        is_shown.then(|| field(name, &shape, row.required.contains(name)))
    });
    all.collect()
}

/// Returns the only field of rows that are keys and no objects.
pub(super) fn of_scalar(name: &str, shape: &Shape<'_>) -> Field {
    Field { path: Path::root(), is_read_only: true, ..field(name, shape, true) }
}

fn field(name: &str, shape: &Shape<'_>, is_required: bool) -> Field {
    Field {
        is_required: is_required && !shape.is_nullable,
        is_nullable: shape.is_nullable,
        is_read_only: shape.is_read_only,
        choices: if shape.is_array() { Vec::new() } else { choices(shape) },
        description: shape.description.map(str::to_owned),
        ..Field::new(name, kind(name, shape))
    }
}

/// Returns the kind of a value.
pub(in crate::api::discover) fn kind(name: &str, shape: &Shape<'_>) -> Kind {
    if shape.is_array() {
        return Kind::Array;
    }
    if shape.is_object() || shape.has_map {
        return Kind::Object;
    }
    if !shape.choices.is_empty() && !shape.choices.iter().all(|choice| choice.is_boolean()) {
        return Kind::Enum;
    }
    if shape.is("boolean") {
        return Kind::Boolean;
    }
    if shape.is("integer") {
        return Kind::Integer;
    }
    if shape.is("number") {
        return if is_money(name) { Kind::Money } else { Kind::Number };
    }
    if shape.is("string") { text(name, shape) } else { Kind::Unknown }
}

fn text(name: &str, shape: &Shape<'_>) -> Kind {
    let by_name = of_text(name);
    let format = shape.format.map(str::to_ascii_lowercase);
    match format.as_deref() {
        Some("date-time" | "datetime" | "timestamp") => Kind::DateTime,
        Some("date") => Kind::Date,
        Some("time" | "partial-time") => Kind::Time,
        Some("email" | "idn-email") => Kind::Email,
        Some("uri" | "url" | "iri" | "uri-reference") => {
            // `image` alone is a picture as well, once it is a link.
            if by_name == Some(Kind::Image) { Kind::Image } else { Kind::Url }
        }
        Some("image") => Kind::Image,
        Some("uuid" | "guid") => Kind::Uuid,
        Some("password") => Kind::Password,
        Some("color" | "colour" | "hex-color") => Kind::Color,
        Some("markdown" | "html" | "json" | "multiline" | "textarea") => Kind::LongText,
        Some("decimal" | "money" | "currency") => {
            if is_money(name) {
                Kind::Money
            } else {
                Kind::Number
            }
        }
        _ if shape.max_length.is_some_and(|length| length > 500) => Kind::LongText,
        _ => match by_name {
            // A short text is a line, whatever its name.
            Some(Kind::LongText) if shape.max_length.is_some_and(|length| length <= 120) => {
                Kind::Text
            }
            Some(kind) => kind,
            None => Kind::Text,
        },
    }
}

fn choices(shape: &Shape<'_>) -> Vec<Choice> {
    let has_labels = shape.labels.len() == shape.choices.len();
    let choices = shape.choices.iter().enumerate().map(|(position, value)| Choice {
        value: (*value).clone(),
        label: has_labels.then(|| shape.labels[position].to_owned()),
    });
    choices.collect()
}
