//! The grammar of filters, by their parameters.

use super::call::Query;
use super::listing::Listing;
use super::schema::Document;
use crate::api::discover::evidence::evidence;
use crate::api::discover::probe::{ODATA, of_family};
use crate::api::discover::words::compact;
use crate::api::{Dialect, FilterOperator, FilterStyle, ManyById, Source};
use std::sync::LazyLock;

/// The grammar of `$filter`; a description may have a thousand lists with it.
static ODATA_GRAMMAR: LazyLock<Dialect> = LazyLock::new(|| of_family(ODATA, "", ""));
/// Parameters that change what a row holds and not which rows come.
const OTHERS: [&str; 30] = [
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
    "join",
    "with",
    "relations",
    "expansions",
    "depth",
    "populatedepth",
    "expanddepth",
    "embeddepth",
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

/// A parameter taken apart.
struct Part<'a> {
    name: String,
    field: &'a str,
    separator: &'static str,
    operator: Option<(&'static str, FilterOperator)>,
}

/// Reads how rows are filtered and asked for by key.
pub(super) fn filter<'a>(
    listing: &mut Listing,
    document: Document<'a>,
    queries: &[&Query<'a>],
    fields: &[&str],
    key: &str,
) {
    if let Some(query) = queries.iter().find(|query| query.name == "$filter") {
        listing.dialect.filter.clone_from(&ODATA_GRAMMAR.filter);
        listing.dialect.many.clone_from(&ODATA_GRAMMAR.many);
        listing.note("filter", &query.name, 85);
        return;
    }
    let mut parts = Vec::new();
    let mut known = Vec::new();
    for query in queries {
        let is_other = OTHERS.contains(&compact(&query.name).as_str());
        if listing.used.iter().any(|used| *used == query.name)
            || is_other && !fields.contains(&&*query.name)
        {
            continue;
        }
        let shape = document.shape(query.schema);
        many(listing, query, key, shape.is_array());
        let part = apart(&query.name, &query.name, fields);
        if fields.contains(&part.field) && !query.is_required {
            known.push(query.name.to_string());
        }
        parts.push(part);
    }
    listing.used.append(&mut known);
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
    let mut operators: Vec<(FilterOperator, &str)> = Vec::new();
    for part in parts.iter().filter(|part| Some(part.separator) == best) {
        let Some((theirs, ours)) = part.operator else { continue };
        if !operators.iter().any(|(known, _)| *known == ours) {
            operators.push((ours, theirs));
        }
    }
    let names: Vec<String> = parts.iter().map(|part| part.name.clone()).collect();
    let first = parts.iter().find(|part| Some(part.separator) == best).unwrap_or(&parts[0]);
    let reason = evidence("filter", Source::Document, 85, "parameter");
    listing.evidence.push(reason.with("parameter", &first.name));
    listing.dialect.filter = match best {
        None => FilterStyle::plain(names),
        Some("[") => FilterStyle::bracketed(&operators, names),
        Some(separator) => FilterStyle::suffixed(separator, &operators, names),
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
fn many(listing: &mut Listing, query: &Query<'_>, key: &str, is_array: bool) {
    let part = apart(&query.name, &query.name, &[key]);
    let is_in = matches!(part.operator, Some((_, FilterOperator::In))) && part.field == key;
    let name = compact(&query.name);
    let is_plural = name == format!("{}s", compact(key)) || name == "ids";
    let text = query.description.unwrap_or_default().to_lowercase();
    let is_text_list =
        is_plural && !is_array && ["comma", "list"].iter().any(|it| text.contains(it));
    let is_list = is_array && (query.name == key || is_plural) || is_text_list;
    if !is_in && !is_list {
        return;
    }
    let parameter = query.name.to_string();
    listing.dialect.many = if is_in || query.is_joined || is_text_list {
        ManyById::Joined { parameter, separator: ",".to_owned() }
    } else {
        ManyById::Repeated { parameter }
    };
    let reason = evidence("many", Source::Document, 80, "parameter");
    listing.evidence.push(reason.with("parameter", &query.name));
}
