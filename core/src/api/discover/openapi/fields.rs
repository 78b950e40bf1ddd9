//! The fields of a row, by its schema.

use super::schema::{Document, Shape};
use crate::api::discover::kind::{is_flag, is_money, of_text};
use crate::api::discover::money;
use crate::api::discover::words::compact;
use crate::api::{Choice, Code, Field, Kind};
use crate::record::Path;
use serde_json::Value;

/// Returns the fields of `row` in the order of the description.
pub(in crate::api::discover) fn fields(document: Document<'_>, row: &Shape<'_>) -> Vec<Field> {
    let all = row.properties.iter().filter_map(|(name, schema)| {
        let shape = document.brief(schema);
        // What can only be written stands in no row.
        let is_shown = !shape.is_write_only;
        is_shown.then(|| match document.pointer(schema) {
            Some((key, _)) => pointer(name, document.brief(key), &shape, row),
            None => field(name, &shape, row.required.contains(name)),
        })
    });
    let mut all: Vec<Field> = all.collect();
    money::relate(&mut all);
    all
}

/// Returns the fields whose numbers stand for something else.
pub(in crate::api::discover) fn codes(
    document: Document<'_>,
    row: &Shape<'_>,
) -> Vec<(String, Code)> {
    let all = row.properties.iter().filter_map(|(name, schema)| {
        Some(((*name).to_owned(), code(name, &document.brief(schema))?))
    });
    all.collect()
}

/// Returns what a number stands for; nothing fixes the names of such formats.
fn code(name: &str, shape: &Shape<'_>) -> Option<Code> {
    if !shape.is("integer") && !shape.is("number") || shape.is("string") || shape.is_array() {
        return None;
    }
    let is_bit = |choice: &&Value| matches!(choice.as_u64(), Some(0 | 1));
    if shape.choices.len() == 2 && shape.choices.iter().all(is_bit) && is_flag(name) {
        return Some(Code::Flag);
    }
    match compact(shape.format?).as_str() {
        "flag" => Some(Code::Flag),
        "unixtime" | "unixtimestamp" | "unixseconds" | "unix" | "epochseconds" => {
            Some(Code::Seconds)
        }
        "unixtimems" | "unixtimemillis" | "unixmillis" | "unixms" | "epochmillis" | "epochms"
        | "timestampms" => Some(Code::Milliseconds),
        _ => None,
    }
}

/// Returns the only field of rows that are keys and no objects.
pub(super) fn of_scalar(name: &str, shape: &Shape<'_>) -> Field {
    Field { path: Path::root(), is_read_only: true, ..field(name, shape, true) }
}

/// Returns a field that holds the key of a record, in whose place the record
/// itself may stand.
fn pointer(name: &str, key: Shape<'_>, whole: &Shape<'_>, row: &Shape<'_>) -> Field {
    let key = Shape {
        is_nullable: whole.is_nullable,
        is_read_only: whole.is_read_only,
        description: whole.description.filter(|_| key.description.is_none()).or(key.description),
        max_length: None,
        ..key
    };
    field(name, &key, row.required.contains(&name))
}

fn field(name: &str, shape: &Shape<'_>, is_required: bool) -> Field {
    let kind = kind(name, shape);
    Field {
        is_required: is_required && !shape.is_nullable,
        is_nullable: shape.is_nullable,
        is_read_only: shape.is_read_only,
        choices: if shape.is_array() || kind == Kind::Boolean {
            Vec::new()
        } else {
            choices(shape)
        },
        description: shape.description.map(str::to_owned),
        ..Field::new(name, kind)
    }
}

/// Returns the kind of a value.
pub(in crate::api::discover) fn kind(name: &str, shape: &Shape<'_>) -> Kind {
    if shape.is_array() {
        return Kind::Array;
    }
    if shape.is_object() || shape.has_map {
        return match () {
            () if is_place(shape) => Kind::GeoPoint,
            () if money::is_amount(&shape.properties) => Kind::Amount,
            () => Kind::Object,
        };
    }
    match code(name, shape) {
        Some(Code::Flag) => return Kind::Boolean,
        Some(_) => return Kind::DateTime,
        None => {}
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

/// Returns whether an object holds latitude and longitude, or is a point of
/// `GeoJSON`.
fn is_place(shape: &Shape<'_>) -> bool {
    let has = |names: &[&str]| {
        shape.properties.iter().any(|(name, _)| names.contains(&compact(name).as_str()))
    };
    let is_pair = has(&["lat", "latitude"]) && has(&["lng", "lon", "long", "longitude"]);
    let is_point = has(&["coordinates"]) && has(&["type"]) && shape.properties.len() <= 3;
    is_pair && shape.properties.len() <= 4 || is_point
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
        Some("multiline" | "textarea") => Kind::LongText,
        Some("html" | "text/html") => Kind::Html,
        Some("markdown" | "md" | "text/markdown") => Kind::Markdown,
        Some("json" | "json-string" | "application/json") => Kind::Json,
        Some("ip" | "ipv4" | "ipv6" | "ip-address") => Kind::Ip,
        Some("duration") => Kind::Duration,
        Some("geo" | "geo-point" | "latlng" | "lat-lng") => Kind::GeoPoint,
        Some("money" | "currency") => Kind::Money,
        Some("decimal") => {
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
