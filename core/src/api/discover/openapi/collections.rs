//! Which paths make a collection.

use super::call::Call;
use super::paths::{Paths, item_parent, noun, plain, split_last};
use super::posted::posted;
use super::rows::{self, Found};
use super::schema::{Document, Shape};
use crate::api::discover::words::{compact, is_listing, is_same_noun, is_verb, singular};
use crate::api::{Rows, Total};
use crate::platform::Method;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The paths of one collection.
#[derive(Debug)]
pub(super) struct Collection<'a> {
    /// The path that records are added to, without final slash.
    pub(super) base: String,
    /// The position of the list among the calls.
    pub(super) list: usize,
    /// The path of one record, without final slash.
    pub(super) item: Option<String>,
    pub(super) found: Found<'a>,
    /// Whether the list is a search beside the collection.
    pub(super) is_search: bool,
    /// The positions of searches that answer like the list.
    pub(super) searches: Vec<usize>,
}

/// A `GET` that answers with rows.
struct Candidate<'a> {
    position: usize,
    path: &'a str,
    found: Found<'a>,
}

/// Returns the collections in the order of the description.
pub(super) fn collections<'a>(
    document: Document<'a>,
    calls: &[Call<'a>],
    paths: &Paths,
) -> Vec<Collection<'a>> {
    let candidates = candidates(document, calls, paths);
    let mut collections = Vec::new();
    for candidate in &candidates {
        if let Some(item) = paths.item(candidate.path) {
            collections.push(collection(candidate, candidate.path, Some(item), false));
        }
    }
    searched(document, calls, paths, &candidates, &mut collections);
    lone(document, calls, &candidates, &mut collections);
    posted(document, calls, paths, &mut collections);
    drop_twins(document, &mut collections);
    collections.sort_by_key(|collection| collection.list);
    collections
}

fn candidates<'a>(document: Document<'a>, calls: &[Call<'a>], paths: &Paths) -> Vec<Candidate<'a>> {
    let lists = calls.iter().enumerate().filter(|(_, call)| {
        call.method == Method::Get
            && call.is_success_json
            && item_parent(plain(call.path)).is_none()
    });
    let lists = lists.filter_map(|(position, call)| {
        let path = plain(call.path);
        let has_item = paths.item(path).is_some();
        let found = match call.answer.map(|answer| (answer, document.brief(answer))) {
            Some((answer, shape)) if !is_untyped(&shape) => {
                let found = rows::find(document, answer, noun(path), has_item);
                found.or_else(|| one_for_many(document, calls, paths, position, &shape))
            }
            answer => {
                // A list that says nothing of its answer is believed by its paths; an
                // object that is none is one only when it is called by a plural.
                let is_object = answer.is_some_and(|(_, shape)| shape.is("object"));
                let is_plural = singular(noun(path)) != noun(path);
                (has_item && (is_plural || !is_object)).then_some(Found {
                    rows: Rows::Root,
                    row: None,
                    total: Total::None,
                    next: None,
                    link: None,
                    more: None,
                })
            }
        };
        Some(Candidate { position, path, found: found? })
    });
    lists.collect()
}

/// Takes the schema of one record for that of the rows, where a description
/// forgot that there are many: what is called by a plural and answers with the
/// very schema that a record under it has.
fn one_for_many<'a>(
    document: Document<'a>,
    calls: &[Call<'a>],
    paths: &Paths,
    position: usize,
    shape: &Shape<'a>,
) -> Option<Found<'a>> {
    let call = &calls[position];
    let path = plain(call.path);
    let item = paths.at(paths.item(path)?, calls, Method::Get)?;
    let one = document.brief(calls[item].answer?).name?;
    let is_plural = singular(noun(path)) != noun(path);
    // With something to choose by it answers with one indeed.
    let is_free = call.queries().all(|query| !query.is_required);
    (is_plural && is_free && shape.name == Some(one)).then_some(Found {
        rows: Rows::Root,
        row: call.answer,
        total: Total::None,
        next: None,
        link: None,
        more: None,
    })
}

fn is_untyped(shape: &Shape<'_>) -> bool {
    shape.properties.is_empty() && !shape.is_array() && !shape.has_map && !shape.is("string")
}

fn collection<'a>(
    candidate: &Candidate<'a>,
    base: &str,
    item: Option<&str>,
    is_search: bool,
) -> Collection<'a> {
    Collection {
        base: base.to_owned(),
        list: candidate.position,
        item: item.map(str::to_owned),
        found: candidate.found.clone(),
        is_search,
        searches: Vec::new(),
    }
}

