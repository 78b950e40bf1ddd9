//! How a part of a list is asked for, by its parameters.

use super::call::{Call, Query};
use super::listing::{Listing, named};
use super::rows::Found;
use super::schema::Document;
use crate::api::discover::evidence::evidence;
use crate::api::discover::words::compact;
use crate::api::{Next, Paging, Rows, Source};
use crate::record::Path;
use serde_json::Value;

const PAGES: [&str; 10] = [
    "page",
    "pagenumber",
    "pageno",
    "pageindex",
    "currentpage",
    "pagenum",
    "paginationpage",
    "pagepage",
    "p",
    "pg",
];
const OFFSETS: [&str; 17] = [
    "offset",
    "skip",
    "limitstart",
    "firstrow",
    "startrow",
    "skipcount",
    "startposition",
    "startat",
    "firstresult",
    "startrecord",
    "start",
    "from",
    "startindex",
    "pageoffset",
    "paginationstart",
    "paginationoffset",
    "first",
];
const ENDS: [&str; 2] = ["end", "endindex"];
const SIZES: [&str; 24] = [
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
    "maxrecords",
    "recordsperpage",
    "rowcount",
    "batchsize",
    "rpp",
    "first",
    "max",
];
const CURSORS: [&str; 18] = [
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
    "continue",
    "nextmarker",
    "batchtoken",
    "aftercursor",
    "iterator",
    "token",
];

/// Reads how a part of the list is asked for; `key` is the name of the key.
pub(super) fn page<'a>(
    listing: &mut Listing,
    document: Document<'a>,
    call: &Call<'a>,
    found: &Found<'a>,
    key: &str,
) {
    let queries: Vec<&Query<'a>> = call.queries().collect();
    let queries = &queries[..];
    let number = |query: &Query<'a>, word: &str| {
        let value = document.resolve(query.schema).get(word).and_then(Value::as_u64);
        value.and_then(|value| u32::try_from(value).ok())
    };
    let is_text = |query: &Query<'a>| document.shape(query.schema).is("string");
    // Loose descriptions call every parameter a text; a token is told of.
    let is_token = |query: &Query<'a>| {
        let text = query.description.unwrap_or_default().to_lowercase();
        let is_told = ["token", "cursor", "opaque"].iter().any(|word| text.contains(word));
        // A link to the next page may hold any parameter.
        let has_token = found.next.is_some() && found.next != found.link;
        is_text(query) && (has_token || is_told)
    };
    let is_object = |query: &Query<'a>| {
        let shape = document.shape(query.schema);
        shape.is("object") && !shape.is("integer")
    };
    let page = named(queries, &PAGES).filter(|page| !is_token(page) && !is_object(page));
    let offset = named(queries, &OFFSETS).filter(|offset| {
        // A moment or a name may be where something starts, too.
        let is_sure = ["offset", "skip"].iter().any(|word| compact(&offset.name).contains(word));
        // Beside a cursor it says how many come.
        let is_size = compact(&offset.name) == "first" && named(queries, &CURSORS).is_some();
        !is_token(offset) && !is_size && (is_sure || !is_text(offset))
    });
    // Where sizes of pages and other limits stand side by side, a page has its own.
    let of_page: Vec<&str> = SIZES.into_iter().filter(|name| name.contains("page")).collect();
    let mut size = page.and_then(|_| named(queries, &of_page)).or_else(|| named(queries, &SIZES));
    if page.is_some() && offset.is_some() {
        // Two ways to page at once: a limit goes with the offset, any other size with the page.
        let is_limit = |query: &Query<'a>| compact(&query.name) == "limit";
        let limit = queries.iter().copied().find(|query| is_limit(query));
        let others = queries.iter().copied().filter(|query| !is_limit(query));
        size = named(&others.collect::<Vec<_>>(), &SIZES).or(size);
        let both = [offset, limit].into_iter().flatten();
        listing.used.extend(both.map(|query| query.name.to_string()));
    }
    let size = size.filter(|size| offset.is_none_or(|offset| offset.name != size.name));
    let size_name = size.map(|size| size.name.to_string());
    let told = |size: &Query<'a>| {
        let inner = document.shape(size.schema).description;
        [size.description, inner].into_iter().flatten().find_map(most)
    };
    let max_size = size.and_then(|size| number(size, "maximum").or_else(|| told(size)));
    let main = if let Some(page) = page {
        let first = number(page, "minimum").or_else(|| number(page, "default"));
        listing.dialect.paging = Paging::Page {
            page: page.name.to_string(),
            size: size_name,
            // Counting from 1 is the habit; only 0 is worth believing.
            first: first.unwrap_or(1).min(1),
            max_size,
        };
        page
    } else if let (Some(start), Some(end)) = (offset, named(queries, &ENDS)) {
        listing.dialect.paging =
            Paging::Range { start: start.name.to_string(), end: end.name.to_string() };
        listing.used.push(end.name.to_string());
        start
    } else if let (Some(offset), Some(limit)) = (offset, size_name.clone()) {
        listing.dialect.paging =
            Paging::Offset { offset: offset.name.to_string(), limit, max_size };
        offset
    } else if let Some(cursor) = cursor(document, queries, is_token) {
        listing.dialect.paging = Paging::Cursor {
            cursor: cursor.name.to_string(),
            size: size_name,
            next: next(call, found, cursor, key),
            max_size,
        };
        cursor
    } else {
        link(listing, call, found, size);
        return;
    };
    listing.note("paging", &main.name, 85);
    listing.used.extend(size.map(|size| size.name.to_string()));
}

