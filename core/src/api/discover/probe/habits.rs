//! What servers that answer alike do alike.
//!
//! The table of known dialects tells by signs in an answer which family of
//! servers gave it; the family tells how a list is ordered, narrowed and
//! searched, until `verify` has tried that out.

use super::sample::Sample;
use crate::api::dialect::catalogue::{Answer, Known, known, recognize};
use crate::api::discover::evidence::evidence;
use crate::api::{Dialect, Evidence, Paging, SortStyle, Source, Total};

/// Puts the habits of the family that `sample` is a sign of into `dialect`,
/// where nothing better is known; `name` is that of the resource and `path`
/// that of its list.
pub(super) fn adopt(
    dialect: &mut Dialect,
    sample: &Sample,
    name: &str,
    path: &str,
) -> Vec<Evidence> {
    let table = known();
    let response = sample.response();
    let found = recognize(&table, Answer::List, &response);
    let family = found.into_iter().find(|family| fits(family, dialect, name, path));
    let Some(family) = family else { return Vec::new() };
    let theirs = family.dialect(name, path);
    let mut reasons = Vec::new();
    let mut note = |subject: &str, parameter: &str| {
        let reason = evidence(subject, Source::Convention, 70, "family");
        let reason = reason.with("parameter", parameter).with("family", &family.title);
        reasons.push(reason);
    };
    match &theirs.sort {
        SortStyle::Terms { parameter, .. } => note("sort", parameter),
        SortStyle::Pair { field, .. } => note("sort", field),
        SortStyle::None => {}
    }
    if let Some((_, name, _)) = theirs.filter.words().0.first() {
        note("filter", name);
    }
    if let Some(search) = &theirs.search {
        note("search", search);
    }
    complete_paging(&mut dialect.paging, &theirs.paging);
    if dialect.total == Total::None {
        dialect.total = theirs.total;
    }
    *dialect = Dialect {
        paging: std::mem::take(&mut dialect.paging),
        total: std::mem::take(&mut dialect.total),
        rows: std::mem::take(&mut dialect.rows),
        ..theirs
    };
    reasons
}

/// Returns whether what is known by now does not speak against the family.
fn fits(family: &Known, dialect: &Dialect, name: &str, path: &str) -> bool {
    let theirs = family.dialect(name, path);
    let is_alike = match (&dialect.paging, &theirs.paging) {
        (Paging::None | Paging::Link { .. }, _) => true,
        (Paging::Page { page: one, .. }, Paging::Page { page: other, .. })
        | (Paging::Offset { offset: one, .. }, Paging::Offset { offset: other, .. })
        | (Paging::Cursor { cursor: one, .. }, Paging::Cursor { cursor: other, .. }) => {
            one == other
        }
        _ => false,
    };
    is_alike && theirs.rows == dialect.rows
}

/// Takes from the family what links to the next page did not show.
fn complete_paging(paging: &mut Paging, theirs: &Paging) {
    match (&mut *paging, theirs) {
        (Paging::None, _) => *paging = theirs.clone(),
        (
            Paging::Page { size: size @ None, max_size, .. },
            Paging::Page { size: Some(name), .. },
        ) => {
            *size = Some(name.clone());
            *max_size = None;
        }
        _ => {}
    }
}

/// Returns the dialect of the family called `name` in the table.
pub(in crate::api::discover) fn of_family(name: &str, resource: &str, list: &str) -> Dialect {
    let table = known();
    let family = table.iter().find(|known| known.name == name);
    family.map(|family| family.dialect(resource, list)).unwrap_or_default()
}
