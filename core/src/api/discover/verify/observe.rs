//! What rows show of their fields beyond the description.

use crate::api::discover::label::label;
use crate::api::discover::openapi::fields;
use crate::api::discover::openapi::schema::Document;
use crate::api::discover::probe::{is_frame, schema_of_rows};
use crate::api::{Field, Kind, Resource, Source};
use crate::record::Record;
use serde_json::Value;

/// Puts what `rows` show into the fields of `resource`: kinds that the
/// description leaves open, fields that may be null after all, and fields that
/// it does not name.
pub(super) fn fields(resource: &mut Resource, rows: &[Record]) {
    if rows.is_empty() {
        return;
    }
    let values: Vec<Value> = rows.iter().map(|row| (*row.fields).clone()).collect();
    let schema = schema_of_rows(&values);
    let document = Document::new(&schema);
    let row = document.shape(&schema);
    let codes = fields::codes(document, &row);
    for seen in fields::fields(document, &row) {
        let code = codes.iter().find(|(name, _)| *name == seen.name);
        if is_frame(resource, &seen.name) {
            continue;
        }
        let Some(known) = resource.fields.iter_mut().find(|field| field.path == seen.path) else {
            // What is not described and the same in every row tells nothing.
            let mut values = rows.iter().map(|row| row.get(&seen.path));
            let first = values.next();
            if rows.len() > 2 && values.all(|value| Some(value) == first) {
                continue;
            }
            // What is not described cannot be written.
            let is_nested = resource.fields.iter().any(|field| field.path.starts_with(&seen.path));
            if !is_nested && seen.kind != Kind::Unknown {
                resource.dialect.coded.extend(code.cloned());
                resource.fields.push(Field { is_read_only: true, is_required: false, ..seen });
            }
            continue;
        };
        known.is_nullable |= rows.iter().any(|row| row.get(&seen.path) == Some(&Value::Null));
        // What a person says a number is, it stays.
        let is_chosen = resource.evidence.iter().any(|reason| {
            reason.source == Source::User && reason.subject == format!("kind:{}", seen.name)
        });
        if says_more(known, &seen) && !is_chosen {
            known.kind = seen.kind;
            resource.dialect.coded.extend(code.cloned());
            if known.choices.is_empty() {
                known.choices = seen.choices;
            }
        }
        if known.kind == Kind::Money && known.currency.is_none() {
            known.currency = seen.currency;
        }
    }
    if resource.label_field.is_none() {
        resource.label_field = label(&resource.fields, &resource.name, &values);
    }
}

/// Returns whether the values tell more than the description.
fn says_more(known: &Field, seen: &Field) -> bool {
    match known.kind {
        Kind::Unknown => seen.kind != Kind::Unknown,
        Kind::Text => matches!(
            seen.kind,
            Kind::Date
                | Kind::DateTime
                | Kind::Time
                | Kind::Email
                | Kind::Url
                | Kind::Image
                | Kind::Uuid
                | Kind::Color
                | Kind::GeoPoint
                | Kind::Ip
                | Kind::Duration
                | Kind::Number
                | Kind::Money
                | Kind::LongText
                | Kind::Html
                | Kind::Markdown
                | Kind::Json
        ),
        Kind::LongText => matches!(seen.kind, Kind::Html | Kind::Markdown | Kind::Json),
        Kind::Url => seen.kind == Kind::Image,
        Kind::Integer => matches!(seen.kind, Kind::Number | Kind::Boolean | Kind::DateTime),
        Kind::Number => matches!(seen.kind, Kind::Boolean | Kind::DateTime | Kind::Money),
        Kind::Object => seen.kind == Kind::Amount,
        _ => false,
    }
}
