//! The dialect of a resource.

use super::parts::{
    choice, enumerated, flag, list, number, pairs, path, path_to, string, text, texts, word,
};
use crate::api::{
    Always, BodyShape, Dialect, FilterStyle, ItemShape, Joint, ManyById, Next, Paging, Rows,
    SortStyle, Total, Word,
};
use serde_json::Value;

impl Dialect {
    /// Reads a dialect as its serialization wrote it, a choice that is not
    /// named being the default one; `None` when it does not fit.
    #[must_use]
    pub fn from_json(json: &Value) -> Option<Self> {
        dialect(json)
    }
}

/// A choice by its name and its details.
type Named<'a> = (&'a str, &'a Value);

pub(super) fn dialect(json: &Value) -> Option<Dialect> {
    let mut fits = true;
    let dialect = Dialect {
        paging: either(json, "paging", paging, &mut fits),
        sort: either(json, "sort", sort, &mut fits),
        sort_fields: texts(json, "sort_fields").unwrap_or_default(),
        can_sort_many: flag(json, "can_sort_many"),
        filter: either(json, "filter", filter, &mut fits),
        search: text(json, "search"),
        search_in: texts(json, "search_in").unwrap_or_default(),
        search_path: text(json, "search_path"),
        carrier: text(json, "carrier"),
        always: list(json, "always", always).unwrap_or_default(),
        total: either(json, "total", total, &mut fits),
        is_total_unfiltered: flag(json, "is_total_unfiltered"),
        more: path(json, "more"),
        rows: either(json, "rows", rows, &mut fits),
        flatten: texts(json, "flatten").unwrap_or_default(),
        links: pairs(json, "links").unwrap_or_default(),
        item: either(json, "item", item, &mut fits),
        many: either(json, "many", many, &mut fits),
        body: either(json, "body", body, &mut fits),
        update: word(json, "update").unwrap_or_default(),
        created_key: path(json, "created_key"),
        has_if_match: flag(json, "has_if_match"),
    };
    fits.then_some(dialect)
}

