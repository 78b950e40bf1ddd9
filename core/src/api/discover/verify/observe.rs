//! What rows show of their fields beyond the description.

use crate::api::discover::label::label;
use crate::api::discover::openapi::fields;
use crate::api::discover::openapi::schema::Document;
use crate::api::discover::probe::{is_frame, schema_of_rows};
use crate::api::{Field, Kind, Resource};
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
    for seen in fields::fields(document, &document.shape(&schema)) {
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
                resource.fields.push(Field { is_read_only: true, is_required: false, ..seen });
            }
            continue;
        };
        known.is_nullable |= rows.iter().any(|row| row.get(&seen.path) == Some(&Value::Null));
        if says_more(known, &seen) {
            known.kind = seen.kind;
            if known.choices.is_empty() {
                known.choices = seen.choices;
            }
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
                | Kind::Number
                | Kind::Money
                | Kind::LongText
        ),
        Kind::Url => seen.kind == Kind::Image,
        Kind::Integer => seen.kind == Kind::Number,
        _ => false,
    }
}
