//! The dialect of a list, by its parameters.

use super::call::{Call, Query};
use super::rows::Found;
use super::schema::Document;
use super::{filtering, sorting};
use crate::api::discover::evidence::evidence;
use crate::api::discover::words::compact;
use crate::api::{Dialect, Evidence, Next, Paging, Source, Total};
use crate::record::Path;
use serde_json::Value;

const PAGES: [&str; 9] = [
    "page",
    "pagenumber",
    "pageno",
    "pageindex",
    "currentpage",
    "pagenum",
    "paginationpage",
    "pagepage",
    "p",
];
const OFFSETS: [&str; 9] = [
    "offset",
    "skip",
    "start",
    "from",
    "startindex",
    "pageoffset",
    "paginationstart",
    "paginationoffset",
    "first",
];
const ENDS: [&str; 2] = ["end", "endindex"];
const SIZES: [&str; 18] = [
    "limit",
    "pagesize",
    "perpage",
    "size",
    "pagelimit",
    "itemsperpage",
    "maxresults",
    "take",
    "top",
    "paginationpagesize",
    "paginationlimit",
    "paginationsize",
    "rows",
    "count",
    "resultsperpage",
    "pageperpage",
    "maxitems",
    "max",
];
const CURSORS: [&str; 13] = [
    "cursor",
    "pagetoken",
    "after",
    "startingafter",
    "continuationtoken",
    "nexttoken",
    "marker",
    "pagecursor",
    "pageafter",
    "nextcursor",
    "nextpagetoken",
    "continuation",
    "token",
];
const SEARCHES: [&str; 14] = [
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
];
/// What the parameters of a list say.
#[derive(Debug, Default)]
pub(super) struct Listing<'a> {
    pub(super) dialect: Dialect,
    pub(super) evidence: Vec<Evidence>,
    /// The parameters that the endpoint need not repeat: those of paging, order
    /// and search, and filters on fields of the row, which have its kind.
    pub(super) used: Vec<&'a str>,
}

/// Reads the dialect of `call`, whose rows were `found`; `fields` are the
/// names in a row and `key` is that of the key.
pub(super) fn listing<'a>(
    document: Document<'a>,
    call: &Call<'a>,
    found: &Found<'a>,
    fields: &[&str],
    key: &str,
) -> Listing<'a> {
    let mut listing = Listing::default();
    listing.dialect.rows = found.rows.clone();
    total(&mut listing, call, found);
    let queries: Vec<&Query<'a>> = call.queries().collect();
    page(&mut listing, document, &queries, found);
    sorting::sort(&mut listing, document, &queries, fields);
    search(&mut listing, &queries);
    filtering::filter(&mut listing, document, &queries, fields, key);
    listing
}

impl<'a> Listing<'a> {
    pub(super) fn note(&mut self, subject: &str, parameter: &'a str, confidence: u8) {
        self.used.push(parameter);
        let reason = evidence(subject, Source::Document, confidence, "parameter");
        self.evidence.push(reason.with("parameter", parameter));
    }
}

fn total<'a>(listing: &mut Listing<'a>, call: &Call<'a>, found: &Found<'a>) {
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
fn named<'q, 'a>(queries: &[&'q Query<'a>], known: &[&str]) -> Option<&'q Query<'a>> {
    known
        .iter()
        .find_map(|wanted| queries.iter().find(|query| compact(query.name) == *wanted).copied())
}

fn page<'a>(
    listing: &mut Listing<'a>,
    document: Document<'a>,
    queries: &[&Query<'a>],
    found: &Found<'a>,
) {
    let number = |query: &Query<'a>, word: &str| {
        let value = document.resolve(query.schema).get(word).and_then(Value::as_u64);
        value.and_then(|value| u32::try_from(value).ok())
    };
    let is_text = |query: &&Query<'a>| document.shape(query.schema).is("string");
    let page = named(queries, &PAGES).filter(|page| !is_text(page));
    let offset = named(queries, &OFFSETS);
    let mut size = named(queries, &SIZES);
    if page.is_some() && offset.is_some() {
        // Two ways to page at once: a limit goes with the offset, any other size with the page.
        let limit = size.filter(|size| compact(size.name) == "limit");
        let others = queries.iter().copied().filter(|query| compact(query.name) != "limit");
        let others: Vec<&Query<'a>> = others.collect();
        size = named(&others, &SIZES).or(size);
        listing.used.extend([offset, limit].into_iter().flatten().map(|query| query.name));
    }
    let size_name = size.map(|size| size.name.to_owned());
    let max_size = size.and_then(|size| number(size, "maximum"));
    let main = if let Some(page) = page {
        let first = number(page, "minimum").or_else(|| number(page, "default"));
        listing.dialect.paging = Paging::Page {
            page: page.name.to_owned(),
            size: size_name,
            // Counting from 1 is the habit; only 0 is worth believing.
            first: first.unwrap_or(1).min(1),
            max_size,
        };
        page
    } else if let (Some(start), Some(end)) = (offset, named(queries, &ENDS)) {
        listing.dialect.paging =
            Paging::Range { start: start.name.to_owned(), end: end.name.to_owned() };
        listing.used.push(end.name);
        start
    } else if let (Some(offset), Some(limit)) = (offset, size_name.clone()) {
        listing.dialect.paging = Paging::Offset { offset: offset.name.to_owned(), limit, max_size };
        offset
    } else if let Some(cursor) = named(queries, &CURSORS) {
        listing.dialect.paging = Paging::Cursor {
            cursor: cursor.name.to_owned(),
            size: size_name,
            next: Next::Body {
                path: found.next.clone().unwrap_or_else(|| Path::field(cursor.name)),
            },
            max_size,
        };
        cursor
    } else {
        return;
    };
    listing.note("paging", main.name, 85);
    listing.used.extend(size.map(|size| size.name));
}

fn search<'a>(listing: &mut Listing<'a>, queries: &[&Query<'a>]) {
    if let Some(query) = named(queries, &SEARCHES).filter(|query| !query.is_required) {
        listing.dialect.search = Some(query.name.to_owned());
        listing.note("search", query.name, 80);
    }
}
