//! Where the rows of a list stand, and its total and next page.

use super::schema::{Document, Shape};
use super::vocabulary::{GENERIC, LINKS, MORES, NEVER, NEXTS, PAGES, PAGING, TOTALS};
use crate::api::discover::words::{compact, is_same_noun};
use crate::api::{ItemShape, Rows, Total};
use crate::record::Path;
use serde_json::Value;

/// A list as its schema shows it.
#[derive(Debug, Clone)]
pub(in crate::api::discover) struct Found<'a> {
    pub(in crate::api::discover) rows: Rows,
    pub(in crate::api::discover) row: Option<&'a Value>,
    pub(in crate::api::discover) total: Total,
    pub(in crate::api::discover) next: Option<Path>,
    /// Where the address of the next page stands.
    pub(in crate::api::discover) link: Option<Path>,
    /// Where the answer says that there is a further page.
    pub(in crate::api::discover) more: Option<Path>,
}

/// Finds the rows in the answer of a list; `noun` is the last word of its path
/// and `is_sure` tells that the path is one of a list anyway.
pub(in crate::api::discover) fn find<'a>(
    document: Document<'a>,
    answer: &'a Value,
    noun: &str,
    is_sure: bool,
) -> Option<Found<'a>> {
    let shape = document.shape(answer);
    let map = || map(document, &shape, noun).filter(|_| is_sure && !shape.is_array());
    // A union of envelope and array answers with either; the envelope says more.
    let envelope = envelope(document, &shape, noun, is_sure);
    let envelope = envelope.map(|(path, row)| (Rows::Path { path: path.clone() }, path, row));
    if let Some((rows, path, row)) = envelope.or_else(map) {
        let places = places(document, &shape, &path);
        let find = |names: &[&str], wanted: Wanted| {
            names.iter().find_map(|name| member(document, &places, name, wanted))
        };
        let total = match find(&TOTALS, Wanted::Number) {
            Some(path) => Total::Body { path },
            None => find(&PAGES, Wanted::Number).map_or(Total::None, |path| Total::Pages { path }),
        };
        let next = find(&NEXTS, Wanted::Text);
        let link = find(&LINKS, Wanted::Text).or_else(|| {
            let next = find(&["next"], Wanted::Object)?;
            Some(next.child("href"))
        });
        let more = find(&MORES, Wanted::Flag);
        return Some(Found { rows, row, total, next, link, more });
    }
    shape.is_array().then_some(Found {
        rows: Rows::Root,
        row: shape.items,
        total: Total::None,
        next: None,
        link: None,
        more: None,
    })
}

fn envelope<'a>(
    document: Document<'a>,
    shape: &Shape<'a>,
    noun: &str,
    is_sure: bool,
) -> Option<(Path, Option<&'a Value>)> {
    let mut best: Option<(u8, Path, Option<&'a Value>)> = None;
    let mut consider = |score: u8, path: Path, row| {
        if score > 0 && best.as_ref().is_none_or(|(known, ..)| score > *known) {
            best = Some((score, path, row));
        }
    };
    let is_envelope = is_sure || is_wrapper(shape);
    for (name, schema) in &shape.properties {
        let inner = document.brief(schema);
        let path = Path::root().child(*name);
        if inner.is_array() {
            consider(score(document, name, &inner, noun, is_envelope) * 2, path, inner.items);
        } else if inner.is_object() && (is_generic(name) || *name == "_embedded") {
            let inner = document.shape(schema);
            let is_sure = is_sure || *name == "_embedded";
            for (name, schema) in &inner.properties {
                let deeper = document.brief(schema);
                if deeper.is_array() {
                    let score = score(document, name, &deeper, noun, is_sure || is_wrapper(&inner));
                    consider(score * 2 - u8::from(score > 0), path.child(*name), deeper.items);
                }
            }
        }
    }
    let best = best.map(|(_, path, row)| (path, row));
    best.or_else(|| keys(document, shape).filter(|_| is_sure))
}

/// Finds rows that stand under their keys: `{"a": {...}, "b": {...}}`.
fn map<'a>(
    document: Document<'a>,
    shape: &Shape<'a>,
    noun: &str,
) -> Option<(Rows, Path, Option<&'a Value>)> {
    let rows = |shape: &Shape<'a>| {
        let values = shape.values.filter(|_| shape.properties.is_empty())?;
        let row = document.brief(values);
        (!row.properties.is_empty() && !row.is_array()).then_some(values)
    };
    if let Some(row) = rows(shape) {
        return Some((Rows::Map { path: Path::root() }, Path::root(), Some(row)));
    }
    shape.properties.iter().find_map(|(name, schema)| {
        let row = rows(&document.brief(schema))?;
        let path = Path::root().child(*name);
        let fits = is_generic(name) || is_same_noun(name, noun);
        fits.then(|| (Rows::Map { path: path.clone() }, path, Some(row)))
    })
}

