//! How an undescribed list is paged.

use super::habits;
use super::sample::{Sample, sample};
use crate::api::address::{decode, query_value, without_query};
use crate::api::discover::evidence::evidence;
use crate::api::discover::fetch::Fetcher;
use crate::api::discover::words::compact;
use crate::api::{Dialect, Evidence, Next, Paging, Source, Total};
use serde_json::Value;

/// The rows of a page that is asked for to compare it.
const SIZE: usize = 2;

/// Returns the dialect of the list at `url`, whose plain answer is `plain`;
/// `noun` is the name of the resource and `path` that of its list.
pub(super) async fn dialect(
    fetcher: Fetcher<'_>,
    url: &str,
    (noun, path): (&str, &str),
    plain: &Sample,
) -> (Dialect, Vec<Evidence>) {
    let mut dialect =
        Dialect { rows: plain.place.clone(), total: plain.total.clone(), ..Dialect::default() };
    let mut reasons = Vec::new();
    if let (Total::None, Some((name, _))) = (&dialect.total, &plain.header_total) {
        dialect.total = Total::Header { name: name.clone() };
    }
    if dialect.total != Total::None {
        reasons.push(evidence("total", Source::Response, 85, "answer"));
    }
    if let Some((paging, parameter)) = linked(plain) {
        dialect.paging = paging;
        let reason = evidence("paging", Source::Response, 90, "link").with("parameter", parameter);
        reasons.push(reason);
        reasons.append(&mut habits::adopt(&mut dialect, plain, noun, path));
        return (dialect, reasons);
    }
    if plain.rows.len() <= SIZE {
        reasons.append(&mut habits::adopt(&mut dialect, plain, noun, path));
        return (dialect, reasons);
    }
    for (index, size) in candidates(&plain.body) {
        if let Some((paging, paged)) = tried(fetcher, url, noun, plain, (&index, &size)).await {
            dialect.paging = paging;
            // Some lists are an array until a page is asked for.
            if paged.place != plain.place {
                dialect.rows = paged.place.clone();
                dialect.total = paged.total.clone();
                if dialect.total != Total::None {
                    reasons.push(evidence("total", Source::Response, 85, "answer"));
                }
            }
            let reason = evidence("paging", Source::Verified, 95, "compared");
            reasons.push(reason.with("parameter", &index));
            reasons.append(&mut habits::adopt(&mut dialect, &paged, noun, path));
            return (dialect, reasons);
        }
    }
    reasons.append(&mut habits::adopt(&mut dialect, plain, noun, path));
    (dialect, reasons)
}

/// Reads the parameters of the link to the next page.
pub(in crate::api::discover) fn linked(plain: &Sample) -> Option<(Paging, String)> {
    let link = plain.next_link.as_deref()?;
    let query = link.split('#').next()?.split_once('?')?.1;
    let names: Vec<String> =
        query.split('&').map(|pair| decode(pair.split('=').next().unwrap_or_default())).collect();
    let find =
        |known: &[&str]| names.iter().find(|name| known.contains(&compact(name).as_str())).cloned();
    let size = find(&["limit", "pagesize", "perpage", "size", "pagelimit", "take", "count"]);
    if let Some(page) = find(&["page", "pagenumber", "pageindex", "p"]) {
        // The page behind the first is 1 where counting starts at 0.
        let next = query_value(link, &page)?.parse::<u32>().ok()?;
        let first = next.saturating_sub(1).min(1);
        let rows = u32::try_from(plain.rows.len()).ok();
        let max_size = if size.is_none() { rows } else { None };
        return Some((Paging::Page { page: page.clone(), size, first, max_size }, page));
    }
    if let (Some(offset), Some(limit)) =
        (find(&["offset", "skip", "start", "pageoffset"]), size.clone())
    {
        return Some((Paging::Offset { offset: offset.clone(), limit, max_size: None }, offset));
    }
    let cursor =
        find(&["cursor", "after", "startingafter", "pagetoken", "next", "continuationtoken"])?;
    let next = plain.next.clone()?;
    let next = Next::Body { path: next };
    Some((Paging::Cursor { cursor: cursor.clone(), size, next, max_size: None }, cursor))
}

/// Returns pairs of parameters to try: those that the envelope repeats, else
/// the most frequent ones.
fn candidates(body: &Value) -> Vec<(String, String)> {
    const PAIRS: [(&str, &[&str]); 3] = [
        (
            "page",
            &["limit", "per_page", "perPage", "pageSize", "page_size", "itemsPerPage", "size"],
        ),
        ("skip", &["limit", "take"]),
        ("offset", &["limit"]),
    ];
    let inner = body.as_object().into_iter().flatten().map(|(_, inner)| inner);
    let told: Vec<(String, String)> = [body]
        .into_iter()
        .chain(inner)
        .filter_map(Value::as_object)
        .flat_map(|members| {
            PAIRS.iter().filter_map(move |(first, sizes)| {
                let size = sizes.iter().find(|size| members.contains_key(**size))?;
                members.contains_key(*first).then(|| ((*first).to_owned(), (*size).to_owned()))
            })
        })
        .collect();
    if !told.is_empty() {
        return told;
    }
    let usual =
        [("_page", "_per_page"), ("page", "limit"), ("page", "per_page"), ("offset", "limit")];
    usual.iter().map(|(first, size)| ((*first).to_owned(), (*size).to_owned())).collect()
}

/// Asks for the second small page and compares it with the plain list.
async fn tried(
    fetcher: Fetcher<'_>,
    url: &str,
    noun: &str,
    plain: &Sample,
    (index, size): (&str, &str),
) -> Option<(Paging, Sample)> {
    let is_page = index.ends_with("page");
    let address = format!("{}?{index}=2&{size}={SIZE}", without_query(url));
    let second = sample(fetcher, &address, noun).await?;
    // Page 2 is the third one where counting starts at 0.
    let is_at = |from: usize| {
        let expected = plain.rows.get(from..(from + SIZE).min(plain.rows.len()));
        !second.rows.is_empty() && expected == Some(&second.rows[..])
    };
    let first = match (is_at(SIZE), is_page && is_at(2 * SIZE)) {
        (true, _) => 1,
        (false, true) => 0,
        _ => return None,
    };
    let (index, size) = (index.to_owned(), size.to_owned());
    let paging = if is_page {
        Paging::Page { page: index, size: Some(size), first, max_size: None }
    } else {
        Paging::Offset { offset: index, limit: size, max_size: None }
    };
    Some((paging, second))
}