/// Returns the parameter that takes the token of the next page.
fn cursor<'q, 'a>(
    document: Document<'a>,
    queries: &[&'q Query<'a>],
    is_token: impl Fn(&Query<'a>) -> bool,
) -> Option<&'q Query<'a>> {
    // A moment after which records were made is a filter.
    let is_moment = |query: &Query<'a>| {
        let format = document.shape(query.schema).format.unwrap_or_default();
        format.to_ascii_lowercase().starts_with("date")
    };
    let queries: Vec<&'q Query<'a>> =
        queries.iter().copied().filter(|query| !is_moment(query)).collect();
    let tokens: Vec<&'q Query<'a>> =
        queries.iter().copied().filter(|query| is_token(query)).collect();
    named(&queries, &CURSORS)
        .or_else(|| named(&tokens, &OFFSETS))
        .or_else(|| named(&tokens, &PAGES))
}

/// Returns the largest size that a sentence grants: `maximum 100`, `between 1
/// and 100`, `up to 100`.
fn most(text: &str) -> Option<u32> {
    let text = text.to_lowercase().replace(',', "");
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let number = |word: &&str| word.parse::<u32>().ok().filter(|number| *number > 1);
    words.iter().enumerate().find_map(|(at, word)| {
        let behind = &words[at + 1..];
        match (*word, behind) {
            ("max" | "maximum", _) => behind.iter().take(4).find_map(number),
            ("between", [_, "and", most, ..])
            | ("up", ["to", most, ..])
            | ("at", ["most", most, ..]) => number(most),
            _ => None,
        }
    })
}

/// Returns where the token of the next page stands.
fn next(call: &Call<'_>, found: &Found<'_>, cursor: &Query<'_>, key: &str) -> Next {
    let token = call.headers.iter().find(|name| {
        let name = compact(name);
        name.contains("next") && (name.contains("token") || name.contains("cursor"))
    });
    match (&found.next, token) {
        (Some(path), _) => Next::Body { path: path.clone() },
        (None, Some(name)) => Next::Header { name: (*name).to_owned() },
        // Beside a bare list only a header can tell.
        (None, None) if found.rows == Rows::Root => Next::Header { name: "Link".to_owned() },
        // `starting_after` takes the last record where no token comes.
        (None, None) if !key.is_empty() && compact(&cursor.name).ends_with("after") => {
            Next::LastRow { path: Path::from(key) }
        }
        (None, None) => Next::Body { path: Path::field(cursor.name.to_string()) },
    }
}

/// Follows the links of an answer where no parameter asks for a page.
fn link<'a>(listing: &mut Listing, call: &Call<'a>, found: &Found<'a>, size: Option<&Query<'a>>) {
    let header = call.headers.iter().find(|name| name.eq_ignore_ascii_case("link"));
    let next = match (&found.link, header) {
        (Some(path), _) => Next::Body { path: path.clone() },
        (None, Some(name)) => Next::Header { name: (*name).to_owned() },
        (None, None) => return,
    };
    let place = match &next {
        Next::Body { path } => path.to_string(),
        _ => "Link".to_owned(),
    };
    listing.dialect.paging = Paging::Link { size: size.map(|size| size.name.to_string()), next };
    let reason = evidence("paging", Source::Document, 70, "linked").with("path", place);
    listing.evidence.push(reason);
    listing.used.extend(size.map(|size| size.name.to_string()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_tell_the_largest_size() {
        for (text, expected) in [
            ("Results per page (max 100).", Some(100)),
            ("Limit can range between 1 and 100, and the default is 10.", Some(100)),
            ("Default 20, maximum: 10,000, 1,000 or less is recommended", Some(10_000)),
            ("Up to 50 records", Some(50)),
            ("The number of records", None),
        ] {
            assert_eq!(most(text), expected, "{text}");
        }
    }
}