/// Reads a choice, which is the default one where it is not named; one that is
/// not known does not fit. Leaving early for each would cost the code that
/// drops what was read before it.
fn either<T: Default>(
    json: &Value,
    name: &str,
    read: fn(Named<'_>) -> Option<T>,
    fits: &mut bool,
) -> T {
    let Some(json) = json.get(name) else { return T::default() };
    let known = choice(json).and_then(read);
    *fits &= known.is_some();
    known.unwrap_or_default()
}

fn item((shape, json): Named<'_>) -> Option<ItemShape> {
    Some(match shape {
        "flat" => ItemShape::Flat,
        "path" => ItemShape::Path { path: path_to(json, "path") },
        _ => return None,
    })
}

fn always(json: &Value) -> Option<Always> {
    Some(Always {
        on: word(json, "on")?,
        name: string(json, "name"),
        value: string(json, "value"),
        place: word(json, "place")?,
    })
}

pub(super) fn total((place, json): Named<'_>) -> Option<Total> {
    Some(match place {
        "none" => Total::None,
        "header" => Total::Header { name: string(json, "name") },
        "head" => Total::Head { name: string(json, "name") },
        "body" => Total::Body { path: path_to(json, "path") },
        "pages" => Total::Pages { path: path_to(json, "path") },
        "count" => Total::Count { path: string(json, "path"), at: path_to(json, "at") },
        _ => return None,
    })
}

pub(super) fn rows((place, json): Named<'_>) -> Option<Rows> {
    Some(match place {
        "root" => Rows::Root,
        "path" => Rows::Path { path: path_to(json, "path") },
        "map" => Rows::Map { path: path_to(json, "path") },
        _ => return None,
    })
}

pub(super) fn many((style, json): Named<'_>) -> Option<ManyById> {
    Some(match style {
        "each" => ManyById::Each,
        "filter" => ManyById::Filter,
        "repeated" => ManyById::Repeated { parameter: string(json, "parameter") },
        "joined" => ManyById::Joined {
            parameter: string(json, "parameter"),
            separator: string(json, "separator"),
        },
        "path" => ManyById::Path { separator: string(json, "separator") },
        _ => return None,
    })
}

fn body((shape, json): Named<'_>) -> Option<BodyShape> {
    Some(match shape {
        "flat" => BodyShape::Flat,
        "path" => BodyShape::Path { path: path_to(json, "path") },
        "json_api" => BodyShape::JsonApi {
            kind: string(json, "kind"),
            relationships: pairs(json, "relationships").unwrap_or_default(),
        },
        _ => return None,
    })
}

pub(super) fn paging((style, json): Named<'_>) -> Option<Paging> {
    let size = || text(json, "size");
    let max_size = || number(json, "max_size");
    Some(match style {
        "none" => Paging::None,
        "page" => Paging::Page {
            page: string(json, "page"),
            size: size(),
            first: number(json, "first").unwrap_or_default(),
            max_size: max_size(),
        },
        "offset" => Paging::Offset {
            offset: string(json, "offset"),
            limit: string(json, "limit"),
            max_size: max_size(),
        },
        "range" => Paging::Range { start: string(json, "start"), end: string(json, "end") },
        "window" => Paging::Window {
            parameter: string(json, "parameter"),
            place: word(json, "place")?,
            value: string(json, "value"),
            size: size(),
        },
        "cursor" => Paging::Cursor {
            cursor: string(json, "cursor"),
            size: size(),
            next: next(choice(json.get("next")?)?)?,
            max_size: max_size(),
        },
        "link" => Paging::Link { size: size(), next: next(choice(json.get("next")?)?)? },
        _ => return None,
    })
}

fn next((place, json): Named<'_>) -> Option<Next> {
    Some(match place {
        "body" => Next::Body { path: path_to(json, "path") },
        "header" => Next::Header { name: string(json, "name") },
        "last_row" => Next::LastRow { path: path_to(json, "path") },
        _ => return None,
    })
}

pub(super) fn sort((style, json): Named<'_>) -> Option<SortStyle> {
    let ascending = || string(json, "ascending");
    let descending = || string(json, "descending");
    Some(match style {
        "none" => SortStyle::None,
        "terms" => SortStyle::Terms {
            parameter: string(json, "parameter"),
            descending_parameter: text(json, "descending_parameter"),
            ascending: ascending(),
            descending: descending(),
            separator: text(json, "separator"),
        },
        "pair" => SortStyle::Pair {
            field: string(json, "field"),
            order: string(json, "order"),
            ascending: ascending(),
            descending: descending(),
        },
        _ => return None,
    })
}

pub(super) fn filter((style, json): Named<'_>) -> Option<FilterStyle> {
    let words = || list(json, "words", comparison);
    let fields = || texts(json, "fields").unwrap_or_default();
    Some(match style {
        "none" => FilterStyle::None,
        "parameters" => FilterStyle::Parameters {
            words: words()?,
            any: text(json, "any"),
            separator: text(json, "separator"),
            fields: fields(),
        },
        "expression" => FilterStyle::Expression {
            parameter: string(json, "parameter"),
            whole: text(json, "whole"),
            words: words()?,
            all: joint(json.get("all")?)?,
            any: json.get("any").and_then(joint),
            quote: string(json, "quote"),
            bare: list(json, "bare", |kind| enumerated(kind.as_str()?)).unwrap_or_default(),
            fields: fields(),
        },
        "json" => FilterStyle::Json {
            parameter: string(json, "parameter"),
            words: words()?,
            all: text(json, "all"),
            any: text(json, "any"),
            fields: fields(),
        },
        _ => return None,
    })
}

fn comparison(json: &Value) -> Option<Word> {
    let text = |position: usize| json.get(position)?.as_str();
    Some((enumerated(text(0)?)?, text(1)?.to_owned(), text(2)?.to_owned()))
}

fn joint(json: &Value) -> Option<Joint> {
    let text = |position: usize| json.get(position)?.as_str().map(str::to_owned);
    Some((text(0)?, text(1)?, text(2)?))
}
