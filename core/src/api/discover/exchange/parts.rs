//! A model in parts.
//!
//! Each part is a model by itself, so that it is written and read like one.

use crate::api::Api;
use serde::Serialize;
use serde_json::{Map, Value};
use std::io;

/// The bytes of JSON of a part: about five milliseconds of reading in a browser
/// of today. One resource may be more.
const SIZE: usize = 128 * 1024;

/// Takes a model to parts; the first has all that is no list.
pub(super) fn parts(mut api: Api) -> Vec<Api> {
    let resources = std::mem::take(&mut api.resources);
    let operations = std::mem::take(&mut api.operations);
    let issues = std::mem::take(&mut api.issues);
    let schemas = std::mem::take(&mut api.schemas);
    let mut parts = vec![api];
    parts.extend(portions(resources).map(|resources| Api { resources, ..Api::default() }));
    parts.extend(portions(operations).map(|operations| Api { operations, ..Api::default() }));
    parts.extend(portions(issues).map(|issues| Api { issues, ..Api::default() }));
    let schemas: Vec<(String, Value)> = schemas.into_iter().collect();
    parts.extend(portions(schemas).map(|schemas| {
        let schemas: Map<String, Value> = schemas.into_iter().collect();
        Api { schemas, ..Api::default() }
    }));
    parts
}

/// Puts a part to those before it.
pub(super) fn join(whole: &mut Option<Api>, part: Api) {
    let Some(api) = whole else {
        *whole = Some(part);
        return;
    };
    api.resources.extend(part.resources);
    api.operations.extend(part.operations);
    api.issues.extend(part.issues);
    api.schemas.extend(part.schemas);
}

/// Returns the elements in portions of about the same size.
fn portions<T: Serialize>(elements: Vec<T>) -> impl Iterator<Item = Vec<T>> {
    let mut elements = elements.into_iter().peekable();
    std::iter::from_fn(move || {
        let mut portion = vec![elements.next()?];
        let mut size = size(&portion[0]);
        while size < SIZE
            && let Some(element) = elements.next_if(|next| size + self::size(next) <= SIZE)
        {
            size += self::size(&element);
            portion.push(element);
        }
        Some(portion)
    })
}

/// Returns the bytes of a value as JSON.
fn size(value: &impl Serialize) -> usize {
    let mut count = Count(0);
    // A sink takes everything.
    let _ = serde_json::to_writer(&mut count, value);
    count.0
}

struct Count(usize);

impl io::Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