/// Finds lists for records that can be read one by one but have no plain list:
/// `/pet/findByStatus` for `/pet/{petId}`, `/products` for `/product/{id}`.
fn searched<'a>(
    document: Document<'a>,
    calls: &[Call<'a>],
    paths: &Paths,
    candidates: &[Candidate<'a>],
    collections: &mut Vec<Collection<'a>>,
) {
    let mut folders: HashMap<&str, Vec<&Candidate<'a>>> = HashMap::new();
    for candidate in candidates {
        folders.entry(split_last(candidate.path).0).or_default().push(candidate);
    }
    let mut lists: HashSet<usize> = collections.iter().map(|it| it.list).collect();
    let mut items: HashSet<String> =
        collections.iter().filter_map(|collection| collection.item.clone()).collect();
    for call in calls.iter().filter(|call| call.method == Method::Get) {
        let item = plain(call.path);
        let Some(base) = item_parent(item) else { continue };
        if paths.item(base) != Some(item) || items.contains(item) {
            continue;
        }
        let (parent, last) = split_last(base);
        let beside = folders.get(base).into_iter().flatten();
        let around = folders.get(parent).into_iter().flatten();
        let fitting = beside.chain(around).filter(|candidate| {
            if lists.contains(&candidate.position) {
                return false;
            }
            let (folder, name) = split_last(candidate.path);
            if folder == parent && is_same_noun(name, last) {
                return true;
            }
            let is_same = || {
                call.answer.is_some_and(|answer| {
                    is_same_record(document, answer, candidate.found.row, noun(base))
                })
            };
            // Without a schema the name of the search must do.
            let is_told = call.answer.is_none() && is_listing(name);
            folder == base && !name.contains('{') && (is_told || is_same())
        });
        let best = fitting.min_by_key(|candidate| {
            let (folder, _) = split_last(candidate.path);
            let call = &calls[candidate.position];
            (folder == base, missing_values(document, call), call.is_deprecated)
        });
        if let Some(candidate) = best {
            let is_search = split_last(candidate.path).0 == base;
            let base = if is_search { base } else { candidate.path };
            lists.insert(candidate.position);
            items.insert(item.to_owned());
            collections.push(collection(candidate, base, Some(item), is_search));
        }
    }
}

/// Counts the required parameters that nothing offers a value for, with a
/// penny for those that have one.
pub(super) fn missing_values(document: Document<'_>, call: &Call<'_>) -> usize {
    let required = call.queries().filter(|query| query.is_required);
    required.map(|query| if offered(document, query.schema).is_some() { 1 } else { 10 }).sum()
}

/// Returns a value that the description offers for a parameter.
pub(super) fn offered<'a>(document: Document<'a>, schema: &'a Value) -> Option<&'a Value> {
    let schema = document.resolve(schema);
    let first = |schema: &'a Value| {
        let choices = document.brief(schema).choices;
        schema.get("default").or_else(|| choices.first().copied())
    };
    let items = schema.get("items").map(|items| document.resolve(items));
    first(schema).or_else(|| items.and_then(first)).or_else(|| schema.get("example"))
}

/// Returns whether `answer` is one of the rows.
pub(super) fn is_same_record(
    document: Document<'_>,
    answer: &Value,
    row: Option<&Value>,
    noun: &str,
) -> bool {
    let Some(row) = row else { return false };
    let row = document.shape(row);
    let (_, item) = rows::item(document, answer, &row, noun);
    if row.name.is_some() && row.name == item.name {
        return true;
    }
    let shared = row.properties.iter().filter(|(name, _)| item.property(name).is_some()).count();
    shared > 1 && shared * 2 >= row.properties.len()
}

/// Adds lists whose records cannot be read one by one.
fn lone<'a>(
    document: Document<'a>,
    calls: &[Call<'a>],
    candidates: &[Candidate<'a>],
    collections: &mut Vec<Collection<'a>>,
) {
    let lists: HashSet<usize> = collections.iter().map(|collection| collection.list).collect();
    let mut bases: HashMap<String, Vec<usize>> = HashMap::new();
    for (position, collection) in collections.iter().enumerate() {
        bases.entry(collection.base.clone()).or_default().push(position);
    }
    for candidate in candidates.iter().filter(|it| !lists.contains(&it.position)) {
        let (folder, last) = split_last(candidate.path);
        let row = candidate.found.row.map(|row| document.brief(row));
        let is_record = row.as_ref().is_some_and(Shape::is_object);
        let above = || bases.get(folder).into_iter().flatten().copied();
        let is_view = above()
            .any(|known| is_listing(last) || same_row(document, &collections[known], row.as_ref()));
        let searched = above().find(|known| {
            let known = &collections[*known];
            is_listing(last)
                && known.found.rows == candidate.found.rows
                && same_row(document, known, row.as_ref())
        });
        if let Some(searched) = searched {
            collections[searched].searches.push(candidate.position);
        }
        let is_callable = || missing_values(document, &calls[candidate.position]) < 10;
        if is_record && !is_view && !is_verb(last) && is_callable() {
            bases.entry(candidate.path.to_owned()).or_default().push(collections.len());
            collections.push(collection(candidate, candidate.path, None, false));
        }
    }
}

pub(super) fn same_row(
    document: Document<'_>,
    known: &Collection<'_>,
    row: Option<&Shape<'_>>,
) -> bool {
    let name = known.found.row.and_then(|row| document.brief(row).name);
    name.is_some() && name == row.and_then(|row| row.name)
}

/// Leaves out nested lists of records that have a list of their own, unless
/// records are read there as well.
fn drop_twins(document: Document<'_>, collections: &mut Vec<Collection<'_>>) {
    let name = |collection: &Collection<'_>| {
        collection.found.row.and_then(|row| document.brief(row).name).map(str::to_owned)
    };
    let flat = collections.iter().filter(|collection| !collection.base.contains('{'));
    let (mut nouns, mut rows) = (HashSet::new(), HashSet::new());
    for collection in flat {
        let row = name(collection);
        nouns.insert((compact(noun(&collection.base)), row.clone()));
        nouns.insert((compact(noun(&collection.base)), None));
        rows.extend(row);
    }
    collections.retain(|collection| {
        let is_view = || {
            let row = name(collection);
            let has_row = row.as_ref().is_some_and(|row| rows.contains(row));
            has_row || nouns.contains(&(compact(noun(&collection.base)), row))
        };
        collection.item.is_some() || !collection.base.contains('{') || !is_view()
    });
}