/// Finds the rows of a list that holds nothing but keys: `{"ids": ["a", "b"]}`.
fn keys<'a>(document: Document<'a>, shape: &Shape<'a>) -> Option<(Path, Option<&'a Value>)> {
    if shape.properties.len() > 1 && !is_wrapper(shape) {
        return None;
    }
    let arrays =
        shape.properties.iter().filter(|(name, _)| !NEVER.contains(&compact(name).as_str()));
    let mut arrays = arrays.filter_map(|(name, schema)| {
        let array = document.brief(schema);
        let row = array.items.map(|items| document.brief(items))?;
        row.is_scalar().then(|| (Path::root().child(*name), array.items))
    });
    let only = arrays.next()?;
    arrays.next().is_none().then_some(only)
}

/// Returns how much an array looks like the rows; 0 for not at all.
fn score(
    document: Document<'_>,
    name: &str,
    array: &Shape<'_>,
    noun: &str,
    is_envelope: bool,
) -> u8 {
    let is_named = !noun.is_empty() && is_same_noun(name, noun);
    if NEVER.contains(&compact(name).as_str()) && !is_named {
        return 0;
    }
    let has_objects = array.items.is_none_or(|items| document.brief(items).is_object());
    match (is_named, is_generic(name), has_objects) {
        (true, _, true) => 7,
        (false, true, true) => 5,
        (false, false, true) if is_envelope => 4,
        (true, _, false) => 3,
        (false, true, false) => 2,
        (false, false, _) => 0,
    }
}

fn is_generic(name: &str) -> bool {
    GENERIC.contains(&compact(name).as_str())
}

/// Returns whether an object holds little but one array and words of paging.
fn is_wrapper(shape: &Shape<'_>) -> bool {
    let others = shape.properties.iter().filter(|(name, _)| {
        let name = compact(name);
        let known: [&[&str]; 5] = [&PAGING, &TOTALS, &NEXTS, &LINKS, &MORES];
        !known.iter().any(|names| names.contains(&name.as_str()))
    });
    others.count() <= 1 && shape.properties.len() > 1
}

/// Returns the objects that may hold totals: the envelope, what the rows stand
/// in, and members such as `meta` and `meta.pagination`.
fn places<'a>(
    document: Document<'a>,
    shape: &Shape<'a>,
    rows: &Path,
) -> Vec<(Path, Vec<(&'a str, &'a Value)>)> {
    let mut places = vec![(Path::root(), shape.properties.clone())];
    let mut position = 0;
    while let Some((path, properties)) = places.get(position).cloned() {
        position += 1;
        for (name, schema) in properties.into_iter().filter(|_| path.segments().len() < 2) {
            let here = path.child(name);
            let is_meta = PAGING.contains(&compact(name).as_str());
            if is_meta || rows.starts_with(&here) && rows != &here {
                places.push((here, document.shape(schema).properties));
            }
        }
    }
    places
}

/// What kind of member is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Number,
    Text,
    Flag,
    /// A link object.
    Object,
}

fn member(
    document: Document<'_>,
    places: &[(Path, Vec<(&str, &Value)>)],
    wanted: &str,
    kind: Wanted,
) -> Option<Path> {
    places.iter().find_map(|(path, properties)| {
        let found = properties.iter().find(|(name, schema)| {
            if compact(name) != wanted {
                return false;
            }
            let shape = document.shape(schema);
            let is_plain = !shape.is_object() && !shape.is_array();
            match kind {
                Wanted::Number => {
                    let is_number = shape.is("integer") || shape.is("number");
                    is_plain && (shape.types.is_empty() || is_number)
                }
                Wanted::Text => is_plain && !shape.is("boolean"),
                Wanted::Flag => is_plain && (shape.types.is_empty() || shape.is("boolean")),
                Wanted::Object => shape.property("href").is_some(),
            }
        });
        found.map(|(name, _)| path.child(*name))
    })
}

/// Finds the record in the answer for one, given a row of the list.
pub(in crate::api::discover) fn item<'a>(
    document: Document<'a>,
    answer: &'a Value,
    row: &Shape<'a>,
    noun: &str,
) -> (ItemShape, Shape<'a>) {
    let shape = document.shape(answer);
    let shares = |shape: &Shape<'a>| {
        let names = shape.properties.iter();
        names.filter(|(name, _)| row.property(name).is_some()).count()
    };
    let fitting = |shape: &Shape<'a>, path: &Path| {
        let inner = shape.properties.iter().filter_map(|(name, schema)| {
            // A record may have hundreds of members with hundreds of their own.
            let fits = is_generic(name) || is_same_noun(name, noun);
            let inner = document.shape(fits.then_some(*schema)?);
            (!inner.is_array() && !inner.properties.is_empty()).then(|| (path.child(*name), inner))
        });
        inner.collect::<Vec<_>>()
    };
    let mut places = fitting(&shape, &Path::root());
    // Some answer with `{"data": {"pet": {...}}}`.
    let deeper: Vec<_> = places.iter().flat_map(|(path, inner)| fitting(inner, path)).collect();
    places.extend(deeper);
    // Of equals the outermost is taken, which a row may hold as a member.
    let best = places.into_iter().rev().max_by_key(|(_, inner)| shares(inner));
    match best {
        Some((path, inner))
            if shares(&inner) > shares(&shape)
                || row.properties.is_empty() && inner.properties.len() > 1 =>
        {
            (ItemShape::Path { path }, inner)
        }
        _ => (ItemShape::Flat, shape),
    }
}
