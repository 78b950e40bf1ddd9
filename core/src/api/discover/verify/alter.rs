//! Taking back what a dialect cannot do.

use super::choose;
use crate::api::{Filter, FilterOperator, FilterStyle, Kind, Paging, Resource};
use crate::record::Record;

/// Returns the parameter of the page size.
pub(super) fn size_parameter(paging: &Paging) -> Option<String> {
    paging.size().0.map(str::to_owned)
}

/// Takes back that the size of a page can be chosen: pages have `rows` then.
/// Pages by offset cannot do without it.
pub(super) fn drop_size(paging: &mut Paging, rows: usize) {
    match paging {
        Paging::Page { size, .. } | Paging::Cursor { size, .. } | Paging::Link { size, .. } => {
            *size = None;
        }
        _ => *paging = Paging::None,
    }
    cap(paging, rows);
}

/// Notes that no page has more than `rows`.
pub(super) fn cap(paging: &mut Paging, rows: usize) {
    match paging {
        Paging::Page { max_size, .. }
        | Paging::Offset { max_size, .. }
        | Paging::Cursor { max_size, .. } => *max_size = u32::try_from(rows).ok(),
        _ => {}
    }
}

/// Takes back the search.
pub(super) fn drop_search(resource: &mut Resource) {
    resource.dialect.search = None;
    resource.dialect.search_path = None;
}

/// Limits the conditions to these fields.
pub(super) fn limit(resource: &mut Resource, known: &[String]) {
    let (words, _) = resource.dialect.filter.words();
    let is_shared = !matches!(resource.dialect.filter, FilterStyle::Parameters { .. });
    let kept: Vec<String> = if is_shared {
        known.to_vec()
    } else {
        let names = known
            .iter()
            .flat_map(|field| words.iter().map(move |(_, name, _)| name.replace("{field}", field)));
        names.collect()
    };
    set_fields(&mut resource.dialect.filter, kept);
}

/// Limits the conditions to those that were proved.
pub(super) fn limit_to(resource: &mut Resource, proved: &[Filter]) {
    let (words, _) = resource.dialect.filter.words();
    let names = proved.iter().filter_map(|filter| {
        let word = words.iter().find(|(operator, ..)| *operator == filter.operator);
        word.map(|(_, name, _)| name.replace("{field}", &filter.field))
    });
    let names: Vec<String> = names.collect();
    set_fields(&mut resource.dialect.filter, names);
}

fn set_fields(style: &mut FilterStyle, kept: Vec<String>) {
    if kept.is_empty() {
        *style = FilterStyle::None;
        return;
    }
    match style {
        FilterStyle::None => {}
        FilterStyle::Parameters { fields, .. }
        | FilterStyle::Expression { fields, .. }
        | FilterStyle::Json { fields, .. } => *fields = kept,
    }
}

/// Takes back a condition that failed.
///
/// Where the API declares its conditions, only this one goes. Where any field
/// was believed to be one, texts that look like numbers may be the reason, and
/// then only such fields go.
pub(super) fn withdraw(resource: &mut Resource, rows: &[Record], filter: &Filter) {
    let (words, declared) = resource.dialect.filter.words();
    let name_of = |operator: FilterOperator, field: &str| {
        let word = words.iter().find(|(known, ..)| *known == operator);
        word.map_or_else(|| field.to_owned(), |(_, name, _)| name.replace("{field}", field))
    };
    let is_shared = !matches!(resource.dialect.filter, FilterStyle::Parameters { .. });
    let kept: Vec<String> = if declared.is_empty() {
        let names = resource
            .fields
            .iter()
            .filter(|field| !matches!(field.kind, Kind::Array | Kind::Object | Kind::Password))
            .map(|field| field.name.clone());
        let names: Vec<String> = names.collect();
        let columns = choose::columns(resource, rows, names.iter().cloned());
        let is_misread =
            |name: &String| columns.iter().any(|it| it.name == *name && it.is_numeric_text());
        if !is_misread(&filter.field) {
            resource.dialect.filter = FilterStyle::None;
            return;
        }
        let names = names.iter().filter(|name| !is_misread(name));
        if is_shared {
            names.cloned().collect()
        } else {
            let each = names.flat_map(|name| words.iter().map(|word| name_of(word.0, name)));
            each.collect()
        }
    } else {
        let gone = if is_shared {
            filter.field.clone()
        } else {
            let name = name_of(filter.operator, &filter.field);
            if declared.contains(&name) { name } else { filter.field.clone() }
        };
        declared.iter().filter(|name| **name != gone).cloned().collect()
    };
    set_fields(&mut resource.dialect.filter, kept);
}
