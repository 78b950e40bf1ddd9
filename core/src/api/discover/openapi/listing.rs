//! The dialect of a list, by its parameters.

use super::call::{Call, Query};
use super::rows::Found;
use super::schema::Document;
use super::sorting;
use crate::api::discover::evidence::evidence;
use crate::api::discover::words::compact;
use crate::api::{Dialect, Evidence, FilterOperator, FilterStyle, ManyById, Paging, Source, Total};
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
/// Parameters that change what a row holds and not which rows come.
const OTHERS: [&str; 22] = [
    "fields",
    "select",
    "include",
    "expand",
    "embed",
    "format",
    "locale",
    "lang",
    "language",
    "pretty",
    "callback",
    "envelope",
    "populate",
    "projection",
    "view",
    "apikey",
    "accesstoken",
    "key",
    "includes",
    "exclude",
    "omit",
    "attributes",
];
const OPERATORS: [(&str, FilterOperator); 22] = [
    ("eq", FilterOperator::Eq),
    ("ne", FilterOperator::Ne),
    ("neq", FilterOperator::Ne),
    ("not", FilterOperator::Ne),
    ("lt", FilterOperator::Lt),
    ("lte", FilterOperator::Lte),
    ("le", FilterOperator::Lte),
    ("gt", FilterOperator::Gt),
    ("gte", FilterOperator::Gte),
    ("ge", FilterOperator::Gte),
    ("in", FilterOperator::In),
    ("contains", FilterOperator::Contains),
    ("icontains", FilterOperator::Contains),
    ("like", FilterOperator::Contains),
    ("ilike", FilterOperator::Contains),
    ("search", FilterOperator::Contains),
    ("match", FilterOperator::Contains),
    ("$gte", FilterOperator::Gte),
    ("$lte", FilterOperator::Lte),
    ("$gt", FilterOperator::Gt),
    ("$lt", FilterOperator::Lt),
    ("$in", FilterOperator::In),
];

/// What the parameters of a list say.
#[derive(Debug, Default)]
pub(super) struct Listing<'a> {
    pub(super) dialect: Dialect,
    pub(super) evidence: Vec<Evidence>,
    /// The parameters of paging, order and search.
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
    filter(&mut listing, document, &queries, fields, key);
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
    let size = named(queries, &SIZES);
    let size_name = size.map(|size| size.name.to_owned());
    let max_size = size.and_then(|size| number(size, "maximum"));
    let is_text = |query: &&Query<'a>| document.shape(query.schema).is("string");
    let page = named(queries, &PAGES).filter(|page| !is_text(page));
    let offset = named(queries, &OFFSETS);
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
            next: found.next.clone().unwrap_or_else(|| Path::field(cursor.name)),
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

/// A parameter taken apart.
struct Part<'a> {
    name: String,
    field: &'a str,
    separator: &'static str,
    operator: Option<(&'static str, FilterOperator)>,
}

fn filter<'a>(
    listing: &mut Listing<'a>,
    document: Document<'a>,
    queries: &[&Query<'a>],
    fields: &[&str],
    key: &str,
) {
    let mut parts = Vec::new();
    for query in queries {
        let is_other = OTHERS.contains(&compact(query.name).as_str());
        if listing.used.contains(&query.name) || is_other && !fields.contains(&query.name) {
            continue;
        }
        let shape = document.shape(query.schema);
        if query.is_deep_object {
            for (name, _) in &shape.properties {
                parts.push(apart(&format!("{}[{name}]", query.name), query.name, fields));
            }
            continue;
        }
        many(listing, query, key, shape.is_array());
        parts.push(apart(query.name, query.name, fields));
    }
    if parts.is_empty() {
        return;
    }
    // Mixed grammars are rare; the one with the most parameters is taken, the
    // others stay plain parameters.
    let count = |separator: &str| {
        parts.iter().filter(|part| part.operator.is_some() && part.separator == separator).count()
    };
    let separators = ["[", "__", "_", ".", ":"];
    let best = separators.into_iter().rev().max_by_key(|separator| count(separator));
    let best = best.filter(|separator| count(separator) > 0);
    let mut operators: Vec<(FilterOperator, String)> = Vec::new();
    for part in parts.iter().filter(|part| Some(part.separator) == best) {
        let Some((theirs, ours)) = part.operator else { continue };
        if !operators.iter().any(|(known, _)| *known == ours) {
            operators.push((ours, theirs.to_owned()));
        }
    }
    let names: Vec<String> = parts.iter().map(|part| part.name.clone()).collect();
    let first = parts.iter().find(|part| Some(part.separator) == best).unwrap_or(&parts[0]);
    let reason = evidence("filter", Source::Document, 85, "parameter");
    listing.evidence.push(reason.with("parameter", &first.name));
    listing.dialect.filter = match best {
        None => FilterStyle::Plain { fields: names },
        Some("[") => FilterStyle::Bracket { operators, fields: names },
        Some(separator) => {
            FilterStyle::Suffix { separator: separator.to_owned(), operators, fields: names }
        }
    };
}

fn apart<'a>(name: &str, whole: &'a str, fields: &[&str]) -> Part<'a> {
    let known = |word: &str| {
        let word = word.to_ascii_lowercase();
        OPERATORS.iter().find(|(theirs, _)| *theirs == word).copied()
    };
    let make = |field: &'a str, separator, operator| Part {
        name: name.to_owned(),
        field,
        separator,
        operator,
    };
    if let Some((_, word)) = name.strip_suffix(']').and_then(|name| name.rsplit_once('[')) {
        let field = whole.split('[').next().unwrap_or(whole);
        if let Some(operator) = known(word) {
            return make(field, "[", Some(operator));
        }
    }
    for separator in ["__", "_", ".", ":"] {
        let parts = whole.rsplit_once(separator);
        let found = parts.and_then(|(field, word)| Some((field, known(word)?)));
        // `opt_in` is a name of its own, `price_gte` is not.
        let found = found.filter(|(field, _)| separator == "__" || fields.contains(field));
        if let Some((field, operator)) = found {
            return make(field, separator, Some(operator));
        }
    }
    make(whole, "", None)
}

/// Reads `id=1&id=2`, `ids=1,2`, `id[in]=1,2` and `id__in=1,2`.
fn many<'a>(listing: &mut Listing<'a>, query: &Query<'a>, key: &str, is_array: bool) {
    let part = apart(query.name, query.name, &[key]);
    let is_in = matches!(part.operator, Some((_, FilterOperator::In))) && part.field == key;
    let is_list =
        is_array && (query.name == key || compact(query.name) == format!("{}s", compact(key)));
    if !is_in && !is_list {
        return;
    }
    let parameter = query.name.to_owned();
    listing.dialect.many = if is_in || query.is_joined {
        ManyById::Joined { parameter, separator: ",".to_owned() }
    } else {
        ManyById::Repeated { parameter }
    };
    let reason = evidence("many", Source::Document, 80, "parameter");
    listing.evidence.push(reason.with("parameter", query.name));
}
