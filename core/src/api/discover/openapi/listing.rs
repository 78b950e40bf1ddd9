//! The dialect of a list, by its parameters.

use super::call::{Call, Query};
use super::family::family;
use super::rows::Found;
use super::schema::Document;
use super::{filtering, paging, posted, selecting, sorting};
use crate::api::discover::evidence::evidence;
use crate::api::discover::words::compact;
use crate::api::{Always, Dialect, Evidence, Occasion, Paging, ParameterPlace, Source, Total};
use crate::platform::Method;

const SEARCHES: [&str; 18] = [
    "search",
    "q",
    "query",
    "keyword",
    "keywords",
    "searchterm",
    "searchtext",
    "searchquery",
    "term",
    "fulltext",
    "filterq",
    "filtersearch",
    "s",
    "freetext",
    "texttosearch",
    "textsearch",
    "searchstring",
    "searchfor",
];

/// What the parameters of a list say.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) dialect: Dialect,
    pub(super) evidence: Vec<Evidence>,
    /// The parameters that the endpoint need not repeat: those of paging, order
    /// and search, and filters on fields of the row, which have its kind.
    pub(super) used: Vec<String>,
}

/// Reads the dialect of `call`, whose rows were `found`; `fields` are the
/// names in a row and `key` is that of the key.
pub(super) fn listing<'a>(
    document: Document<'a>,
    call: &Call<'a>,
    found: &Found<'a>,
    fields: &[&str],
    key: &str,
) -> Listing {
    if let Some(listing) = family(document, call, found) {
        return listing;
    }
    let mut listing = Listing::default();
    listing.dialect.rows = found.rows.clone();
    total(&mut listing, call, found);
    let queries: Vec<&Query<'a>> = call.queries().collect();
    listing.dialect.more.clone_from(&found.more);
    let count = queries.iter().find(|query| query.name == "$count");
    if let (Some(count), Total::Body { .. }) = (count, &found.total) {
        listing.dialect.always.push(Always {
            on: Occasion::List,
            name: count.name.to_string(),
            value: "true".to_owned(),
            place: ParameterPlace::Query,
        });
        listing.used.push(count.name.to_string());
    }
    paging::page(&mut listing, document, call, found, key);
    sorting::sort(&mut listing, document, &queries, fields);
    search(&mut listing, &queries);
    selecting::select(&mut listing, document, &queries, fields);
    if call.method == Method::Post {
        // A link is followed by `GET`, which answers something else.
        if matches!(listing.dialect.paging, Paging::Link { .. }) {
            listing.dialect.paging = Paging::None;
        }
        posted::filter(&mut listing, document, &queries, fields);
    } else {
        filtering::filter(&mut listing, document, &queries, fields, key);
    }
    listing
}

impl Listing {
    pub(super) fn note(&mut self, subject: &str, parameter: &str, confidence: u8) {
        self.used.push(parameter.to_owned());
        let reason = evidence(subject, Source::Document, confidence, "parameter");
        self.evidence.push(reason.with("parameter", parameter));
    }
}

fn total<'a>(listing: &mut Listing, call: &Call<'a>, found: &Found<'a>) {
    listing.dialect.total = found.total.clone();
    if let Total::Body { path } = &found.total {
        let reason = evidence("total", Source::Document, 80, "body");
        listing.evidence.push(reason.with("path", path));
        return;
    }
    let header = call.headers.iter().find(|name| {
        let name = compact(name);
        name == "contentrange" || name.contains("total") && !name.contains("page")
    });
    if let Some(name) = header {
        listing.dialect.total = Total::Header { name: (*name).to_owned() };
        let reason = evidence("total", Source::Document, 90, "header");
        listing.evidence.push(reason.with("header", name));
    }
}

/// Returns the parameter whose name is one of `known`, best first.
pub(super) fn named<'q, 'a>(queries: &[&'q Query<'a>], known: &[&str]) -> Option<&'q Query<'a>> {
    // A long list of names is compared with each.
    let names: Vec<(String, Option<String>)> = queries.iter().map(|query| called(query)).collect();
    let position = known.iter().find_map(|wanted| {
        names.iter().position(|(name, inner)| name == wanted || inner.as_deref() == Some(wanted))
    })?;
    Some(queries[position])
}

/// Returns whether this is the name of a parameter; `paging.limit` of a body is
/// a `limit`.
pub(super) fn is_called(query: &Query<'_>, wanted: &str) -> bool {
    let (name, inner) = called(query);
    name == wanted || inner.as_deref() == Some(wanted)
}

/// Returns what a parameter is called, and the last part of that in a body.
fn called(query: &Query<'_>) -> (String, Option<String>) {
    let inner = query.name.rsplit_once('.').filter(|_| query.place == ParameterPlace::Body);
    (compact(&query.name), inner.map(|(_, name)| compact(name)))
}

/// Returns the parameter of a search that needs nothing else.
pub(super) fn search_parameter<'c, 'a>(call: &'c Call<'a>) -> Option<&'c Query<'a>> {
    let queries: Vec<&Query<'a>> = call.queries().collect();
    let search = named(&queries, &SEARCHES)?;
    let is_alone = queries.iter().all(|query| !query.is_required || query.name == search.name);
    is_alone.then_some(search)
}

fn search(listing: &mut Listing, queries: &[&Query<'_>]) {
    if let Some(query) = named(queries, &SEARCHES).filter(|query| !query.is_required) {
        listing.dialect.search = Some(query.name.to_string());
        listing.note("search", &query.name, 80);
    }
}
