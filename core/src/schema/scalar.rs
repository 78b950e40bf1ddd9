//! Keywords of texts and numbers.

use super::equality::{is_multiple, order, size};
use super::judge::{Judge, Keywords};
use super::{Violation, format};
use crate::record::Path;
use serde_json::{Number, Value};
use std::cmp::Ordering;

impl Judge<'_> {
    pub(super) fn string(&mut self, keyword: &str, argument: &Value, text: &str, path: &Path) {
        match (keyword, argument) {
            ("minLength", limit) if size(limit).is_some_and(|size| text.chars().count() < size) => {
                self.refuse(Violation::new(path, "minLength").with("limit", limit));
            }
            ("maxLength", limit) if size(limit).is_some_and(|size| text.chars().count() > size) => {
                self.refuse(Violation::new(path, "maxLength").with("limit", limit));
            }
            ("pattern", Value::String(source))
                if self.schema.pattern(source).is_some_and(|pattern| !pattern.is_match(text)) =>
            {
                self.refuse(Violation::new(path, "pattern").with("pattern", source));
            }
            ("format", Value::String(name))
                if self.schema.draft().is_open_api() && !format::is_text(name, text) =>
            {
                self.refuse(Violation::new(path, "format").with("format", name));
            }
            _ => {}
        }
    }

    pub(super) fn number(
        &mut self,
        keyword: &str,
        argument: &Value,
        keywords: &Keywords,
        number: &Number,
        path: &Path,
    ) {
        if let ("format", Value::String(name)) = (keyword, argument)
            && self.schema.draft().is_open_api()
            && !format::is_number(name, number)
        {
            self.refuse(Violation::new(path, "format").with("format", name));
        }
        let Value::Number(limit) = argument else { return };
        let position = order(number, limit);
        // Draft 4 and OpenAPI 3.0 write the exclusive bound as a flag.
        let is_exclusive = |flag: &str| keywords.get(flag) == Some(&Value::Bool(true));
        let refused = match (keyword, position) {
            ("minimum", Some(Ordering::Less)) if !is_exclusive("exclusiveMinimum") => "minimum",
            ("maximum", Some(Ordering::Greater)) if !is_exclusive("exclusiveMaximum") => "maximum",
            ("minimum", Some(Ordering::Less | Ordering::Equal))
                if is_exclusive("exclusiveMinimum") =>
            {
                "exclusiveMinimum"
            }
            ("maximum", Some(Ordering::Greater | Ordering::Equal))
                if is_exclusive("exclusiveMaximum") =>
            {
                "exclusiveMaximum"
            }
            ("exclusiveMinimum", Some(Ordering::Less | Ordering::Equal)) => "exclusiveMinimum",
            ("exclusiveMaximum", Some(Ordering::Greater | Ordering::Equal)) => "exclusiveMaximum",
            ("multipleOf", _) if !is_multiple(number, limit) => "multipleOf",
            _ => return,
        };
        self.refuse(Violation::new(path, refused).with("limit", limit));
    }
}
